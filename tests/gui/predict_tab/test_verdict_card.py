import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from core.model.layers import Activation, ActivationLayer, Dense, Flatten
from core.model.network import NetworkSpec
from gui.predict_tab.entry import Verdict
from gui.predict_tab.verdict_card import VerdictCard, caution, rest_words, sentence
from tests.records import record

RANKING = (
    ("Ankle boot", 0.941),
    ("Sneaker", 0.039),
    ("Sandal", 0.012),
    ("Bag", 0.005),
    ("Dress", 0.0012),
    ("Coat", 0.0004),
    ("Shirt", 0.0002),
)


def verdict(ranking: tuple[tuple[str, float], ...] = RANKING) -> Verdict:
    return Verdict(ranking, QImage(), "28×28 grey", (28, 28), 1.0)


def test_the_verdict_and_the_five_surest_are_shown(qtbot: QtBot) -> None:
    card = VerdictCard()
    qtbot.addWidget(card)
    card.show_verdict(verdict())
    assert card.verdict.text() == "Ankle boot"
    assert card.sentence.text() == "94\N{NO-BREAK SPACE}% sure. Second choice: Sneaker."
    assert card.shown_bars()[0] == ("Ankle boot", "94.1\N{NO-BREAK SPACE}%")
    assert len(card.shown_bars()) == 5
    assert card.more.text() == "2 more classes below 0.1\N{NO-BREAK SPACE}%"


def test_an_output_without_a_class_is_not_called_a_class(qtbot: QtBot) -> None:
    card = VerdictCard()
    qtbot.addWidget(card)
    card.show_verdict(verdict((("(unused 11)", 0.6), ("Bag", 0.3), ("(unused 12)", 0.1))))
    assert card.verdict.text() == "none of the classes"
    assert card.sentence.text().replace("\N{NO-BREAK SPACE}", " ") == (
        "Output 11 is the strongest, 60 %, and no class belongs to it. "
        "First choice among the classes: Bag."
    )
    card.show_verdict(verdict((("Bag", 0.6), ("(unused 11)", 0.3), ("Coat", 0.1))))
    assert card.verdict.text() == "Bag"
    assert card.sentence.text().endswith("Second choice: Coat.")


def test_all_classes_are_one_press_away(qtbot: QtBot) -> None:
    card = VerdictCard()
    qtbot.addWidget(card)
    card.show_verdict(verdict())
    card.more.click()
    assert [name for name, _share in card.shown_bars()] == [name for name, _share in RANKING]
    card.more.click()
    assert len(card.shown_bars()) == 5


def test_without_a_verdict_there_is_no_old_one(qtbot: QtBot) -> None:
    card = VerdictCard()
    qtbot.addWidget(card)
    card.show_verdict(verdict())
    card.clear("Not now.")
    assert card.shown_bars() == ()
    assert card.verdict.isHidden()
    assert card.sentence.text() == "Not now."


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ((0.9999, 0.0001), "More than 99 % sure. Second choice: b."),
        ((0.31, 0.3), "31 % sure. Second choice: b."),
        ((1.0,), "More than 99 % sure."),
    ],
)
def test_it_never_claims_to_be_wholly_sure(shares: tuple[float, ...], words: str) -> None:
    ranking = tuple(zip("ab", shares, strict=False))
    assert sentence(ranking).replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ((), ""),
        ((0.0,), "1 more class below 0.1 %"),
        ((0.001, 0.0), "2 more classes below 0.2 %"),
        ((0.0231, 0.01), "2 more classes below 2.4 %"),
        ((float("nan"),), "1 more class below 0.1 %"),
        ((-3.0, -4.0), "2 more classes below 0.1 %"),
    ],
)
def test_the_rest_is_truly_below_what_is_said(shares: tuple[float, ...], words: str) -> None:
    rest = [(str(number), share) for number, share in enumerate(shares)]
    assert rest_words(rest).replace("\N{NO-BREAK SPACE}", " ") == words


def test_one_sigmoid_for_two_classes_gives_shares_and_two_give_none() -> None:
    def told(*layers: Dense | ActivationLayer) -> str:
        network = NetworkSpec(layers=(Flatten(), *layers))
        made = record(classes=("cat", "dog")).model_copy(update={"network": network})
        return caution(made)

    sigmoid = Activation.SIGMOID
    assert told(Dense(units=1, activation=sigmoid)) == ""
    assert told(Dense(units=1), ActivationLayer(activation=sigmoid)) == ""
    assert told(Dense(units=2, activation=Activation.SOFTMAX)) == ""
    assert "no shares" in told(Dense(units=2, activation=sigmoid))


def test_two_classes_have_a_verdict_and_two_bars(qtbot: QtBot) -> None:
    card = VerdictCard()
    qtbot.addWidget(card)
    card.show_verdict(verdict((("cat", 0.97), ("dog", 0.03))))
    assert card.verdict.text() == "cat"
    assert [name for name, _share in card.shown_bars()] == ["cat", "dog"]
    assert card.shown_bars()[1][1].startswith("3.0")
    assert not card.more.isVisible()

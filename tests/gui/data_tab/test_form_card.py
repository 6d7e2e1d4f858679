from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.data.folder.source import PhotoSource
from core.data.form import Fit, Ground
from gui.data_tab.form_card import FormCard, parse_size
from gui.document import ProjectDocument


@pytest.fixture
def card(qtbot: QtBot, document: ProjectDocument) -> FormCard:
    made = FormCard(document)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("200", (200, 200)),
        ("320×240", (320, 240)),
        (" 320 x 240 ", (320, 240)),
        ("320X240", (320, 240)),
        ("1", (1, 1)),
        ("4096", (4096, 4096)),
        ("4097", None),
        ("0", None),
        ("", None),
        ("x", None),
        ("10x", None),
        ("1x2x3", None),
        ("-5", None),
        ("١٢", None),
        ("9" * 5000, None),
    ],
)
def test_sizes_that_are_typed(text: str, size: tuple[int, int] | None) -> None:
    assert parse_size(text) == size


def test_a_preset_size_is_chosen(card: FormCard, document: ProjectDocument) -> None:
    card.size_field.activated.emit(5)

    given = document.project.network.input
    assert (given.width, given.height) == (224, 224)
    assert card.size_field.currentText() == "224×224"
    assert document.undo_stack.undoText() == "change size of pictures"
    document.undo_stack.undo()
    assert card.size_field.currentText() == "28×28"


def test_what_is_no_size_is_said_and_not_taken(card: FormCard, document: ProjectDocument) -> None:
    card.size_field.line.setText("5000")
    QTest.keyClick(card.size_field.line, Qt.Key.Key_Return)

    assert card.problem.isVisibleTo(card)
    assert card.problem.text() == "Size: 1 to 4,096, such as 200 or 320×240. 28×28 was kept."
    assert card.size_field.currentText() == "28×28"
    assert document.undo_stack.count() == 0


def test_fit_colour_and_ground_are_those_of_the_network(
    card: FormCard, document: ProjectDocument
) -> None:
    card.colour.setCurrentIndex(0)
    card.fit.setCurrentIndex(2)
    card.ground.setCurrentIndex(2)

    given = document.project.network.input
    assert (given.channels, given.fit, given.ground) == (3, Fit.PAD, Ground.BLACK)
    document.undo_stack.undo()
    assert card.ground.value is Ground.WHITE


def test_a_backbone_gives_size_and_colour_and_says_so(
    card: FormCard, document: ProjectDocument
) -> None:
    assert not card.given.isVisible()
    document.choose_photos(PhotoSource(root=Path("/pictures/dogs")))
    assert card.size_field.currentText() == "260×260"
    assert not card.size_field.isEnabled()
    assert not card.colour.isEnabled()
    assert "backbone" in card.given.text()
    assert "backbone" in card.size_field.toolTip()
    card.fit.setCurrentIndex(2)
    card.ground.setCurrentIndex(2)
    given = document.project.network.input
    assert (given.fit, given.ground) == (Fit.PAD, Ground.BLACK)
    document.choose_preset("small-photo-cnn")
    assert card.size_field.isEnabled()
    assert not card.given.isVisible()


def test_a_form_that_the_backbone_does_not_take_is_mended_by_a_press(
    card: FormCard, document: ProjectDocument
) -> None:
    document.choose_photos(PhotoSource(root=Path("/pictures/dogs")))
    assert not card.mend.isVisible()
    given = document.project.network.input
    document.set_form(given.model_copy(update={"channels": 1}), words="grey")
    assert "another size or colour" in card.given.text()
    QTest.mouseClick(card.mend, Qt.MouseButton.LeftButton)
    assert document.project.network.input == given
    assert not card.mend.isVisible()

"""Numbers in fields: written, read, checked, stepped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.widgets.numbers import NumberForm, Stepping, plain_number

UNITS = NumberForm(name="Units", low=1, high=65_536)
RATE = NumberForm(
    name="Learning rate",
    low=0,
    high=10,
    low_allowed=False,
    whole=False,
    stepping=Stepping.ONE_TWO_FIVE,
)
SHARE = NumberForm(name="Validation share", low=0, high=0.9, whole=False, percent=True, step=0.05)
BATCH = NumberForm(name="Batch size", low=1, high=8192, stepping=Stepping.DOUBLE)


@given(st.integers(1, 65_536))
def test_a_whole_number_is_read_back_as_it_was_written(value: int) -> None:
    assert UNITS.parse(UNITS.text(value)) == value


@given(st.floats(1e-12, 10))
def test_a_decimal_number_is_read_back_as_it_was_written(value: float) -> None:
    assert RATE.parse(RATE.text(value)) == value


@given(st.integers(0, 900))
def test_a_share_is_read_back_as_it_was_written(thousandths: int) -> None:
    value = thousandths / 1000
    assert SHARE.parse(SHARE.text(value)) == pytest.approx(value)


@given(st.text(max_size=12))
def test_any_text_is_either_a_number_in_range_or_none(text: str) -> None:
    for form in (UNITS, RATE, SHARE, BATCH):
        value = form.parse(text)
        assert value is None or form.low <= value <= form.high


@given(st.sampled_from([UNITS, RATE, SHARE, BATCH]), st.data(), st.integers(-20, 20))
def test_stepping_never_leaves_the_range(
    form: NumberForm, data: st.DataObject, presses: int
) -> None:
    low = form.low if form.low_allowed else form.low + 1e-9
    whole = st.integers(int(form.low), int(form.high))
    value = data.draw(whole if form.whole else st.floats(low, form.high))
    stepped = form.stepped(value, presses)
    assert form.low <= stepped <= form.high
    assert stepped > form.low or form.low_allowed


def test_usual_ways_to_write_a_number_are_read() -> None:
    for form, text, value in (
        (UNITS, "65,536", 65_536),
        (UNITS, " 12 ", 12),
        (RATE, "1e-3", 0.001),
        (RATE, "0,01", 0.01),
        (RATE, ".5", 0.5),
        (SHARE, "20", 0.2),
        (SHARE, "12.5 %", 0.125),
    ):
        assert form.parse(text) == value


def test_other_texts_are_no_number() -> None:
    for form, text in (
        (UNITS, "0"),
        (UNITS, "65537"),
        (UNITS, "1.5"),
        (UNITS, "ten"),
        (UNITS, ""),
        (UNITS, "9" * 5000),
        (RATE, "0"),
        (RATE, "nan"),
        (RATE, "inf"),
        (RATE, "1e999"),
        (RATE, "-1"),
        (SHARE, "91 %"),
    ):
        assert form.parse(text) is None, text


def test_a_press_steps_sensibly() -> None:
    for form, value, presses, result in (
        (RATE, 0.001, 1, 0.002),
        (RATE, 0.001, -1, 0.0005),
        (RATE, 0.003, 1, 0.005),
        (RATE, 10, 1, 10),
        (BATCH, 32, 1, 64),
        (BATCH, 32, -1, 16),
        (BATCH, 1, -1, 1),
        (SHARE, 0.1, 1, 0.15),
        (SHARE, 0.9, 1, 0.9),
    ):
        assert form.stepped(value, presses) == result, (form.name, value)


def test_the_range_is_said_in_words() -> None:
    assert UNITS.complaint == "Units: a whole number, 1 to 65,536."
    assert RATE.complaint == "Learning rate: above 0, up to 10."
    assert SHARE.complaint == "Validation share: 0 % to 90 %."


def test_small_numbers_keep_their_zeros_as_long_as_one_can_count_them() -> None:
    assert plain_number(0.00001) == "0.00001"
    assert plain_number(1e-9) == "1e-09"
    assert plain_number(3.0) == "3"


def test_a_unit_is_written_and_may_be_left_out() -> None:
    form = NumberForm(name="Rotation", low=0, high=180, whole=False, unit="°", step=5)
    assert form.text(12.5) == "12.5°"
    assert [form.parse(text) for text in ("12.5°", "12.5 °", "12,5")] == [12.5] * 3
    assert form.parse("181°") is None
    assert form.range_words == "0° to 180°"
    whole = NumberForm(name="Turns", low=0, high=5000, unit="×")
    assert (whole.parse(whole.text(7)), whole.range_words) == (7, "0× to 5,000×")

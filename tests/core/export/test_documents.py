from datetime import date
from pathlib import Path

import pytest

from core.data.form import Fit, Ground
from core.export.documents import write_documents
from core.export.example import MOST_LINES, example_text
from core.export.formats import ExportFormat
from core.export.labels import labels, one_line
from core.export.readme import inline, readme_text
from core.export.registry import format_module
from core.export.source import ExportSource
from core.model.layers import ONE_PER_CLASS, Activation, Dense, Flatten
from core.model.network import InputSpec, NetworkSpec
from core.model.presets import preset
from core.run.folder import Run
from core.run.record import CrossValidation, RunRecord
from tests.records import epoch, record

ONE = NetworkSpec(layers=(Flatten(), Dense(units=ONE_PER_CLASS, activation=Activation.SIGMOID)))


def photo_record(**form: object) -> RunRecord:
    """A record of a run on photos."""
    form = {"height": 150, "width": 180, "channels": 3} | form
    network = NetworkSpec(
        input=InputSpec.model_validate(form), layers=preset("dense-128").network.layers
    )
    made = record(epoch(1, val_accuracy=0.875, val_loss=0.5), network=network)
    data = made.data.model_copy(update={"source": "/home/somebody/secret/pets"})
    return made.model_copy(update={"data": data})


def source_of(made: RunRecord) -> ExportSource:
    return ExportSource(Run(Path("run"), made), labels(made, made.classes))


def readme(made: RunRecord, wanted: ExportFormat = ExportFormat.KERAS) -> str:
    source = source_of(made)
    return readme_text(wanted, source, format_module(wanted).about(source), day=date(2026, 11, 25))


@pytest.mark.parametrize("wanted", [f for f in ExportFormat if f not in ("script", "notebook")])
@pytest.mark.parametrize("fit", Fit)
@pytest.mark.parametrize("size", [(150, 180), (300, 270), (4096, 4096)])
def test_an_example_has_at_most_forty_lines(
    wanted: ExportFormat, fit: Fit, size: tuple[int, int]
) -> None:
    made = photo_record(height=size[0], width=size[1], fit=fit, ground=Ground.GREY)
    example = format_module(wanted).about(source_of(made)).example
    if example is None:
        return
    text = example_text(made, example)
    assert len(text.splitlines()) <= MOST_LINES
    assert not [line for line in text.splitlines() if len(line) > 100]
    compile(text, "example.py", "exec")


def test_labels_are_one_line_for_each_output() -> None:
    made = record(network=ONE, classes=("yes", "no"))
    assert labels(made, ("ja", "nein\n")) == ("ja", "nein ")
    wide = record(network=NetworkSpec(layers=(Flatten(), Dense(units=12))))
    assert labels(wide, wide.classes)[10:] == ("(unused 11)", "(unused 12)")


@pytest.mark.parametrize("mark", "\0\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
def test_a_label_has_no_line_break_of_any_kind(mark: str) -> None:
    assert one_line(f"a{mark}b") == "a b"


def test_what_cannot_be_written_as_utf_8_is_replaced() -> None:
    assert one_line("a\ud800b") == "a?b"
    assert one_line("") == "(unnamed)"


def test_the_readme_says_what_one_needs() -> None:
    text = readme(photo_record(fit=Fit.PAD, ground=Ground.BLACK))
    for words in (
        "shape (any number, 150, 180, 3)",
        "red, green, blue",
        "0 to 255",
        "with black beside it",
        "labels.txt",
        "    Ankle boot",
        "87.5 % of 6,000 validation pictures",
        "2026-01-02",
        "2026-11-25",
        "pip install tensorflow numpy pillow",
        "`BILINEAR`",
        "## Licence",
    ):
        assert words in text, words
    assert len(text.splitlines()) < 75
    assert "secret" not in text  # where pictures lay on somebody's computer is nobody's business
    assert "white on black" not in text


def test_the_readme_of_a_net_for_light_on_dark_says_so() -> None:
    text = readme(record(epoch(1)))
    assert "light things on black" in text
    assert "`LANCZOS`" in text


def test_a_readme_tells_cross_validation_and_the_licence_of_the_backbone(tmp_path: Path) -> None:
    found = CrossValidation(
        accuracy=0.92, interval=(0.88, 0.95), folds=5, seed=0, pictures=120, loss=0.2
    )
    made = record(network=preset("photo-features").network)
    made = made.model_copy(update={"cross_validation": found, "backbones": {"a": "b"}})
    text = readme(made)
    assert "92 % of 120 pictures" in text
    assert "88 % to 95 %" in text
    assert "Apache License 2.0" in text
    write_documents(ExportFormat.KERAS, source_of(made), tmp_path)
    assert "Apache License" in (tmp_path / "LICENSE-backbone.txt").read_text()


def test_nothing_in_a_name_is_taken_for_markdown_or_html() -> None:
    assert inline("<script>&lt; *a* [b](c)\n# d") == (r"\<script\>&amp;lt; \*a\* \[b\](c) \# d")
    text = readme(record(epoch(1), name="<img src=x>", classes=("<b>", "`x`") * 5))
    assert "\n<" not in text
    assert "\n    <b>\n" in text


def test_a_thousand_classes_leave_the_readme_a_page() -> None:
    classes = tuple(f"class {n}" for n in range(1000))
    text = readme(record(epoch(1), classes=classes))
    assert "… and 960 more" in text
    assert len(text.splitlines()) < 110

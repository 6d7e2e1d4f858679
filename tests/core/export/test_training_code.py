"""The code that trains a network again, as text: right whatever the run is called or holds."""

import ast
import csv
import json
import types
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.data.augmentation import STRONG
from core.data.fashion_mnist import load
from core.data.form import Fit, Ground
from core.data.side import Side
from core.data.split import split
from core.errors import LitmusError
from core.export import notebook, script
from core.export.source import ExportSource
from core.export.training_code.cell import Part
from core.export.training_code.composing import training_code
from core.export.training_code.fitting import epochs_to_train
from core.export.training_code.listing import list_pictures, write_list
from core.export.training_code.network import layer_code
from core.model.layers import Conv2D, Dense, Dropout, MaxPooling2D, Padding
from core.model.presets import PRESETS, photo_preset, preset
from core.run.folder import Run, write_record
from core.run.record import Ending, RunStatus, StopReason
from core.run.settings import StopRules
from core.training.manifest import Manifest
from core.training.state import first_state
from core.training.state_file import write_state
from tests.core.export.training_runs import clothes, photo_run
from tests.records import CLASSES, epoch

_STOPS = StopRules(accuracy=0.95, loss=0.1, patience=3)
_EVERYTHING: dict[str, Any] = {"stop": _STOPS, "augmentation": STRONG, "optimizer": "sgd"}
_NASTY = "quote\" ''' back\\slash {brace} $x^$ 🦊 ;import os"


def _script(run: Run) -> str:
    return script.script_text(training_code(run, here="Path('.')"))


def _named(text: str, name: str) -> ast.expr:
    """What is assigned to `name` at the top level."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return node.value
    raise AssertionError(name)


@pytest.mark.parametrize("chosen", [p.name for p in PRESETS])
def test_the_script_of_every_preset_is_python_of_under_100_lines(
    chosen: str, tmp_path: Path
) -> None:
    text = _script(photo_run(tmp_path, chosen, **_EVERYTHING))
    if chosen not in ("photo-features", "keras-head", "small-photo-cnn", "horse-or-human"):
        own = _script(clothes(tmp_path, preset(chosen).network, **_EVERYTHING))
        assert own.count("\n") < 100
        compile(own, "train.py", "exec")

    compile(text, "train.py", "exec")
    assert text.count("\n") < 100
    assert max(map(len, text.splitlines())) <= 100


def test_layers_are_written_with_what_differs_from_keras_own() -> None:
    assert layer_code(Dense(units=10, activation="softmax")) == (  # type: ignore[arg-type] # validated
        'layers.Dense(10, activation="softmax")'
    )
    conv = Conv2D(filters=8, kernel_size=5, strides=2, padding=Padding.SAME)
    assert layer_code(conv) == ('layers.Conv2D(8, 5, strides=2, padding="same", activation="relu")')
    assert layer_code(MaxPooling2D(pool_size=3, strides=2)) == "layers.MaxPooling2D(3, strides=2)"
    assert layer_code(Dropout(rate=0.3)) == "layers.Dropout(0.3, seed=SEED)"


def test_settings_and_stop_rules_are_in_the_script(tmp_path: Path) -> None:
    text = _script(
        clothes(tmp_path, batch_size=64, learning_rate=0.02, epochs=9, seed=11, **_EVERYTHING)
    )

    for wanted in (
        "SEED = 11",
        "SGD(learning_rate=0.02, momentum=0.9)",
        "batch_size=64",
        'logs["accuracy"] >= 0.95 or logs["loss"] < 0.1',
        'EarlyStopping("val_loss", patience=3)',
        "save_best_only=True",
        'RandomFlip("horizontal")',
        "RandomRotation(25 / 360)",
    ):
        assert wanted in text, wanted


def test_without_a_validation_set_nothing_watches_it(tmp_path: Path) -> None:
    run = clothes(tmp_path, validation=0.0, stop=_STOPS)
    data = run.record.data.model_copy(update={"validation": 0})
    text = _script(Run(run.folder, run.record.model_copy(update={"data": data})))

    assert "val_" not in text.replace("interval_", "")
    assert "Training accuracy" in text
    assert 'model.save("model.keras")' in text


def test_a_run_that_a_person_stopped_is_repeated_as_long_as_it_went(tmp_path: Path) -> None:
    made = clothes(tmp_path, epochs=9).record
    stopped = Ending(reason=StopReason.PERSON, sentence="Stopped by you.")
    by_rule = Ending(reason=StopReason.ACCURACY, sentence="Stopped after epoch 1.")

    def epochs(ending: Ending) -> int:
        update = {"ending": ending, "status": RunStatus.STOPPED}
        return epochs_to_train(made.model_copy(update=update))

    assert (epochs(stopped), epochs(by_rule)) == (1, 9)


def test_learning_rates_changed_on_the_way_are_followed(tmp_path: Path) -> None:
    run = clothes(tmp_path)
    rates = (0.001, 0.001, 0.0001)
    epochs = tuple(
        epoch(n).model_copy(update={"learning_rate": rate}) for n, rate in enumerate(rates, 1)
    )
    text = _script(Run(run.folder, run.record.model_copy(update={"epochs": epochs})))

    names: dict[str, Any] = {}
    code = text[text.index("CHANGES =") : text.index("callbacks = [")]
    exec(compile(code, "train.py", "exec"), names)  # noqa: S102 - it is ours
    assert [names["learning_rate"](n, 1.0) for n in range(5)] == [*rates, 0.0001, 0.0001]


@pytest.mark.parametrize(("share", "seed"), [(0.1, 7), (0.1234, 3)])
def test_the_very_same_pictures_are_kept_aside(share: float, seed: int, tmp_path: Path) -> None:
    run = clothes(tmp_path, validation=share, seed=seed)
    cell = next(c for c in training_code(run, here="0").cells if c.part is Part.PICTURES)
    whole = load()
    numbers = np.arange(len(whole.training.labels))
    given = (numbers, whole.training.labels), (numbers[:3], numbers[:3])
    loading = types.SimpleNamespace(load_data=lambda: given)
    keras = types.SimpleNamespace(datasets=types.SimpleNamespace(fashion_mnist=loading))

    names: dict[str, Any] = {"keras": keras, "np": np, "SEED": seed}
    exec(compile(cell.code, "train.py", "exec"), names)  # noqa: S102 - it is ours

    expected = split(whole.training.labels, validation=share, seed=seed)
    assert names["x_val"][:, 0].tolist() == expected.validation.tolist()
    assert names["x_train"][:, 0].tolist() == expected.training.tolist()


def test_names_of_classes_and_folders_come_in_as_values_alone(tmp_path: Path) -> None:
    plain = photo_run(tmp_path / "plain")
    run = photo_run(tmp_path / _NASTY)
    record = run.record.model_copy(update={"classes": (_NASTY, "b\nc"), "name": _NASTY})
    run = Run(run.folder, record)
    text = _script(run)

    folder = _named(text, "PICTURES")
    assert isinstance(folder, ast.Call)
    assert ast.literal_eval(folder.args[0]) == record.data.folder
    own = text.replace(ast.get_source_segment(text, folder) or "", "")
    theirs = _script(plain)
    theirs = theirs.replace(ast.get_source_segment(theirs, _named(theirs, "PICTURES")) or "", "")
    assert own == theirs

    write_list(tmp_path / "pictures.csv", list_pictures(run), run.record.classes)
    with (tmp_path / "pictures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["class"], row["number"]) for row in rows} == {(_NASTY, "0"), ("b\nc", "1")}
    assert len(rows) == 20


def test_pictures_that_are_gone_or_were_not_used_are_left_out_and_told(tmp_path: Path) -> None:
    run = photo_run(tmp_path)
    (tmp_path / "photos" / "disc" / "disc 1.jpg").unlink()
    code = training_code(run, here="0")

    assert code.photos is not None
    assert (len(code.photos.pictures), code.photos.missing) == (19, 1)
    assert "1 of the run's pictures" in code.remarks[0]
    assert f"# {code.remarks[0]}" in script.script_text(code)


def test_much_memory_is_told_beforehand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.export.training_code.composing._MUCH_BYTES", 20 * 64 * 64 * 3 - 1)

    told = training_code(photo_run(tmp_path), here="0").remarks

    assert told == ("It holds all pictures in memory, 0 GB.",)


def test_photos_are_found_where_they_lie_now(tmp_path: Path) -> None:
    run = photo_run(tmp_path)
    moved = (tmp_path / "photos").rename(tmp_path / "elsewhere")

    with pytest.raises(LitmusError, match="not in"):
        list_pictures(run)
    assert len(list_pictures(run, moved).pictures) == 20


def test_a_picture_put_into_another_class_by_hand_has_that_class(tmp_path: Path) -> None:
    run = photo_run(tmp_path)
    run.folder.mkdir()
    run = write_record(run.folder, run.record)
    split_record = run.record.data.split
    assert split_record is not None
    content = split_record.sides[Side.TRAINING]["disc/disc 1.jpg"]
    digests = np.frombuffer(bytes.fromhex(content), np.uint8).reshape(1, -1)
    manifest = Manifest(digests, np.array([1], np.int32), np.array([0], np.uint8))
    write_state(run.state_file, first_state(run.record, manifest))

    numbers = {picture.file: picture.number for picture in list_pictures(run).pictures}
    assert numbers["disc/disc 1.jpg"] == 1
    assert numbers["disc/disc 2.jpg"] == 0


def test_reading_does_as_litmus_for_grey_and_padded_pictures(tmp_path: Path) -> None:
    network = photo_preset("small-photo-cnn").network
    form = network.input.model_copy(update={"channels": 1, "fit": Fit.PAD, "ground": Ground.GREY})
    run = photo_run(tmp_path, network=network.model_copy(update={"input": form}))
    text = _script(run)

    assert 'image.convert("L")' in text
    assert "color=GROUND[0]" in text
    assert ast.literal_eval(_named(text, "GROUND")) == (128, 128, 128)


def test_the_notebook_is_one_and_holds_the_code_of_the_script(tmp_path: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    run = clothes(tmp_path, **_EVERYTHING)
    code = training_code(run, here="0")
    text = notebook.notebook_text(code)

    nbformat.validate(json.loads(text))
    cells = [c for c in json.loads(text)["cells"] if c["cell_type"] == "code"]
    sources = ["".join(cell["source"]) for cell in cells]
    assert [c.code.strip("\n") for c in code.cells] == sources[: len(code.cells)]
    assert len(sources) == len(code.cells) + 2
    for source in sources:
        compile(source, "cell", "exec")


def test_the_readme_says_what_the_code_needs(tmp_path: Path) -> None:
    photos = photo_run(tmp_path, "photo-features")
    told = notebook.about(ExportSource(photos, photos.record.classes)).use
    of_clothes = script.about(ExportSource(clothes(tmp_path), CLASSES)).use

    assert "`pip install tensorflow numpy pillow scikit-learn matplotlib jupyterlab`" in told
    assert "`pip install tensorflow numpy`" in of_clothes

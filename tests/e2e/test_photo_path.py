"""A person's own pictures, from the file manager to the verdict and again after a restart."""

from pathlib import Path

import pytest

from core.data.folder.photo_set import PhotoSet
from core.model.layers import Activation, Dense
from core.run.folder import Run
from core.run.record import RunStatus
from core.training.events import Decoding
from gui.scan_session import ScanState
from gui.step_header import Step
from tests.e2e.conftest import Open
from tests.e2e.person import Person, _files
from tests.gui.windows import drop
from tests.photos import draw, make_photos


def test_a_folder_is_dropped_looked_at_trained_on_and_tried(
    open_litmus: Open, tmp_path: Path
) -> None:
    folder = make_photos(tmp_path / "shapes", each=24)
    (folder / "disc" / "torn.jpg").write_bytes(b"\xff\xd8\xff" + bytes(50))
    person = open_litmus()
    drop_on_data(person, folder)
    photos = person.document.dataset
    assert isinstance(photos, PhotoSet)
    assert photos.classes == ("disc", "square")
    assert len(person.window.data_tab.classes.rows) == 2
    assert any("torn.jpg" in problem.file for problem in photos.problems)
    run = train_small(person)
    assert run.record.data.folder == str(folder)
    assert [entry.file for entry in run.record.data.set_aside] == ["disc/torn.jpg"]
    assert any(isinstance(event, Decoding) for event in person.events)
    ask_about_both(person, tmp_path)
    person.window.close()
    person.wait_until_closed()

    later = open_litmus()
    later.wait_until(lambda: later.document.runs == (run,))
    later.drop_on_window([new_picture(tmp_path, "square", 777)])
    (entry,) = later.wait_for_answers(1)
    assert entry.verdict is not None
    assert entry.verdict.winner == "square"


def drop_on_data(person: Person, folder: Path) -> None:
    """Drop the folder while the Data tab is shown, and wait until all was looked at."""
    assert person.step() is Step.DATA
    assert drop(person.window, _files([folder]))
    person.wait_until(lambda: person.window.scans.state is ScanState.READY)
    assert person.document.obstacle is None
    assert person.document.project.preset_name == "photo-features"
    assert person.document.project.settings.validation == pytest.approx(0.2)


def train_small(person: Person) -> Run:
    """One sigmoid for two classes, on 32 × 32 pixels, in a few epochs."""
    document = person.document
    form = document.project.network.input.model_copy(update={"height": 32, "width": 32})
    document.choose_preset("convolutional")
    document.set_form(form, words="smaller")
    layers = document.project.network.layers
    last = Dense(units="classes", activation=Activation.SIGMOID)
    network = document.project.network.model_copy(update={"layers": (*layers[:-1], last)})
    document.set_network(network, words="sigmoid")
    person.train(epochs=8)
    run = person.wait_for_rest()
    assert run.record.status is RunStatus.FINISHED
    assert run.record.best is not None
    assert (run.record.best.val_accuracy or 0) > 0.8
    return run


def ask_about_both(person: Person, place: Path) -> None:
    """New pictures of both classes are recognised; the bars are honest for one output."""
    person.go_to(Step.PREDICT)
    asked = [new_picture(place, kind, 500 + n) for kind in ("disc", "square") for n in range(4)]
    person.drop_on_predict(asked)
    entries = person.wait_for_answers(8)
    right = 0
    for entry in entries:
        assert entry.verdict is not None
        right += entry.verdict.winner == entry.name.split("-")[0]
    assert right >= 7


def new_picture(place: Path, kind: str, seed: int) -> Path:
    path = place / f"{kind}-{seed}.png"
    draw(kind, seed + 100_000).save(path)
    return path

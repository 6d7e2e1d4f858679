"""Backbones of the person's own, in a dialog."""

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from unittest.mock import Mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from core.cancellation import CancelToken
from core.errors import Cancelled, LitmusError
from core.features.own_backbones import own_backbone, own_backbones, own_folder
from core.model.backbone_source import PixelRange
from gui.jobs import Jobs
from gui.model_tab import backbone_dialog, backbone_work
from gui.model_tab.backbone_dialog import BackboneDialog
from gui.model_tab.backbone_work import BackboneWish, add_own

FILE = Path("My Network.keras")


def describe(name: str) -> None:
    """As if it had been added."""
    own_folder().mkdir(parents=True, exist_ok=True)
    about = {
        "title": "My Network",
        "height": 48,
        "width": 64,
        "pooled": 32,
        "last": None,
        "parameters": 1234,
        "multiplications": 9,
        "sha256": {f"{name}.tflite": "0"},
    }
    (own_folder() / f"{name}.json").write_text(json.dumps(about))


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(jobs: Jobs, qtbot: QtBot, parent: QWidget) -> Iterator[BackboneDialog]:
    made = BackboneDialog(jobs, parent)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """In the place of Keras."""

    def add(wish: BackboneWish, report: Mock, _cancel: CancelToken) -> object:
        report("Converting it for LiteRT")
        describe(wish.name)
        return own_backbone(wish.name)

    made = Mock(side_effect=add)
    monkeypatch.setattr(backbone_dialog, "add_own", made)
    return made


def test_there_is_none_at_first(dialog: BackboneDialog) -> None:
    assert not dialog.removers
    assert not dialog.add.isEnabled()
    assert "first" in dialog.add.toolTip()


def test_a_file_brings_a_name_and_becomes_one(
    dialog: BackboneDialog, work: Mock, qtbot: QtBot
) -> None:
    dialog.form.take_file(FILE)
    assert dialog.form.name.text() == "my-network"
    assert dialog.form.file.text() == FILE.name
    dialog.form.pixels.setCurrentIndex(1)
    with qtbot.waitSignal(dialog.added) as added:
        dialog.add.click()
        assert not dialog.add.isEnabled()
        assert not dialog.form.isEnabled()
    assert added.args == ["my-network"]
    wish = work.call_args.args[0]
    assert wish == BackboneWish("my-network", "", FILE, PixelRange.UNIT)
    assert list(dialog.removers) == ["my-network"]
    assert "is a backbone now" in dialog.message.text()
    qtbot.waitUntil(dialog.form.isEnabled)
    assert dialog.form.name.text() == ""
    assert not dialog.add.isEnabled()


def test_an_application_is_downloaded_or_takes_a_file(dialog: BackboneDialog) -> None:
    dialog.form.source.setCurrentIndex(1)
    assert dialog.form.pixels.isHidden()
    assert dialog.form.file.text() == "downloaded by Keras: 4 MB"
    wish = dialog.form.wish
    assert wish is not None
    assert (wish.name, wish.application, wish.file) == (
        "mobilenetv3small",
        "MobileNetV3Small",
        None,
    )
    weights = Path("mine.weights.h5")
    dialog.form.take_file(weights)
    wish = dialog.form.wish
    assert wish is not None
    assert (wish.name, wish.file) == ("mobilenetv3small", weights)
    dialog.form.source.setCurrentIndex(0)
    assert dialog.form.wish is None
    assert dialog.form.pixels.isVisible()


@pytest.mark.parametrize("name", ["Upper", "a b", "efficientnet-lite0"])
def test_a_name_that_cannot_be_is_told_where_it_stands(dialog: BackboneDialog, name: str) -> None:
    dialog.form.take_file(FILE)
    dialog.form.name.setText(name)
    assert dialog.form.problem.isVisible()
    assert name in dialog.form.problem.text()
    assert not dialog.add.isEnabled()
    dialog.form.name.setText("mine")
    assert dialog.form.problem.isHidden()
    assert dialog.add.isEnabled()


def test_what_goes_wrong_is_told_and_can_be_mended(
    dialog: BackboneDialog, work: Mock, qtbot: QtBot
) -> None:
    work.side_effect = LitmusError("“My Network” has 2 inputs.", "Choose another network.")
    dialog.form.take_file(FILE)
    dialog.add.click()
    qtbot.waitUntil(dialog.form.isEnabled)
    assert "2 inputs" in dialog.message.text()
    assert dialog.message.property("role") == "warning"
    assert dialog.form.file.text() == FILE.name
    assert dialog.add.isEnabled()


def test_closed_while_adding_it_gives_up(
    dialog: BackboneDialog, work: Mock, qtbot: QtBot, jobs: Jobs
) -> None:
    closed = Event()

    def wait(_wish: BackboneWish, report: Mock, cancel: CancelToken) -> None:
        report("Converting it for LiteRT")
        assert closed.wait(10)
        cancel.raise_if_cancelled()

    work.side_effect = wait
    dialog.form.take_file(FILE)
    dialog.add.click()
    qtbot.waitUntil(lambda: "Converting" in dialog.message.text())
    dialog.reject()
    closed.set()
    qtbot.waitUntil(lambda: not jobs.active)
    assert not own_backbones()


def test_one_is_removed_by_pressing_twice(jobs: Jobs, qtbot: QtBot, parent: QWidget) -> None:
    describe("mine")
    describe("other")
    dialog = BackboneDialog(jobs, parent)
    qtbot.addWidget(dialog)
    assert list(dialog.removers) == ["mine", "other"]
    dialog.removers["mine"].click()
    assert "Press once more" in dialog.message.text()
    assert own_backbone("mine")
    with qtbot.waitSignal(dialog.removed):
        dialog.removers["mine"].click()
    assert list(dialog.removers) == ["other"]
    assert [own.name for own in own_backbones()] == ["other"]
    qtbot.waitUntil(dialog.form.isEnabled)


def test_a_file_is_asked_for(dialog: BackboneDialog) -> None:
    dialog.form.choose.click()
    (asked,) = dialog.form.findChildren(QFileDialog)
    assert asked.nameFilters()[0] == "Keras networks (*.keras)"
    asked.fileSelected.emit(str(FILE))
    asked.reject()
    assert dialog.form.file.text() == FILE.name


def test_the_work_ends_where_it_was_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    cancel = CancelToken()
    told: list[object] = []
    monkeypatch.setattr(backbone_work, "load_tensorflow", cancel.cancel)
    wish = BackboneWish("mine", "", FILE, PixelRange.BYTES)
    with pytest.raises(Cancelled):
        add_own(wish, told.append, cancel)
    assert told == ["Waiting for TensorFlow"]


def test_everything_is_named(dialog: BackboneDialog) -> None:
    form = dialog.form
    assert all(field.accessibleName() for field in (form.source, form.pixels, form.name))
    assert all(w.toolTip() for w in (form.source, form.pixels, form.name, form.choose, dialog.add))

"""The main path: look at the data, change a network, train it, drop pictures, come back later."""

from pathlib import Path

from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from core.model.layers import Dense
from core.run.folder import Run
from core.run.record import RunStatus
from core.training.events import (
    EpochDone,
    Preparing,
    Saving,
    StepsDone,
    TrainingDone,
    Validating,
)
from gui.model_tab.forecaster import Measurement
from gui.predict_tab.entry import State
from gui.step_header import Step
from gui.train_tab.curves import Metric
from gui.train_tab.plots import TrainingPlots
from gui.train_tab.training_buttons import Offer
from gui.training_session import TrainingState
from gui.widgets.number_field import NumberField
from tests.e2e.conftest import PATIENCE_MS, Open
from tests.e2e.person import Person
from tests.gui.predict_tab.conftest import piece, write_picture

TROUSER, BAG = 1, 8


def test_from_the_data_to_the_verdict_and_again_after_a_restart(
    qtbot: QtBot, open_litmus: Open, tmp_path: Path
) -> None:
    person = open_litmus()
    look_at_the_data(person)
    make_a_network_of_ones_own(person)
    run = train_from_the_model_tab(person, qtbot)
    try_it(person, tmp_path)
    person.window.close()
    person.wait_until_closed()

    later = open_litmus()
    qtbot.waitUntil(lambda: later.document.runs == (run,))
    find_the_run_again(later, run)
    later.drop_on_window([write_picture(tmp_path / "again.png", piece(TROUSER))])
    (entry,) = later.wait_for_answers(1)
    assert entry.verdict is not None
    assert entry.verdict.winner == "Trouser"


def look_at_the_data(person: Person) -> None:
    """All 60,000 and 10,000 pictures are there without a click."""
    data = person.window.data_tab
    assert person.step() is Step.DATA
    assert data.pictures.model.rowCount(QModelIndex()) == 70_000
    assert len(data.classes.rows) == 10
    person.click(data.classes.rows[BAG])
    assert data.pictures.model.rowCount(QModelIndex()) == 7_000
    person.click(data.next)
    assert person.step() is Step.MODEL


def make_a_network_of_ones_own(person: Person) -> None:
    """A preset by mouse; then its layer, and the epochs, by keyboard."""
    model = person.window.model_tab
    person.click(next(c for c in model.presets.cards if c.preset.name == "dense-512"))
    assert person.document.project.preset_name == "dense-512"
    hidden = model.layers.list.rows[1]
    units = next(f for f in hidden.findChildren(NumberField) if f.form.name == "Units")
    person.type_into(units, "24")
    assert person.document.project.network.layers[1] == Dense(units=24)
    assert (hidden.shape.text(), hidden.parameters.text()) == ("24", f"{784 * 24 + 24:,}")
    person.type_into(model.training.epochs, "1")
    assert person.document.project.settings.epochs == 1
    assert person.document.project.preset_name == "custom"


def train_from_the_model_tab(person: Person, qtbot: QtBot) -> Run:
    """The measurement of the computer makes room; points come; the run is kept."""
    model, train = person.window.model_tab, person.window.train_tab
    assert person.measurement() is Measurement.RUNNING
    with qtbot.waitSignal(person.session.finished, timeout=PATIENCE_MS):
        person.click(model.train)
        assert person.step() is Step.TRAIN
        assert person.state() is TrainingState.PREPARING
        assert train.progress.text.startswith("Preparing")
        plots = plots_of(person)
        person.wait_for_steps()
        assert train.progress.text.startswith("Epoch 1 of 1")
        fine = plots.plots[Metric.LOSS]._fine
        qtbot.waitUntil(lambda: fine.xData is not None and len(fine.xData) > 0)
    assert person.measurement() is Measurement.NONE
    kinds = [Preparing, StepsDone, Validating, EpochDone, Saving, TrainingDone]
    assert list(dict.fromkeys(map(type, person.events))) == kinds
    validation = plots.plots[Metric.ACCURACY]._validation
    qtbot.waitUntil(lambda: validation.xData is not None and len(validation.xData) == 1)
    (run,) = person.document.runs
    assert run.record.status is RunStatus.FINISHED
    assert run.record.data.training == 54_000
    assert run.has_model
    assert run.keras_file.is_file()
    (epoch,) = run.record.epochs
    assert epoch.val_accuracy is not None
    assert epoch.val_accuracy > 0.75
    assert list(validation.yData) == [epoch.val_accuracy]
    return run


def try_it(person: Person, folder: Path) -> None:
    """Good and bad files, dropped on the tab."""
    train, predict = person.window.train_tab, person.window.predict_tab
    assert train.buttons.offer is Offer.TRY
    person.click(train.buttons.main)
    assert person.step() is Step.PREDICT
    trouser = write_picture(folder / "my trousers #1.png", piece(TROUSER))
    empty = folder / "empty.png"
    empty.touch()
    person.drop_on_predict([trouser, empty])
    good, bad = person.wait_for_answers(2)
    assert good.verdict is not None
    assert good.verdict.winner == "Trouser"
    assert (bad.state, bad.problem is not None) == (State.PROBLEM, True)
    assert predict.verdict.verdict.text() == "Trouser"
    assert predict.verdict.shown_bars()[0][0] == "Trouser"
    assert predict.stage.caption.text() == "my trousers #1.png · 28×28"


def find_the_run_again(person: Person, run: Run) -> None:
    """After a restart its curves and its closing sentence are shown."""
    person.go_to(Step.TRAIN)
    train = person.window.train_tab
    assert train.curves.heading == "Custom · run 1"
    assert run.record.ending is not None
    assert train.curves.sentence == run.record.ending.sentence
    assert len(plots_of(person).plots[Metric.ACCURACY]._validation.xData) == 1


def plots_of(person: Person) -> TrainingPlots:
    """The plots of the Train tab."""
    plots = person.window.train_tab.curves.plots
    assert plots is not None
    return plots

"""What the foot of the window says while a regression on features is trained."""

from pathlib import Path
from typing import cast

from pytestqt.qtbot import QtBot

from gui.jobs import Jobs
from gui.step_header import Step
from gui.training_session import TrainingState
from tests.gui.feature_trainings import ScriptedFit
from tests.gui.photo_sets import choose_photos, photo_set
from tests.gui.trainings import ScriptedTraining
from tests.gui.windows import Parts


def test_a_regression_is_told_with_the_time_left_and_what_it_does(
    qtbot: QtBot, jobs: Jobs, tmp_path: Path
) -> None:
    fit = ScriptedFit()
    # It is a training, only not one that can be paused at a batch.
    parts = Parts(jobs, cast("ScriptedTraining", fit))
    qtbot.addWidget(parts.window)
    choose_photos(parts.document, photo_set(tmp_path / "shapes"), preset="photo-features")
    parts.session.start()
    qtbot.waitUntil(lambda: parts.session.news.extracted)
    assert parts.window.status.text.endswith("Training · 4 s left")
    fit.extracted.set()
    qtbot.waitUntil(lambda: bool(parts.session.news.curve))
    assert parts.window.status.text.endswith("Training · measuring how good it is")
    with qtbot.waitSignal(parts.session.finished):
        fit.let_all_go()
    assert parts.session.state is TrainingState.IDLE
    assert parts.window.header.button(Step.TRAIN).done
    assert parts.window.predict_tab.choices.run is not None

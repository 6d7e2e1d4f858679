import weakref

import pytest
from pytestqt.qtbot import QtBot

from core.cancellation import CancelToken
from core.errors import LitmusError
from gui.jobs import Jobs, Report


def test_work_that_comes_after_the_end_never_runs(qtbot: QtBot) -> None:
    jobs = Jobs()
    done: list[str] = []

    def work(_report: Report, _cancel: CancelToken) -> None:
        done.append("work")

    with qtbot.waitSignal(jobs.emptied):
        jobs.run_decoding(work)
    jobs.shut_down()
    for run in (jobs.run_decoding, jobs.run_prediction, jobs.run_tensorflow):
        assert run(work).cancelled

    assert not jobs.active
    assert done == ["work"]


@pytest.mark.parametrize("fails", [False, True])
def test_a_job_that_has_ended_is_kept_by_nobody(qtbot: QtBot, jobs: Jobs, fails: bool) -> None:
    def work(_report: Report, _cancel: CancelToken) -> None:
        if fails:
            raise LitmusError("It could not be done.")

    with qtbot.waitSignal(jobs.emptied):
        kept = weakref.ref(jobs.run_prediction(work))
    # Whatever the worker did last, it is done when the next work has been done there.
    with qtbot.waitSignal(jobs.emptied):
        jobs.run_prediction(lambda _report, _cancel: None)

    assert kept() is None

from pytestqt.qtbot import QtBot

from core.cancellation import CancelToken
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

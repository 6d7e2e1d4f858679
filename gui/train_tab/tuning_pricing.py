"""What fine-tuning a run would cost, measured where nobody has done so yet."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.features.backbone import Backbone, backbone
from core.run.folder import Run
from gui.jobs import Jobs, Report
from gui.tuning_price import tuning_price


class TuningPricing(QObject):
    """Tells prices in words.

    Signals:
        measured: This computer was measured; a price may be known now.
    """

    measured = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._tried: frozenset[str] = frozenset()

    def of(self, run: Run) -> str:
        """How long it takes, such as "about 3 min"; empty until it is known."""
        record = run.record
        learned, answered = record.data.training, record.data.validation
        price = tuning_price(record.network, learned=learned, answered=answered)
        if not price and record.network.backbone is not None:
            self._measure(record.network.backbone.names[0])
        return price

    def _measure(self, name: str) -> None:
        """Let the backbone be measured, once (half a second)."""
        if name in self._tried:
            return
        self._tried |= {name}
        try:
            work = partial(_measured, backbone(name))
        except LitmusError:  # it is gone, which the run's training would say
            return
        self._jobs.run_prediction(work).succeeded.connect(self.measured)


def _measured(one: Backbone, _report: Report, cancel: CancelToken) -> None:
    from core.training.backbone_measuring import measure_passes

    measure_passes((one,), cancel)

"""Real pictures, few of them, and real Keras."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.cancellation import CancelToken
from core.data.dataset import Dataset, LabelledPictures
from core.data.fashion_mnist import load
from core.model.network import NetworkSpec
from core.model.presets import preset
from core.run.folder import Run
from core.run.settings import TrainingSettings
from core.training.events import TrainingEvent
from core.training.live import LiveSettings
from core.training.request import TrainingRequest
from core.training.training import train

Train = Callable[..., Run]


@pytest.fixture(scope="session")
def few() -> Dataset:
    """The first 1,601 training and 200 test pictures of Fashion-MNIST: the last batch is of one."""
    whole = load()
    return Dataset(
        source=whole.source,
        title=whole.title,
        classes=whole.classes,
        training=LabelledPictures(whole.training.pixels[:1601], whole.training.labels[:1601]),
        test=LabelledPictures(whole.test.pixels[:200], whole.test.labels[:200]),
    )


class Trainer:
    """Trains into folders of the test's own, and remembers what was reported."""

    def __init__(self, dataset: Dataset, folder: Path) -> None:
        self.dataset = dataset
        self.folder = folder
        self.events: list[TrainingEvent] = []
        self.cancel = CancelToken()
        self.on_event: Callable[[TrainingEvent], None] = lambda _event: None
        self._count = 0

    def __call__(
        self,
        network: NetworkSpec | str = "dense-128",
        *,
        live: LiveSettings | None = None,
        **settings: object,
    ) -> Run:
        self._count += 1
        spec = preset(network).network if isinstance(network, str) else network
        request = TrainingRequest(
            dataset=self.dataset,
            network=spec,
            settings=TrainingSettings.model_validate({"epochs": 2} | settings),
            preset="custom",
            folder=self.folder / f"run-{self._count:03d}",
            name=f"Run {self._count}",
        )
        return train(request, report=self._report, cancel=self.cancel, live=live)

    def _report(self, event: TrainingEvent) -> None:
        self.events.append(event)
        self.on_event(event)


@pytest.fixture
def trainer(few: Dataset, tmp_path: Path) -> Trainer:
    """A trainer on few pictures."""
    return Trainer(few, tmp_path)

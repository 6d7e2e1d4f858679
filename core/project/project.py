"""The project as an immutable value; an edit returns a new one."""

from core.model.network import NetworkSpec
from core.model.presets import PRESETS, preset
from core.run.settings import TrainingSettings
from core.values import Value


class Project(Value):
    """What a person has chosen.

    Attributes:
        dataset: Name of the data set; "fashion-mnist" is built in.
        network: The network to train.
        settings: How to train it.
    """

    dataset: str = "fashion-mnist"
    network: NetworkSpec = preset("dense-128").network
    settings: TrainingSettings = TrainingSettings()

    @property
    def preset_name(self) -> str:
        """The preset whose layers these are; "custom" when they were edited."""
        for candidate in PRESETS:
            if candidate.network.layers == self.network.layers:
                return candidate.name
        return "custom"

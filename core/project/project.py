"""The project as an immutable value; an edit returns a new one."""

from typing import Annotated

from pydantic import Field

from core.data.fashion_mnist import SOURCE
from core.data.folder.edits import FolderEdits
from core.data.folder.source import PhotoSource
from core.model.layers import Backbone
from core.model.network import NetworkSpec
from core.model.presets import PRESETS, preset
from core.run.settings import TrainingSettings
from core.values import Value

DiscardedRuns = frozenset[Annotated[str, Field(pattern=r"^run-[0-9]+$")]]
"""Names of folders among the runs, and nothing that could lead elsewhere."""


class Photos(Value):
    """A photo folder that was chosen, and what the person changed about it.

    Attributes:
        source: Where the pictures lie.
        edits: What the person changed.
        earlier_names: What the folder was called before it was found again elsewhere: by these the
            runs that learned from it are known.
    """

    source: PhotoSource
    edits: FolderEdits = FolderEdits()
    earlier_names: tuple[str, ...] = ()


class Project(Value):
    """What a person has chosen.

    Attributes:
        photos: The photo folder; None for the built-in Fashion-MNIST.
        network: The network to train; its input is the form that pictures are brought to.
        settings: How to train it.
        discarded_runs: Folder names of runs that were deleted; they go to the wastebasket when the
            window closes, so that it can be undone until then.
    """

    photos: Photos | None = None
    network: NetworkSpec = preset("dense-128").network
    settings: TrainingSettings = TrainingSettings()
    discarded_runs: DiscardedRuns = frozenset()

    @property
    def built_in(self) -> str | None:
        """The name of the built-in data set; None where photos were chosen."""
        return SOURCE if self.photos is None else None

    @property
    def preset_name(self) -> str:
        """The preset whose layers these are, on any backbones; "custom" when they were edited."""
        layers = self.network.layers
        if self.network.backbone is not None:
            layers = (Backbone(), *layers[1:])
        for candidate in PRESETS:
            if candidate.network.layers == layers:
                return candidate.name
        return "custom"

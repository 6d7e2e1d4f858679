"""The one writer of the window's state: the project, its undo stack, and the runs."""

from PySide6.QtCore import QObject, Signal
from typing_extensions import override

from core.data.dataset import Dataset
from core.data.folder.edits import FolderEdits
from core.data.folder.source import PhotoSource
from core.data.form import PictureForm
from core.data.sources import AnyDataset
from core.model.network import NetworkSpec
from core.model.presets import Preset, preset
from core.model.standing import input_taken, with_backbones
from core.project.project import Photos, Project
from core.project.starting_points import (
    HEAD_NET,
    preset_for,
    with_built_in,
    with_epochs_of,
    with_photos,
)
from core.run.settings import TrainingSettings
from gui.held_project import HeldProject

_LOADING = "The pictures are still being loaded."
_LOOKING = "The pictures are still being looked at."


class ProjectDocument(HeldProject):
    """The current project, its pictures and its runs; widgets read it and call its verbs.

    Signals:
        dataset_changed: Another data set, it has been loaded, or it is (no longer) out of date.
    """

    dataset_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dataset: AnyDataset | None = None
        self._built_in: Dataset | None = None
        self._obstacle: str | None = _LOADING

    @property
    def dataset(self) -> AnyDataset | None:
        """The pictures; None until they are loaded."""
        return self._dataset

    @property
    def obstacle(self) -> str | None:
        """Why these pictures cannot be trained on now, in one sentence; None where they can."""
        return self._obstacle

    @property
    def class_count(self) -> int:
        """How many classes the network has to tell apart."""
        if self._dataset is not None:
            return len(self._dataset.classes)
        return 10 if self._project.photos is None else 2

    @property
    def wanted_form(self) -> PictureForm | None:
        """What the pictures must become for the network's backbone; None where they do."""
        network = self._project.network
        taken = input_taken(network)
        return None if taken is None or taken.shape == network.input.shape else taken

    def set_network(self, network: NetworkSpec, *, words: str, topic: str = "") -> None:
        """Replace the network.

        Args:
            network: The new one.
            words: Name the edit in the Edit menu, e.g. "change units".
            topic: Edits in a row with the same one (a number being typed) undo as one.
        """
        update: dict[str, object] = {"network": network}
        if self._project.network.by_regression and not network.by_regression:
            update["settings"] = with_epochs_of(self._project.settings, preset(HEAD_NET))
        self._edit(self._project.model_copy(update=update), words=words, topic=topic)

    def preset_of(self, name: str, backbones: tuple[str, ...] = ()) -> Preset:
        """A preset for the pictures chosen, as `starting_points.preset_for` makes it."""
        return preset_for(self._project, name, backbones)

    def choose_preset(self, name: str, backbones: tuple[str, ...] = ()) -> None:
        """Start from a preset, on `backbones` where it stands on any and some are named."""
        chosen = self.preset_of(name, backbones)
        after = self._project.model_copy(
            update={
                "network": chosen.network,
                "settings": with_epochs_of(self._project.settings, chosen),
            }
        )
        self._edit(after, words=f"choose {chosen.title}", topic="")

    def choose_backbones(self, names: tuple[str, ...]) -> None:
        """Let the network stand on other backbones, and bring the pictures to their form."""
        network = with_backbones(self._project.network, names)
        self.set_network(network, words="choose backbones")

    def mend_form(self) -> None:
        """Bring the pictures to the size and colour that the network's backbone takes."""
        backbone = self._project.network.backbone
        if backbone is not None:
            network = with_backbones(self._project.network, backbone.names)
            self.set_network(network, words="bring pictures to the backbone's form")

    def set_settings(self, settings: TrainingSettings, *, words: str, topic: str = "") -> None:
        """Replace the training settings; `words` and `topic` as for `set_network`."""
        after = self._project.model_copy(update={"settings": settings})
        self._edit(after, words=words, topic=topic)

    def choose_photos(self, source: PhotoSource) -> None:
        """Train on the pictures of a folder, with the network and the share that suit photos."""
        photos = Photos(source=source)
        if photos != self._project.photos:
            after = with_photos(self._project, photos)
            self._edit(after, words=f"choose “{source.title}”", topic="")

    def choose_built_in(self) -> None:
        """Train on Fashion-MNIST, with the network and the share that suit it."""
        if self._project.photos is not None:
            self._edit(with_built_in(self._project), words="choose Fashion-MNIST", topic="")

    def set_photos(
        self,
        *,
        words: str,
        source: PhotoSource | None = None,
        edits: FolderEdits | None = None,
        earlier_names: tuple[str, ...] | None = None,
        topic: str = "",
    ) -> None:
        """Correct what the chosen folder says; the disk is never touched.

        Args:
            words: As for `set_network`.
            source: Where the pictures lie from now on; None leaves it.
            edits: All corrections from now on; None leaves them.
            earlier_names: What the folder was called before it was moved; None leaves them.
            topic: As for `set_network`.
        """
        photos = self._project.photos
        if photos is None:
            return
        update: dict[str, object] = {}
        if source is not None:
            update["source"] = source
        if edits is not None:
            update["edits"] = edits
        if earlier_names is not None:
            update["earlier_names"] = earlier_names
        after = self._project.model_copy(update={"photos": photos.model_copy(update=update)})
        self._edit(after, words=words, topic=topic)

    def set_form(self, form: PictureForm, *, words: str, topic: str = "") -> None:
        """Bring the pictures to another form; `words` and `topic` as for `set_network`."""
        network = self._project.network
        update = {name: getattr(form, name) for name in PictureForm.model_fields}
        given = network.input.model_copy(update=update)
        self.set_network(network.model_copy(update={"input": given}), words=words, topic=topic)

    def set_dataset(self, dataset: AnyDataset, *, obstacle: str | None = None) -> None:
        """Show a data set that has been loaded; one that was not chosen is kept for later.

        Args:
            dataset: Fashion-MNIST, or the pictures of the folder chosen.
            obstacle: Why it cannot be trained on, in one sentence.
        """
        if isinstance(dataset, Dataset):
            self._built_in = dataset
        if isinstance(dataset, Dataset) == (self._project.photos is None):
            self._show_dataset(dataset, obstacle)

    def set_obstacle(self, obstacle: str | None) -> None:
        """Let nothing be trained on while `obstacle` is true; what is shown stays."""
        self._show_dataset(self._dataset, obstacle)

    def lose_dataset(self, obstacle: str) -> None:
        """The pictures cannot be read."""
        self._show_dataset(None, obstacle)

    @override
    def _show_photos(self, before: Project) -> None:
        known = self._known_after(before)
        changed = known != (self._dataset, self._obstacle)
        self._dataset, self._obstacle = known
        super()._show_photos(before)
        if changed:
            self.dataset_changed.emit()

    def _known_after(self, before: Project) -> tuple[AnyDataset | None, str | None]:
        """The pictures and the obstacle right after other ones were chosen, or corrected."""
        photos = self._project.photos
        if photos is None:
            return self._built_in, None if self._built_in else _LOADING
        if before.photos is None or before.photos.source.root != photos.source.root:
            return None, _LOOKING
        return self._dataset, _LOOKING

    def _show_dataset(self, dataset: AnyDataset | None, obstacle: str | None) -> None:
        if dataset is self._dataset and obstacle == self._obstacle:
            return
        self._dataset, self._obstacle = dataset, obstacle
        self.dataset_changed.emit()

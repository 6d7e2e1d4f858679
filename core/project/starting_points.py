"""What a person starts from: the network and the share that suit the pictures."""

from dataclasses import replace

from core.data.augmentation import LIGHT, Augmentation
from core.model.presets import PRESETS, Preset, photo_preset, preset
from core.model.standing import with_backbones
from core.project.project import Photos, Project
from core.run.settings import TrainingSettings, epochs_of

BUILT_IN_NET, BUILT_IN_VALIDATION = "dense-128", 0.1
PHOTO_NET, PHOTO_VALIDATION = "photo-features", 0.2
"""What is set when other pictures are chosen: what suits them."""

HEAD_NET = "keras-head"
"""Brings its epochs where layers that are trained take the place of a regression."""


def preset_for(project: Project, name: str, backbones: tuple[str, ...] = ()) -> Preset:
    """A preset for the pictures of `project`: photos get its size, and keep everything else.

    Args:
        project: What is chosen now.
        name: Of the preset.
        backbones: What it stands on, where it stands on any; by default what the network stands on
            now, or else the preset's own.

    Raises:
        LitmusError: There is no such preset.
    """
    given = project.network.input
    if project.photos is not None:
        size = preset(name).size
        given = given.model_copy(update={"height": size, "width": size})
    chosen = preset(name, given)
    if chosen.network.backbone is None:
        return chosen
    now = project.network.backbone or chosen.network.backbone
    return replace(chosen, network=with_backbones(chosen.network, backbones or now.names))


def with_epochs_of(settings: TrainingSettings, chosen: Preset) -> TrainingSettings:
    """The settings with as many epochs as suit `chosen`, unless the person chose how many."""
    usual = {epochs_of(candidate) for candidate in PRESETS}
    if settings.epochs not in usual:
        return settings
    return settings.model_copy(update={"epochs": epochs_of(chosen)})


def with_photos(project: Project, photos: Photos) -> Project:
    """`project` with the pictures of a folder, and the network and the share that suit photos."""
    after = project.model_copy(update={"photos": photos})
    return _suited(after, photo_preset(PHOTO_NET), augmentation=LIGHT, validation=PHOTO_VALIDATION)


def with_built_in(project: Project) -> Project:
    """`project` with Fashion-MNIST, and the network and the share that suit it."""
    after = project.model_copy(update={"photos": None})
    return _suited(
        after, preset(BUILT_IN_NET), augmentation=Augmentation(), validation=BUILT_IN_VALIDATION
    )


def _suited(
    project: Project, chosen: Preset, *, augmentation: Augmentation, validation: float
) -> Project:
    update = {"validation": validation, "test": 0.0, "augmentation": augmentation}
    settings = with_epochs_of(project.settings, chosen).model_copy(update=update)
    return project.model_copy(update={"network": chosen.network, "settings": settings})

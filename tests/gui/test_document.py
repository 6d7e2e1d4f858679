from pathlib import Path

import pytest

from core.data.augmentation import LIGHT, Augmentation
from core.data.folder.edits import FolderEdits
from core.data.folder.source import PhotoSource
from core.data.form import Fit, Ground, PictureForm
from core.features.backbone import ACCURATE, QUICK
from core.model.presets import preset
from gui.document import ProjectDocument
from tests.gui.photo_sets import photo_set
from tests.gui.trainings import tiny_dataset

SOURCE = PhotoSource(root=Path("/pictures/dogs"))


@pytest.fixture
def document() -> ProjectDocument:
    made = ProjectDocument()
    made.set_dataset(tiny_dataset())
    return made


def test_choosing_a_folder_is_one_step_that_suits_photos(document: ProjectDocument) -> None:
    document.choose_photos(SOURCE)

    project = document.project
    assert project.photos is not None
    assert project.photos.source == SOURCE
    assert project.preset_name == "photo-features"
    assert project.network.input.shape == (260, 260, 3)
    assert project.settings.validation == 0.2
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "choose “dogs”"


def test_until_they_are_looked_at_nothing_can_be_trained_on(document: ProjectDocument) -> None:
    assert document.obstacle is None

    document.choose_photos(SOURCE)

    assert document.dataset is None
    assert document.obstacle == "The pictures are still being looked at."


def test_undo_brings_the_built_in_pictures_back_at_once(document: ProjectDocument) -> None:
    before, built_in = document.project, document.dataset
    document.choose_photos(SOURCE)

    document.undo_stack.undo()

    assert document.project == before
    assert document.dataset is built_in
    assert document.obstacle is None


def test_going_back_to_the_built_in_pictures_suits_them(document: ProjectDocument) -> None:
    document.choose_photos(SOURCE)
    document.choose_built_in()

    assert document.project.photos is None
    assert document.project.preset_name == "dense-128"
    assert document.project.settings.validation == 0.1
    assert document.dataset is not None
    assert document.undo_stack.count() == 2
    document.choose_built_in()
    assert document.undo_stack.count() == 2


def test_pictures_that_come_late_are_kept_for_later(
    document: ProjectDocument, tmp_path: Path
) -> None:
    photos = photo_set(tmp_path)
    document.set_dataset(photos)
    assert document.dataset is not photos, "no folder is chosen"

    document.choose_photos(SOURCE)
    late = tiny_dataset()
    document.set_dataset(late)
    assert document.dataset is not late, "a folder is chosen"
    document.set_dataset(photos)
    shown = [document.dataset]
    document.choose_built_in()
    shown.append(document.dataset)

    assert shown == [photos, late]


def test_a_correction_leaves_the_pictures_to_be_seen(
    document: ProjectDocument, tmp_path: Path
) -> None:
    photos = photo_set(tmp_path)
    document.choose_photos(PhotoSource(root=tmp_path))
    document.set_dataset(photos)

    document.set_photos(words="leave out 1 picture", edits=FolderEdits(left_out=frozenset("a")))

    assert document.dataset is photos
    assert document.obstacle == "The pictures are still being looked at."
    assert document.undo_stack.undoText() == "leave out 1 picture"
    document.set_obstacle(None)
    assert document.obstacle is None


def test_without_a_folder_there_is_nothing_to_correct(document: ProjectDocument) -> None:
    document.set_photos(words="x", edits=FolderEdits(left_out=frozenset("a")))

    assert document.undo_stack.count() == 0


def test_the_form_is_that_of_the_networks_input(document: ProjectDocument) -> None:
    form = PictureForm(height=20, width=30, channels=1, fit=Fit.PAD, ground=Ground.BLACK)
    document.set_form(form, words="change size of pictures")

    given = document.project.network.input
    assert (given.height, given.width, given.channels) == (20, 30, 1)
    assert (given.fit, given.ground) == (Fit.PAD, Ground.BLACK)
    assert given.rescale


def test_lost_pictures_are_an_obstacle(document: ProjectDocument) -> None:
    document.lose_dataset("They are gone.")

    assert document.dataset is None
    assert document.obstacle == "They are gone."


def test_a_network_brings_its_epochs_unless_the_person_chose_how_many(tmp_path: Path) -> None:
    document = ProjectDocument()
    document.choose_photos(PhotoSource(root=tmp_path))
    document.choose_preset("small-photo-cnn")
    assert document.project.settings.epochs == 30
    assert document.project.settings.augmentation == LIGHT
    document.choose_preset("dense-128")
    assert document.project.settings.epochs == 5
    nine = document.project.settings.model_copy(update={"epochs": 9})
    document.set_settings(nine, words="change epochs")
    document.choose_preset("small-photo-cnn")
    assert document.project.settings.epochs == 9
    document.choose_built_in()
    assert document.project.settings.augmentation == Augmentation()
    assert document.project.settings.epochs == 9
    document.undo_stack.clear()


def test_a_preset_on_a_backbone_brings_the_pictures_to_its_form(
    document: ProjectDocument,
) -> None:
    document.choose_photos(SOURCE)
    document.choose_preset("small-photo-cnn")
    grey = document.project.network.input.model_copy(update={"channels": 1, "fit": Fit.PAD})
    document.set_form(grey, words="grey")

    document.choose_preset("keras-head")

    given = document.project.network.input
    assert given.shape == (260, 260, 3)
    assert given.fit is Fit.PAD, "the rest of the form stays"
    assert not given.rescale, "the backbone does that"
    document.choose_preset("small-photo-cnn")
    assert document.project.network.input.rescale


def test_backbones_are_chosen_with_a_preset_and_stay_with_the_next(
    document: ProjectDocument,
) -> None:
    document.choose_photos(SOURCE)
    document.choose_preset("photo-features", QUICK)
    assert _backbones(document) == QUICK
    assert document.project.preset_name == "photo-features"
    document.choose_preset("keras-head")
    assert _backbones(document) == QUICK
    document.choose_backbones(ACCURATE)
    assert _backbones(document) == ACCURATE
    assert document.project.preset_name == "keras-head"
    document.choose_preset("small-photo-cnn")
    document.choose_preset("photo-features")
    assert _backbones(document) == ACCURATE


def test_a_form_that_the_backbone_does_not_take_is_mended_in_one_step(
    document: ProjectDocument,
) -> None:
    document.choose_photos(SOURCE)
    assert not document.wanted_form
    small = document.project.network.input.model_copy(update={"height": 28, "channels": 1})
    document.set_form(small, words="spoil it")
    wanted = document.wanted_form
    assert wanted is not None
    assert wanted.shape == (260, 260, 3)

    document.mend_form()

    assert document.wanted_form is None
    assert document.project.network.input.shape == (260, 260, 3)
    document.undo_stack.undo()
    assert document.wanted_form is not None


def test_layers_that_take_the_place_of_a_regression_bring_their_epochs(
    document: ProjectDocument,
) -> None:
    document.choose_photos(SOURCE)
    network = document.project.network
    assert document.project.settings.epochs == 5
    layers = (*network.layers[:1], preset("keras-head").network.layers[-1])
    document.set_network(network.model_copy(update={"layers": layers}), words="use Dense")
    assert document.project.settings.epochs == 10
    document.undo_stack.undo()
    assert document.project.settings.epochs == 5


def test_a_backbone_that_is_not_there_changes_nothing_else(document: ProjectDocument) -> None:
    document.choose_photos(SOURCE)
    document.choose_backbones(("nowhere",))
    assert _backbones(document) == ("nowhere",)
    assert document.wanted_form is None
    assert document.project.network.input.shape == (260, 260, 3)


def _backbones(document: ProjectDocument) -> tuple[str, ...]:
    backbone = document.project.network.backbone
    assert backbone is not None
    return backbone.names

"""Augmentation: chosen, set strength by strength, and seen on a real picture."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from core.data.augmentation import LIGHT, STRONG, Augmentation, augment
from core.data.fitting import read_fitted
from core.data.folder.photo_set import PhotoSet
from core.data.picture import PIXEL_LIMIT
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.model_tab import ModelTab
from gui.model_tab.augmentation_dialog import AugmentationDialog
from gui.widgets.number_field import NumberField
from gui.widgets.pixel_image import image_of
from tests.gui.photo_sets import choose_photos, photo_set


@pytest.fixture
def dialog(
    document: ProjectDocument, jobs: Jobs, tab: ModelTab, tmp_path: Path, qtbot: QtBot
) -> AugmentationDialog:
    """The dialog over a folder of two classes, its first pictures made."""
    choose_photos(document, photo_set(tmp_path))
    plain = document.project.settings.model_copy(update={"augmentation": Augmentation()})
    document.set_settings(plain, words="vary nothing")
    tab.training.augmentation.look.click()
    made = tab.findChild(AugmentationDialog)
    assert isinstance(made, AugmentationDialog)
    _settle(made, jobs, qtbot)
    return made


def test_usual_ways_are_chosen_and_undone(tab: ModelTab, document: ProjectDocument) -> None:
    field = tab.training.augmentation
    field.setFocus()
    for wanted in (LIGHT, STRONG):
        QTest.keyClick(field, Qt.Key.Key_Down)
        assert document.project.settings.augmentation == wanted
    document.undo_stack.undo()
    assert field.currentText() == "Light"
    document.undo_stack.undo()
    assert field.currentText() == "None"
    assert tab.findChild(AugmentationDialog) is None


def test_ones_own_way_opens_the_dialog_and_keeps_what_was_chosen(
    tab: ModelTab, document: ProjectDocument, jobs: Jobs, qtbot: QtBot
) -> None:
    field = tab.training.augmentation
    QTest.keyClick(field, Qt.Key.Key_End)
    dialog = tab.findChild(AugmentationDialog)
    assert isinstance(dialog, AugmentationDialog)
    assert document.project.settings.augmentation == Augmentation()
    assert field.currentText() == "None"
    _settle(dialog, jobs, qtbot)
    _type(dialog.strengths.numbers["rotation"], "12")
    assert field.currentText() == "Custom…"
    field.details_wanted.emit()
    assert tab.findChildren(AugmentationDialog) == [dialog], "there is one at most"
    _settle(dialog, jobs, qtbot)


def test_strengths_change_the_settings_and_are_undone(
    dialog: AugmentationDialog, document: ProjectDocument
) -> None:
    strengths = dialog.strengths
    steps = document.undo_stack.count()
    QTest.mouseClick(
        strengths.flips["flip_horizontal"], Qt.MouseButton.LeftButton, pos=QPoint(8, 12)
    )
    for field, text in (("rotation", "30°"), ("zoom", "20"), ("contrast", "5 %")):
        _type(strengths.numbers[field], text)
    assert document.project.settings.augmentation == Augmentation(
        flip_horizontal=True, rotation=30, zoom=0.2, contrast=0.05
    )
    assert document.undo_stack.count() == steps + 4, "a number that is typed is one step"
    for _ in range(4):
        document.undo_stack.undo()
    assert document.project.settings.augmentation == Augmentation()
    assert strengths.numbers["rotation"].text() == "0°"
    _type(strengths.numbers["shift"], "60")
    assert strengths.findChildren(NumberField)
    assert "0 % to 50 %" in strengths._problem.text()


def test_the_buttons_set_all_strengths_and_show_which_holds(
    dialog: AugmentationDialog, document: ProjectDocument
) -> None:
    none, light, strong = dialog.strengths.usual
    assert none.isChecked()
    light.click()
    assert document.project.settings.augmentation == LIGHT
    light.click()
    assert [b.isChecked() for b in (none, light, strong)] == [False, True, False]
    assert dialog.strengths.numbers["rotation"].value == LIGHT.rotation


def test_the_grid_shows_the_very_pictures_of_eight_epochs(
    dialog: AugmentationDialog, document: ProjectDocument, jobs: Jobs, qtbot: QtBot
) -> None:
    dialog.strengths.usual[2].click()
    _settle(dialog, jobs, qtbot)
    photos, settings = document.dataset, document.project.settings
    assert isinstance(photos, PhotoSet)
    shown = [view.image for view in dialog.pictures]
    form = document.project.network.input
    shown_as = []
    for number in photos.division.training.tolist():
        path = Path(photos.catalogue.photos[number].path)
        pixels = read_fitted(path, form, pixel_limit=PIXEL_LIMIT)
        seeds = [(settings.seed, epoch, number) for epoch in range(1, 9)]
        if shown == [image_of(augment(pixels, STRONG, seed=seed)) for seed in seeds]:
            shown_as.append(number)
    assert len(shown_as) == 1


def test_values_redraw_the_same_picture_and_another_can_be_had(
    dialog: AugmentationDialog, document: ProjectDocument, jobs: Jobs, qtbot: QtBot
) -> None:
    first = [view.image for view in dialog.pictures]
    assert all(image == first[0] for image in first), "nothing is varied yet"
    name = dialog.name.text()
    _type(dialog.strengths.numbers["brightness"], "50")
    _settle(dialog, jobs, qtbot)
    assert dialog.name.text() == name
    assert dialog.pictures[0].image != first[0]
    names = {name}
    for _ in range(6):
        dialog.another.click()
        _settle(dialog, jobs, qtbot)
        names.add(dialog.name.text())
    assert len(names) > 1
    assert document.project.settings.augmentation == Augmentation(brightness=0.5)


def test_a_picture_that_is_gone_is_told_and_another_shown(
    dialog: AugmentationDialog, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    kept = tmp_path / "disc" / "disc 1.jpg"
    for path in [*tmp_path.glob("*/*.jpg")]:
        if path != kept:
            path.unlink()
    dialog.another.click()
    _settle(dialog, jobs, qtbot)
    for _ in range(60):
        if dialog.problem.isVisible():
            break
        dialog.another.click()
        _settle(dialog, jobs, qtbot)
    assert "Choose another picture" in dialog.problem.text()
    for _ in range(200):
        if not dialog.problem.isVisible():
            break
        dialog.another.click()
        _settle(dialog, jobs, qtbot)
    assert dialog.name.text() == "disc · disc 1.jpg"


def test_it_waits_for_pictures(
    tab: ModelTab,
    jobs: Jobs,
    qtbot: QtBot,
    qapp: object,  # noqa: ARG001
) -> None:
    fresh = ProjectDocument()
    made = AugmentationDialog(fresh, jobs, tab)
    qtbot.addWidget(made)
    made.show()
    assert "still being looked at" in made.problem.text()
    assert not made.another.isEnabled()
    made.close()


def test_everything_in_it_explains_itself(dialog: AugmentationDialog) -> None:
    controls = [
        *dialog.strengths.numbers.values(),
        *dialog.strengths.usual,
        *dialog.findChildren(QCheckBox),
        dialog.another,
    ]
    assert all(control.toolTip() for control in controls)


def _settle(dialog: AugmentationDialog, jobs: Jobs, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.active)
    assert dialog.isVisible()


def _type(field: NumberField, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)

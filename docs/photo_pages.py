"""The screenshots of the page about a person's own pictures."""

from pathlib import Path

from camera import Camera
from fruit import draw_fruit
from PySide6.QtCore import QItemSelectionModel

from core.data.folder.problem import ProblemKind
from gui.application import Litmus
from gui.data_tab.lookalikes import Sorting
from gui.data_tab.problems_dialog import ProblemsDialog
from gui.model_tab.augmentation_dialog import AugmentationDialog
from gui.model_tab.forecaster import Measurement
from gui.scan_session import ScanState
from gui.step_header import Step
from gui.theme import Scheme
from gui.training_session import TrainingState

_LIGHT = (Scheme.LIGHT,)
_CHOSEN = 8
_FROM_SCRATCH = "small-photo-cnn"
_CHOOSE = QItemSelectionModel.SelectionFlag.ClearAndSelect


class PhotoPages:
    """Goes with a folder of pictures from Data to Predict."""

    def __init__(self, litmus: Litmus, camera: Camera, folder: Path) -> None:
        self._litmus = litmus
        self._window = litmus.window
        self._camera = camera
        self._folder = folder / "Pictures" / "fruit"

    def take(self) -> None:
        """Draw the folder, and take all pictures."""
        beside = draw_fruit(self._folder)
        self._show_data()
        self._show_problems()
        self._show_model()
        self._show_training("photos-train")
        self._camera.drop(self._litmus, beside)
        self._camera.take(self._window, "photos-predict", _LIGHT, step=4)
        self._show_lookalikes()
        self._litmus.document.choose_preset(_FROM_SCRATCH)
        self._show_augmentation()
        self._show_training("photos-scratch")

    def _show_data(self) -> None:
        self._window.choose_folder(self._folder)
        data = self._window.data_tab
        self._camera.wait(lambda: data.scans.state is ScanState.READY)
        grid = data.pictures.grid
        grid.selectionModel().setCurrentIndex(data.pictures.model.index(_CHOSEN, 0), _CHOOSE)
        self._camera.pause()
        self._camera.take(self._window, "photos-data", _LIGHT, step=8)

    def _show_problems(self) -> None:
        data = self._window.data_tab
        view = data.scans.view
        if view is None:
            raise RuntimeError("The folder was not looked at.")
        kinds = [problem.kind for problem in view.problems]
        data.folder.show_problems(kinds.index(ProblemKind.TWO_CLASSES))
        dialog = data.findChild(ProblemsDialog)
        if not isinstance(dialog, ProblemsDialog):
            raise TypeError(dialog)
        self._camera.take(dialog, "photos-problems", _LIGHT)
        dialog.close()

    def _show_lookalikes(self) -> None:
        """All that is found, and the first picture that looks like another class."""
        self._window.show_step(Step.DATA)
        data = self._window.data_tab
        row = data.likeness_row
        row.find_button.click()
        self._camera.wait(lambda: data.likeness.order is not None)
        for sorting, name in ((Sorting.ODD, "few-odd"), (Sorting.MISFITS, "few-misfits")):
            row.sortings.setCurrentIndex(row.sortings.findData(sorting))
            first = data.pictures.model.index(0, 0)
            data.pictures.grid.selectionModel().setCurrentIndex(first, _CHOOSE)
            self._camera.pause()
            self._camera.take(self._window, name, _LIGHT, step=8)
        row.sortings.setCurrentIndex(row.sortings.findData(Sorting.FOLDER))

    def _show_model(self) -> None:
        self._window.show_step(Step.MODEL)
        forecaster = self._window.model_tab.forecaster
        self._camera.wait(lambda: forecaster.measurement is Measurement.DONE)
        self._camera.wait(lambda: not forecaster.backbones.measuring)
        self._camera.take(self._window, "few-model", _LIGHT)

    def _show_augmentation(self) -> None:
        self._window.show_step(Step.MODEL)
        model = self._window.model_tab
        model.show_augmentation()
        dialog = model.findChild(AugmentationDialog)
        if not isinstance(dialog, AugmentationDialog):
            raise TypeError(dialog)
        self._camera.wait(lambda: bool(dialog.name.text()))
        self._camera.take(dialog, "photos-augmentation", _LIGHT)
        dialog.close()

    def _show_training(self, name: str) -> None:
        session = self._litmus.session
        self._window.train()
        self._camera.wait(lambda: session.state is TrainingState.IDLE)
        self._camera.take(self._window, name, _LIGHT)

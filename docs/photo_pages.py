"""The screenshots of the page about a person's own pictures."""

from pathlib import Path

from camera import Camera
from fruit import draw_fruit
from PySide6.QtCore import QItemSelectionModel

from core.data.folder.problem import ProblemKind
from gui.application import Litmus
from gui.data_tab.problems_dialog import ProblemsDialog
from gui.model_tab.augmentation_dialog import AugmentationDialog
from gui.scan_session import ScanState
from gui.step_header import Step
from gui.theme import Scheme
from gui.training_session import TrainingState

_LIGHT = (Scheme.LIGHT,)
_CHOSEN = 8
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
        self._show_augmentation()
        self._show_training()
        self._camera.drop(self._litmus, beside)
        self._camera.take(self._window, "photos-predict", _LIGHT, step=4)

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

    def _show_training(self) -> None:
        session = self._litmus.session
        self._window.train()
        self._camera.wait(lambda: session.state is TrainingState.IDLE)
        self._camera.take(self._window, "photos-train", _LIGHT)

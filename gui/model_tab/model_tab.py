"""The Model tab: a network to start from, its layers, and how it is trained."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.model.shapes import examine
from gui.document import ProjectDocument
from gui.glossary import is_known
from gui.jobs import Jobs
from gui.model_tab.augmentation_dialog import AugmentationDialog
from gui.model_tab.backbone_dialog import BackboneDialog
from gui.model_tab.forecast_card import ForecastCard
from gui.model_tab.forecaster import Forecaster
from gui.model_tab.layers_card import LayersCard
from gui.model_tab.preset_cards import PresetCards
from gui.model_tab.summary_dialog import SummaryDialog
from gui.model_tab.training_card import TrainingCard
from gui.theme import COLUMN_GAP
from gui.widgets.fitting_area import BAR_WIDTH
from gui.widgets.text import ButtonRole, Role, button, label

_SMALLEST = QSize(1000, 480)
_ROOMY = 1180
_PRESETS_WIDTH = {True: 240, False: 192}
_RIGHT_WIDTH = {True: 316, False: 288}


class ModelTab(QWidget):
    """Presets on the left, layers in the middle, training settings and forecast on the right.

    Signals:
        advanced: The person wants to train this network.
    """

    advanced = Signal()

    def __init__(self, document: ProjectDocument, jobs: Jobs) -> None:
        super().__init__()
        self._document = document
        self._jobs = jobs
        self.forecaster = Forecaster(document, jobs)
        self.presets = PresetCards(document, self.forecaster)
        self.layers = LayersCard(document)
        self.training = TrainingCard(document)
        self.forecast = ForecastCard(self.forecaster)
        self.reason = label("", Role.PROBLEM, wrap=True)
        self.mend = button("", tooltip="Bring the pictures to the form that the backbone takes")
        self.train = button("&Train →", ButtonRole.PRIMARY)
        self._right = QWidget()
        self._augmentation: AugmentationDialog | None = None
        self._own: BackboneDialog | None = None
        self._behind = False
        self._build()
        self._connect()
        self._show_network()

    def focus_first(self) -> None:
        """Put the keyboard on the chosen preset, or on the first one."""
        chosen = [card for card in self.presets.cards if card.isChecked()]
        (chosen or self.presets.cards)[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_add_menu(self) -> None:
        """Open the menu of layers that can be added."""
        self._catch_up()
        if self.layers.add.isEnabled():
            self.layers.add.showMenu()

    def show_summary(self) -> None:
        """Open Keras' summary of the network."""
        self._catch_up()
        if self.layers.summary.isEnabled():
            SummaryDialog(self._document, self._jobs, self).show()

    def show_augmentation(self) -> None:
        """Open the augmentation with its pictures, or bring it to the front."""
        if self._augmentation is None:
            self._augmentation = AugmentationDialog(self._document, self._jobs, self)
            self._augmentation.finished.connect(self._on_augmentation_finished)
        self._augmentation.show()
        self._augmentation.raise_()
        self._augmentation.activateWindow()

    def show_own_backbones(self) -> None:
        """Open the person's own backbones, or bring them to the front."""
        if self._own is None:
            self._own = BackboneDialog(self._jobs, self)
            self._own.added.connect(self._on_own_added)
            self._own.removed.connect(self._show_network)
            self._own.finished.connect(self._on_own_finished)
        self._own.show()
        self._own.raise_()
        self._own.activateWindow()

    @override
    def minimumSizeHint(self) -> QSize:
        return _SMALLEST

    @override
    def showEvent(self, event: QShowEvent) -> None:
        self._catch_up()
        super().showEvent(event)
        self.forecaster.start()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_widths(roomy=event.size().width() >= _ROOMY)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 24)
        row.setSpacing(0)
        # The columns get narrower with the window; what they need now must not hold it open.
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        row.addWidget(self.presets)
        row.addSpacing(COLUMN_GAP - BAR_WIDTH)
        row.addWidget(self.layers, 1)
        row.addSpacing(COLUMN_GAP)
        row.addWidget(self._right)
        self._set_widths(roomy=False)
        column = QVBoxLayout(self._right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.training, 1)
        column.addWidget(self.forecast)
        column.addStretch(0)
        column.addWidget(self.reason)
        column.addWidget(self.mend, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self.train, 0, Qt.AlignmentFlag.AlignRight)

    def _set_widths(self, *, roomy: bool) -> None:
        self.presets.setFixedWidth(_PRESETS_WIDTH[roomy] + BAR_WIDTH)
        self._right.setFixedWidth(_RIGHT_WIDTH[roomy])

    def _connect(self) -> None:
        document = self._document
        self.forecaster.changed.connect(self._show_price)
        document.network_changed.connect(self._on_document_changed)
        document.dataset_changed.connect(self._on_document_changed)
        document.place_changed.connect(self._on_document_changed)
        self.layers.summary_requested.connect(self.show_summary)
        self.layers.own_requested.connect(self.show_own_backbones)
        self.training.augmentation_wanted.connect(self.show_augmentation)
        self.train.clicked.connect(self._on_train_clicked)
        self.mend.clicked.connect(document.mend_form)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_application_focus_changed)

    def _on_document_changed(self) -> None:
        # To build the rows takes a while: nobody who looks at another tab should wait for it.
        self._behind = True
        if self.isVisible():
            self._catch_up()

    def _catch_up(self) -> None:
        """Show the document as it is now, where that was put off."""
        if self._behind:
            self._show_network()

    def _show_network(self) -> None:
        self._behind = False
        network = self._document.project.network
        report = examine(network, self._document.class_count)
        self.layers.show_report(report)
        self.forecast.show_network(network)
        self._show_price()
        reason = self._document.read_only or report.problem or self._document.obstacle or ""
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self._offer_mending()
        self.train.setEnabled(not reason)
        self.train.setToolTip(reason or "Train this network, from fresh weights, and watch")

    def _show_price(self) -> None:
        self.training.fine_tune.show_price(self.forecaster.backbones.tuning_price())

    def _offer_mending(self) -> None:
        """Let the pictures be brought to the backbone's form by a press, where they are not."""
        wanted = self._document.wanted_form
        self.mend.setVisible(wanted is not None)
        if wanted is not None:
            self.mend.setText(f"&Use {wanted.width}×{wanted.height} in colour")

    def _on_augmentation_finished(self) -> None:
        self._augmentation = None

    def _on_own_added(self, name: str) -> None:
        self._document.choose_backbones((name,))

    def _on_own_finished(self) -> None:
        self._own = None

    def _on_train_clicked(self) -> None:
        self.forecaster.give_way()
        self.advanced.emit()

    def _on_application_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Select the row the keyboard is in, and explain the term it stands on."""
        if now is None or not self.isAncestorOf(now):
            return
        position = self.layers.list.position_of(now)
        if position is not None and position != self.layers.list.position:
            self.layers.list.select(position)
        term = now.property("term")
        if isinstance(term, str) and is_known(term):
            self.layers.explain(term)

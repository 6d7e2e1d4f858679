"""The first row of the list: what the pictures bring, and whether they are divided by 255."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.data.form import Fit
from core.model.network import InputSpec
from core.model.shapes import LayerReport
from gui.glossary import explain
from gui.model_tab.chips import chip_button, quiet_chip
from gui.model_tab.network_row import NetworkRow

_RAW_PIXELS = "The network gets plain pixels, 0 to 255: it learns more slowly and less steadily."
_FROM_THE_DATA = (
    "What the pictures are brought to; for a photo folder it is chosen on the Data tab, under "
    "“Pictures become”."
)
_FROM_THE_BACKBONE = "The backbone takes pictures of this size, in colour, and no others."
_FITS = {Fit.STRETCH: "stretched", Fit.CROP: "cropped", Fit.PAD: "padded"}


class InputRow(NetworkRow):
    """The input: it cannot be moved or removed.

    Signals:
        rescale_toggled: Pixels shall be divided by 255, or not.
    """

    rescale_toggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__("Input", "Input")
        self.setProperty("term", "input")
        self.name.setToolTip(explain("input").html)
        self.shape.setToolTip(explain("output_shape").html)
        self._size = quiet_chip("", tooltip=_FROM_THE_DATA)
        self._colour = quiet_chip("", tooltip=_FROM_THE_DATA)
        self.rescale = chip_button("÷ 255", tooltip=explain("rescale").html, checkable=True)
        self.rescale.setProperty("term", "rescale")
        self.rescale.setAccessibleName("Divide pixels by 255")
        self.rescale.clicked.connect(self.rescale_toggled)
        self._fit = quiet_chip("", tooltip=_FROM_THE_DATA)
        for chip in (self._size, self._colour, self._fit, self.rescale):
            self.flow.addWidget(chip)

    @property
    def widgets(self) -> list[QWidget]:
        """Everything the keyboard can stand on, in order."""
        return [self.rescale]

    def show_input(self, spec: InputSpec, *, fitted: bool, given: bool = False) -> None:
        """Show what goes in.

        Args:
            spec: The input.
            fitted: Whether pictures of any shape are brought to it.
            given: Whether a backbone decides about it; that scales the pixels by itself.
        """
        for chip in (self._size, self._colour):
            chip.setToolTip(_FROM_THE_BACKBONE if given else _FROM_THE_DATA)
        self._size.setText(f"{spec.width}×{spec.height}")
        self._colour.setText("grey" if spec.channels == 1 else "colour")
        self._fit.setText(_FITS[spec.fit])
        self._fit.setToolTip(explain(spec.fit).html_with(_FROM_THE_DATA))
        self._fit.setVisible(fitted)
        self.rescale.setVisible(not given)
        self.rescale.setChecked(spec.rescale)
        note = None if spec.rescale or given else _RAW_PIXELS
        self.show_report(LayerReport(spec.shape, note=note))
        self.parameters.setText("")

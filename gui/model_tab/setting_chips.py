"""The chips of one layer: one for each of its settings."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.model.layers import (
    ONE_PER_CLASS,
    AveragePooling2D,
    Dense,
    LayerSpec,
    MaxPooling2D,
)
from gui.glossary import explain
from gui.model_tab.chips import ChoiceChip, NumberChip, chip_button
from gui.model_tab.edits import answers, binary
from gui.model_tab.kinds import SETTINGS, ChoiceSetting, NumberSetting, Setting
from gui.widgets.flow import FlowLayout
from gui.widgets.numbers import Number

_MORE_WIDTH = 24


class SettingChips(QObject):
    """Makes the chips of a layer, keeps them up to date, and tells what the person changed.

    Signals:
        edited: A setting's field and its new value.
        one_per_class_requested: The units shall follow the number of classes again.
        problem_changed: `problem` is another.
    """

    edited = Signal(str, object)
    one_per_class_requested = Signal()
    problem_changed = Signal()

    def __init__(self, layer: LayerSpec, flow: FlowLayout) -> None:
        super().__init__()
        self._layer = layer
        self._settings = {setting.field: setting for setting in SETTINGS[layer.kind]}
        self._chips = {field: self._chip(setting) for field, setting in self._settings.items()}
        self._more = chip_button("…", tooltip=self._more_words(), checkable=True)
        self._more.setAccessibleName("More settings")
        self._more.setFixedWidth(_MORE_WIDTH)
        self._more.setProperty("role", "short-chip")
        self._one_per_class = chip_button("one per class", tooltip=explain("classes").html)
        self._one_per_class.setProperty("term", "classes")
        self._one_per_class.clicked.connect(self.one_per_class_requested)
        self._more.toggled.connect(self._show_extras)
        self._fill(flow)

    @property
    def problem(self) -> str:
        """What is wrong with what is being typed; empty when nothing is."""
        fields = (c.field for c in self._chips.values() if isinstance(c, NumberChip))
        return next((field.problem for field in fields if field.problem), "")

    @property
    def widgets(self) -> list[QWidget]:
        """Everything the keyboard can stand on, in order."""
        chips: list[QWidget] = [
            chip.field if isinstance(chip, NumberChip) else chip for chip in self._chips.values()
        ]
        first_extra = next(
            (i for i, s in enumerate(self._settings.values()) if s.extra), len(chips)
        )
        every = [*chips[:first_extra], self._one_per_class, self._more, *chips[first_extra:]]
        return [widget for widget in every if widget.parentWidget() is not None]

    def visit(self, field: str) -> int:
        """Which visit of the keyboard the chip of `field` is having; 0 for choices."""
        chip = self._chips[field]
        return chip.field.visit if isinstance(chip, NumberChip) else 0

    def show_layer(self, layer: LayerSpec, *, classes: int, last: bool) -> None:
        """Show the settings of a layer of the same kind."""
        self._layer = layer
        for field, chip in self._chips.items():
            if isinstance(chip, NumberChip):
                chip.set_value(_shown_number(layer, field, classes))
            else:
                value = getattr(layer, field)
                chip.set_value(value)
                chip.setProperty("term", str(value))
                chip.setToolTip(explain(str(value)).html)
        if isinstance(layer, Dense):
            self._show_units(layer, classes=classes, last=last)
        self._show_extras()

    def _show_units(self, layer: Dense, *, classes: int, last: bool) -> None:
        units = self._chips["units"]
        if isinstance(units, NumberChip):
            word, term = ("classes", "classes") if answers(layer) else ("units", "units")
            if binary(layer, classes):
                word = "for two classes"
            units.set_after(lambda _value: word)
            units.field.setProperty("term", term)
        self._one_per_class.setVisible(last and not answers(layer))

    def _show_extras(self) -> None:
        for field, setting in self._settings.items():
            if setting.extra:
                self._chips[field].setVisible(self._more.isChecked() or self._unusual(setting))

    def _unusual(self, setting: Setting) -> bool:
        """Whether the setting has another value than a new layer has."""
        usual = type(self._layer).model_fields[setting.field].default
        return bool(getattr(self._layer, setting.field) != usual)

    def _chip(self, setting: Setting) -> NumberChip | ChoiceChip:
        match setting:
            case NumberSetting():
                return self._number_chip(setting)
            case ChoiceSetting():
                return self._choice_chip(setting)

    def _number_chip(self, setting: NumberSetting) -> NumberChip:
        field = setting.field
        form = setting.form(type(self._layer))
        value = _shown_number(self._layer, field, 1)
        chip = NumberChip(form, value, before=setting.before, after=setting.after)
        chip.field.setProperty("term", field)
        more = f"From {form.range_words}; the keys Up and Down change it."
        chip.setToolTip(explain(field).html_with(more))
        chip.value_changed.connect(
            lambda number: self.edited.emit(field, _stored(self._layer, field, number))
        )
        chip.problem_changed.connect(self.problem_changed)
        return chip

    def _choice_chip(self, setting: ChoiceSetting) -> ChoiceChip:
        field = setting.field
        chip = ChoiceChip(setting.name, setting.choices)
        chip.value_changed.connect(lambda value: self.edited.emit(field, value))
        return chip

    def _fill(self, flow: FlowLayout) -> None:
        for field, setting in self._settings.items():
            if not setting.extra:
                flow.addWidget(self._chips[field])
        if "units" in self._chips:
            flow.addWidget(self._one_per_class)
        extras = [field for field, setting in self._settings.items() if setting.extra]
        if extras:
            flow.addWidget(self._more)
        for field in extras:
            flow.addWidget(self._chips[field])
        self._one_per_class.hide()
        self._show_extras()

    def _more_words(self) -> str:
        names = [setting.name.lower() for setting in self._settings.values() if setting.extra]
        return f"More settings: {' and '.join(names)}"


def _shown_number(layer: LayerSpec, field: str, classes: int) -> Number:
    """A number as it is shown: the classes where units follow them, the pool where strides do."""
    value = getattr(layer, field)
    if value == ONE_PER_CLASS:
        return 1 if binary(layer, classes) else classes
    if value is None and isinstance(layer, MaxPooling2D | AveragePooling2D):
        return layer.pool_size
    if not isinstance(value, int | float):
        raise TypeError(f"{layer.kind}.{field} is not a number: {value!r}")
    return value


def _stored(layer: LayerSpec, field: str, number: Number) -> Number | None:
    """A number as it is kept: strides equal to the pool follow the pool from then on."""
    if isinstance(layer, MaxPooling2D | AveragePooling2D):
        follows = field == "strides" and number == layer.pool_size
        return None if follows else number
    return number

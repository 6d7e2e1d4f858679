"""Colours, type scale and style sheet, light and dark.

Widgets get their colours from their palette: `colours_of(widget)`. Colours of series and classes
are those of Okabe and Ito (https://jfly.uni-koeln.de/color/), which colour-blind people can tell
apart, with four more behind them.
"""

from dataclasses import dataclass
from enum import StrEnum
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from core.places import RESOURCES

TEXT_PX = 14
TITLE_PX = 15
NOTE_PX = 12
VERDICT_PX = 28
GRID = 8
RADIUS = 10
PADDING = 16
COLUMN_GAP = 24


class Scheme(StrEnum):
    """Which colours a person wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Colours:
    """All colours of one scheme, as #RRGGBB."""

    background: str
    panel: str
    field: str
    line: str
    text: str
    dim: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    track: str
    training: str
    validation: str
    success: str
    warning: str
    warning_soft: str


LIGHT = Colours(
    background="#F6F7F9",
    panel="#FFFFFF",
    field="#F6F7F9",
    line="#E2E5EA",
    text="#1D2129",
    dim="#667080",
    accent="#2F5DC8",
    accent_hover="#264DA8",
    accent_soft="#E8EEFB",
    on_accent="#FFFFFF",
    track="#E2E5EA",
    training="#0072B2",
    validation="#D55E00",
    success="#1D8348",
    warning="#9A5B00",
    warning_soft="#FFF3E0",
)
DARK = Colours(
    background="#16181D",
    panel="#1E2127",
    field="#16181D",
    line="#30343C",
    text="#E7EAEF",
    dim="#98A1B0",
    accent="#7FA2F5",
    accent_hover="#9CB8F8",
    accent_soft="#26314A",
    on_accent="#10131A",
    track="#30343C",
    training="#56B4E9",
    validation="#F0914A",
    success="#58C48D",
    warning="#F0B35A",
    warning_soft="#3A2E1B",
)

CLASS_COLOURS = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#7B6FB5",
    "#8F8F00",
    "#B5536F",
    "#4A908A",
)


def class_colour(number: int) -> QColor:
    """The colour of a class by its number."""
    return QColor(CLASS_COLOURS[number % len(CLASS_COLOURS)])


def colours_of(widget: QWidget) -> Colours:
    """The colours of the scheme that `widget` is shown in."""
    # Not the widget's own palette: a style sheet's "transparent" would count as black.
    return DARK if QApplication.palette(widget).window().color().lightness() < 128 else LIGHT


def apply_scheme(application: QApplication, scheme: Scheme) -> None:
    """Show the whole application in `scheme`."""
    wanted = {
        Scheme.SYSTEM: Qt.ColorScheme.Unknown,
        Scheme.LIGHT: Qt.ColorScheme.Light,
        Scheme.DARK: Qt.ColorScheme.Dark,
    }[scheme]
    application.styleHints().setColorScheme(wanted)
    dark = application.styleHints().colorScheme() == Qt.ColorScheme.Dark
    # A platform without colour schemes (offscreen, a bare X server) always answers Unknown.
    dark = dark or scheme is Scheme.DARK
    colours = DARK if dark and scheme is not Scheme.LIGHT else LIGHT
    application.setPalette(_palette(colours))
    application.setStyleSheet(_style_sheet(colours))


def prepare_application(application: QApplication) -> None:
    """Fusion style and the system's own font at the size of the type scale."""
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setFont(sized_font(application.font(), TEXT_PX))


def sized_font(font: QFont, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """`font` in another size of the type scale."""
    sized = QFont(font)
    sized.setPixelSize(pixels)
    sized.setWeight(weight)
    return sized


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for names, value in (
        ((role.Window,), colours.background),
        ((role.Base, role.Button, role.ToolTipBase), colours.panel),
        ((role.AlternateBase,), colours.field),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), colours.text),
        ((role.BrightText,), colours.warning),
        ((role.PlaceholderText,), colours.dim),
        ((role.Highlight, role.Accent, role.Link, role.LinkVisited), colours.accent),
        ((role.HighlightedText,), colours.on_accent),
        ((role.Light, role.Midlight, role.Mid, role.Dark, role.Shadow), colours.line),
    ):
        for name in names:
            palette.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.dim))
    return palette


def _style_sheet(colours: Colours) -> str:
    values = {name: getattr(colours, name) for name in Colours.__dataclass_fields__}
    tick = "tick-dark" if colours is DARK else "tick"
    return Template(_STYLE).substitute(values, icons=(RESOURCES / "icons").as_posix(), tick=tick)


_STYLE = """
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: 6px 8px; }
QFrame[role="card"] { background: $panel; border: 1px solid $line; border-radius: 10px; }
QFrame[role="callout"] { background: $accent_soft; border: none; border-radius: 8px; }
QFrame[role="band"] { background: $accent_soft; border: none; }
QFrame[role="warning"] { background: $warning_soft; border: none; border-radius: 8px; }
QFrame[role="warning"] QLabel { color: $warning; }
QFrame[role="chosen"] { background: $accent_soft; border: 1px solid $accent; border-radius: 10px; }
QFrame[role="notice"] { background: $panel; border: 1px solid $dim; border-radius: 10px; }
QFrame[role="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: 15px; font-weight: 600; }
QLabel[role="subtitle"] { font-size: 14px; font-weight: 600; }
QLabel[role="section"] { font-size: 12px; font-weight: 600; color: $dim; }
QLabel[role="dim"] { color: $dim; }
QLabel[role="note"] { font-size: 12px; color: $dim; }
QLabel[role="reason"] { font-size: 12px; }
QLabel[role="problem"] { font-size: 12px; color: $warning; }
QLabel[role="pill"] { font-size: 12px; color: $dim; border: 1px solid $line;
    border-radius: 12px; padding: 4px 10px; min-height: 16px; }
QLabel[role="verdict"] { font-size: 28px; font-weight: 700; }

QPushButton { background: $panel; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 5px 12px; min-height: 18px; }
QPushButton:hover { border-color: $accent; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:focus { border: 1px solid $accent; outline: none; }
QPushButton:disabled { color: $dim; background: $background; border-color: $line; }
QPushButton[role="small"] { font-size: 12px; padding: 3px 8px; }
QPushButton[role="small"]:checked { background: $accent_soft; border-color: $accent; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent;
    border-radius: 8px; font-weight: 600; padding: 9px 24px; min-height: 20px; }
QPushButton[role="primary"]:hover { background: $accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid $text; padding: 8px 23px; }
QPushButton[role="primary"]:disabled { background: $track; color: $dim; border-color: $track; }
QPushButton[role="large"] { border-radius: 8px; font-weight: 600; padding: 9px 24px;
    min-height: 20px; }
QPushButton[role="choice"] { background: $panel; border: 1px solid $line; border-radius: 10px;
    padding: 0; text-align: left; }
QPushButton[role="choice"]:hover, QPushButton[role="choice"]:focus { border-color: $accent; }
QPushButton[role="choice"]:checked { background: $accent_soft; border-color: $accent; }
QPushButton[role="choice"]:checked:focus { border-width: 2px; }
QPushButton[role="link"] { font-size: 12px; color: $dim; background: transparent; border: none;
    padding: 2px 0; text-align: left; }
QPushButton[role="link"]:hover, QPushButton[role="link"]:focus { color: $accent;
    text-decoration: underline; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px;
    padding: 4px; }
QToolButton:hover { border-color: $line; background: $accent_soft; }
QToolButton:focus { border-color: $accent; }

QAbstractSpinBox, QComboBox, QLineEdit { background: $field; color: $text;
    border: 1px solid $line; border-radius: 6px; padding: 5px 8px; min-height: 20px;
    selection-background-color: $accent; selection-color: $on_accent; }
QAbstractSpinBox:focus, QComboBox:focus, QLineEdit:focus { border-color: $accent; }
QAbstractSpinBox:disabled, QComboBox:disabled, QLineEdit:disabled { color: $dim; }
QAbstractSpinBox::up-button { subcontrol-origin: border;
    subcontrol-position: top right; width: 22px; border: none; background: transparent; }
QAbstractSpinBox::down-button { subcontrol-origin: border;
    subcontrol-position: bottom right; width: 22px; border: none; background: transparent; }
QAbstractSpinBox::up-arrow { image: url($icons/arrow-up-field.svg);
    width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url($icons/arrow-down-field.svg);
    width: 12px; height: 12px; }
QAbstractSpinBox[role="compact"], QComboBox[role="compact"] { padding: 3px 2px 3px 6px; }
QComboBox[role="small"] { background: $panel; font-size: 12px; padding: 3px 2px 3px 8px;
    min-height: 18px; }
QComboBox[role="small"]:hover { border-color: $accent; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url($icons/arrow-down-field.svg); width: 14px; height: 14px; }
QComboBox[role="small"] { font-size: 12px; padding: 2px 8px; min-height: 18px; }
QComboBox QAbstractItemView { background: $panel; color: $text; border: 1px solid $line;
    selection-background-color: $accent_soft; selection-color: $text; outline: none; }

QAbstractSpinBox[role="chip"] { background: transparent; border: none; padding: 0;
    min-height: 18px; }
QComboBox[role="chip"] { background: $panel; padding: 1px 2px 1px 8px; min-height: 20px; }
QComboBox[role="chip"]::drop-down { width: 16px; }
QComboBox[role="chip"]::down-arrow { width: 10px; height: 10px; }
QComboBox[role="chip"]:hover { border-color: $accent; }
QPushButton[role="chip"] { font-size: 12px; padding: 1px 8px; min-height: 20px; }
QPushButton[role="short-chip"] { font-size: 12px; padding: 0; min-height: 20px; }
QPushButton[role="chip"]:checked, QPushButton[role="short-chip"]:checked {
    background: $accent_soft; border-color: $accent; }
QLabel[role="chip"] { font-size: 12px; }
QLabel[role="quiet-chip"] { font-size: 12px; color: $dim; border: 1px solid $line;
    border-radius: 6px; padding: 2px 8px; }

QCheckBox { spacing: 8px; background: transparent; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid $dim; border-radius: 4px;
    background: $panel; }
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent;
    image: url($icons/$tick.svg); }
QCheckBox::indicator:disabled { border-color: $line; background: $background; }
QCheckBox:disabled { color: $dim; }

QTreeView { outline: none; selection-background-color: $accent_soft; selection-color: $text; }
QTreeView::item { padding: 8px 2px; border: none; border-bottom: 1px solid $line; }
QTreeView::item:hover { background: $field; }
QTreeView::item:selected { background: $accent_soft; color: $text; }
QTreeView::indicator { width: 16px; height: 16px; border: 1px solid $dim; border-radius: 4px;
    background: $panel; }
QTreeView::indicator:hover { border-color: $accent; }
QTreeView::indicator:checked { background: $accent; border-color: $accent;
    image: url($icons/$tick.svg); }

QProgressBar { background: $track; border: none; border-radius: 5px; max-height: 10px;
    min-height: 10px; }
QProgressBar::chunk { background: $accent; border-radius: 5px; }

QAbstractScrollArea { background: transparent; border: none; }
QFileDialog QAbstractItemView { background: $panel; border: 1px solid $line; }
QHeaderView { background: $panel; }
QHeaderView::section { background: $panel; color: $dim; border: none; padding: 4px 8px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $track; border-radius: 4px; min-height: 32px;
    margin: 2px; }
QScrollBar::handle:vertical:hover { background: $dim; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:horizontal { background: $track; border-radius: 4px; min-width: 32px;
    margin: 2px; }
QScrollBar::handle:horizontal:hover { background: $dim; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenuBar { background: $panel; color: $text; border-bottom: 1px solid $line; }
QMenuBar::item { padding: 4px 10px; background: transparent; }
QMenuBar::item:selected { background: $accent_soft; border-radius: 4px; }
QMenu { background: $panel; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $dim; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QStatusBar { background: $panel; border-top: 1px solid $line; color: $dim; font-size: 12px; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $dim; font-size: 12px; padding: 0 12px; }
QDialog { background: $background; }
QPlainTextEdit, QTextBrowser { background: $panel; color: $text; border: 1px solid $line;
    border-radius: 6px; padding: 6px; }
"""

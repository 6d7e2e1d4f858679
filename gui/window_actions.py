"""What every action of the window does, and when it can be done."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QMimeData, QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu

from core.errors import LitmusError
from core.model.presets import PRESETS, offered
from core.places import log_file
from core.project.project import Project
from gui.about_dialog import AboutDialog
from gui.actions import fill_menu_bar
from gui.document import ProjectDocument
from gui.export_actions import ExportActions
from gui.preferences import PreferenceStore
from gui.preferences_dialog import PreferencesDialog
from gui.project_actions import project_handlers, show_project_states
from gui.recent_menu import RecentMenu
from gui.recent_projects_menu import RecentProjectsMenu
from gui.shortcuts_dialog import ShortcutsDialog
from gui.step_header import Step
from gui.theme import Scheme
from gui.training_actions import TrainingActions
from gui.training_session import TrainingSession

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class WindowActions(QObject):
    """Fills the menus and keeps them true."""

    def __init__(
        self,
        window: "MainWindow",
        *,
        document: ProjectDocument,
        session: TrainingSession,
        preferences: PreferenceStore,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._session = session
        self._preferences = preferences
        self._training = TrainingActions(
            window, document=document, session=session, preferences=preferences
        )
        self.exporting = ExportActions(window, document=document, session=session)
        self.by_name = fill_menu_bar(window, self._handlers())
        changes = (
            document.undo_stack.indexChanged,
            document.network_changed,
            document.photos_changed,
            document.place_changed,
            document.runs_changed,
            preferences.changed,
            session.state_changed,
            window.step_shown,
        )
        for changed in changes:
            changed.connect(self._show_states)
        self._recent = RecentMenu(window.recent, window.choose_folder)
        care = window.projects.care
        self.recent_projects = RecentProjectsMenu(care.recent, care.open)
        care.unsaved_found.connect(self.recent_projects.set_unsaved)
        self._add_recent_menus()
        self._show_states()

    def _handlers(self) -> dict[str, Callable[[], None]]:
        window = self._window
        handlers: dict[str, Callable[[], None]] = {
            **project_handlers(window.projects.care, window.projects.locating),
            **self._training.handlers(),
            **self.exporting.handlers(),
            "open folder": window.choose_folder,
            "open pictures": self._open_pictures,
            "paste picture": self._paste_picture,
            "save verdicts": self._save_verdicts,
            "preferences": self._show_preferences,
            "quit": self._quit,
            "undo": self._undo,
            "redo": self._redo,
            "add layer": self._add_layer,
            "summary": self._show_summary,
            "full screen": self._toggle_full_screen,
            "shortcuts": lambda: ShortcutsDialog(window).open(),
            "log file": self._show_log_file,
            "about": lambda: AboutDialog(window).open(),
        }
        for preset in PRESETS:
            handlers[f"preset {preset.name}"] = partial(self._choose_preset, preset.name)
        for step in Step:
            handlers[f"step {step}"] = partial(window.show_step, step)
        for scheme in Scheme:
            handlers[f"scheme {scheme}"] = partial(self._choose_scheme, scheme)
        return handlers

    def _add_recent_menus(self) -> None:
        """Put what was chosen before right below the choosing of one."""
        for menu in self._window.menuBar().findChildren(QMenu):
            actions = menu.actions()
            if self.by_name["open folder"] in actions:
                for name, recent in (
                    ("open folder", self._recent),
                    ("open project", self.recent_projects),
                ):
                    menu.insertMenu(actions[actions.index(self.by_name[name]) + 1], recent)

    def _undo(self) -> None:
        words = self._document.undo_stack.undoText()
        self._tell_if_unseen(self._document.undo_stack.undo, f"Undone: {words}.")

    def _redo(self) -> None:
        words = self._document.undo_stack.redoText()
        self._tell_if_unseen(self._document.undo_stack.redo, f"Redone: {words}.")

    def _tell_if_unseen(self, change: Callable[[], None], words: str) -> None:
        """Change the project, and say so where the change shows on another tab only."""
        before = self._document.project
        change()
        after = self._document.project
        if after != before and self._window.step is not _seen_on(before, after):
            self._window.notice.say(words)

    def _open_pictures(self) -> None:
        self._window.show_step(Step.PREDICT)
        self._window.predict_tab.open_pictures()

    def _paste_picture(self) -> None:
        # An empty clipboard may hold None, of which the stub knows nothing.
        content = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())
        self._window.take(QMimeData() if content is None else content)

    def _save_verdicts(self) -> None:
        self._window.show_step(Step.PREDICT)
        self._window.predict_tab.export_csv()

    def _show_preferences(self) -> None:
        PreferencesDialog(self._window, self._preferences, self._session.jobs).open()

    def _quit(self) -> None:
        self._window.close()

    def _add_layer(self) -> None:
        self._window.show_step(Step.MODEL)
        self._window.model_tab.show_add_menu()

    def _show_summary(self) -> None:
        self._window.model_tab.show_summary()

    def _choose_preset(self, name: str) -> None:
        self._document.choose_preset(name)
        self._window.show_step(Step.MODEL)

    def _choose_scheme(self, scheme: Scheme) -> None:
        try:
            self._preferences.change(
                self._preferences.current.model_copy(update={"scheme": scheme})
            )
        except LitmusError as error:
            self._window.report_problem(error)

    def _toggle_full_screen(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _show_log_file(self) -> None:
        path = log_file()
        if not (path.is_file() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))):
            self._window.notice.say(f"The log file is {path}")

    def _show_states(self) -> None:
        stack, actions = self._document.undo_stack, self.by_name
        actions["undo"].setEnabled(stack.canUndo())
        actions["undo"].setText(f"&Undo {_unmarked(stack.undoText())}".strip())
        actions["redo"].setEnabled(stack.canRedo())
        actions["redo"].setText(f"&Redo {_unmarked(stack.redoText())}".strip())
        self._training.show_states(actions)
        self.exporting.show_states(actions)
        show_project_states(actions, self._document)
        self._show_choices()

    def _show_choices(self) -> None:
        project = self._document.project
        there = offered(photos=project.photos is not None)
        for preset in PRESETS:
            action = self.by_name[f"preset {preset.name}"]
            action.setChecked(project.preset_name == preset.name)
            action.setVisible(preset in there)
        for step in Step:
            self.by_name[f"step {step}"].setChecked(step is self._window.step)
        for scheme in Scheme:
            chosen = self._preferences.current.scheme is scheme
            self.by_name[f"scheme {scheme}"].setChecked(chosen)


def _seen_on(before: Project, after: Project) -> Step:
    """Where a change of the project shows first."""
    if after.photos != before.photos:
        return Step.DATA
    return Step.MODEL if after.discarded_runs == before.discarded_runs else Step.TRAIN


def _unmarked(words: str) -> str:
    """Words that may hold a person's own name, in a menu, where `&` would mark a key."""
    return words.replace("&", "&&")

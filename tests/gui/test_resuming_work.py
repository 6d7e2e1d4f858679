"""Which pictures a resumed training is given; the training itself is a plain function here."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from core.cancellation import CancelToken
from core.data.folder.edits import FolderEdits
from core.data.folder.photo_set import PhotoSet
from core.data.folder.source import PhotoSource
from core.errors import LitmusError
from core.project.project import Photos
from core.run.folder import Run
from core.run.sides import folder_name
from core.training.events import Preparing, TrainingEvent
from core.training.live import LiveSettings
from core.training.resuming import ResumeRequest
from gui.resuming_work import ResumeWish, resume_with_keras
from tests.gui.trainings import record, tiny_dataset
from tests.photos import make_photos


class Resumed:
    """Stands where the real training would be, and keeps what it was given."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.requests: list[ResumeRequest] = []
        progress = SimpleNamespace(planned=12, learning_rate=0.5)
        monkeypatch.setattr(
            "core.training.state_file.read_state", lambda _run: SimpleNamespace(progress=progress)
        )
        monkeypatch.setattr("core.training.resuming.resume", self)

    def __call__(
        self,
        request: ResumeRequest,
        *,
        report: Callable[[TrainingEvent], None],
        cancel: CancelToken,
        live: LiveSettings,
    ) -> Run:
        del report, cancel, live
        self.requests.append(request)
        return request.run

    @property
    def names(self) -> list[str]:
        """Of the pictures that the training was given."""
        (request,) = self.requests
        assert isinstance(request.dataset, PhotoSet)
        return sorted(photo.name for photo in request.dataset.catalogue.photos)


@pytest.fixture
def resumed(monkeypatch: pytest.MonkeyPatch) -> Resumed:
    return Resumed(monkeypatch)


def run_of(folder: Path | None, tmp_path: Path) -> Run:
    made = record(3)
    data = made.data.model_copy(update={"folder": folder_name(str(folder)) if folder else None})
    return Run(tmp_path / "run-001", made.model_copy(update={"data": data}))


def resume(wish: ResumeWish) -> tuple[LiveSettings, list[TrainingEvent]]:
    live = LiveSettings(1, 0.001)
    events: list[TrainingEvent] = []
    resume_with_keras(wish, report=events.append, cancel=CancelToken(), live=live)
    return live, events


def test_what_was_changed_in_its_last_epoch_holds(resumed: Resumed, tmp_path: Path) -> None:
    dataset = tiny_dataset()
    wish = ResumeWish(run_of(None, tmp_path), built_in=dataset)
    live, events = resume(wish)
    assert (live.epochs, live.learning_rate) == (12, 0.5)
    assert isinstance(events[0], Preparing)
    assert resumed.requests[0].dataset is dataset
    assert resumed.requests[0].epochs is None


def test_more_epochs_outdo_what_was_planned(resumed: Resumed, tmp_path: Path) -> None:
    live, _ = resume(ResumeWish(run_of(None, tmp_path), 20, built_in=tiny_dataset()))
    assert live.epochs == 20
    assert resumed.requests[0].epochs == 20


def test_its_own_folder_is_looked_at_though_the_project_has_another(
    resumed: Resumed, tmp_path: Path
) -> None:
    own = make_photos(tmp_path / "own", each=2)
    other = make_photos(tmp_path / "other", each=3)
    resume(ResumeWish(run_of(own, tmp_path), photos=Photos(source=PhotoSource(root=other))))
    assert len(resumed.names) == 4


def test_where_its_folder_is_gone_the_projects_is_looked_at(
    resumed: Resumed, tmp_path: Path
) -> None:
    own = make_photos(tmp_path / "own", each=2)
    run = run_of(own, tmp_path)
    moved = own.rename(tmp_path / "moved")
    resume(ResumeWish(run, photos=Photos(source=PhotoSource(root=moved))))
    assert len(resumed.names) == 4


def test_what_was_left_out_since_is_there_and_what_was_put_into_a_class_too(
    resumed: Resumed, tmp_path: Path
) -> None:
    folder = make_photos(tmp_path / "own", each=2)
    loose = folder / "loose.jpg"
    (folder / "disc" / "disc 1.jpg").rename(loose)
    edits = FolderEdits(
        classes={str(loose): "disc"},
        left_out=frozenset({str(folder / "disc" / "disc 2.jpg")}),
        left_out_classes=frozenset({"square"}),
        names={"disc": "round"},
    )
    photos = Photos(source=PhotoSource(root=folder), edits=edits)
    resume(ResumeWish(run_of(folder, tmp_path), photos=photos))
    assert len(resumed.names) == 4
    assert "loose.jpg" in resumed.names


def test_pictures_that_are_nowhere_are_told(resumed: Resumed, tmp_path: Path) -> None:
    run = run_of(tmp_path / "gone", tmp_path)
    with pytest.raises(LitmusError, match="not there any more"):
        resume(ResumeWish(run))
    assert resumed.requests == []

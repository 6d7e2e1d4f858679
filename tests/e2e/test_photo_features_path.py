"""A newcomer with a few photos: drop, Train, Predict; more photos, and Train again."""

from pathlib import Path

from core.data.folder.photo_set import PhotoSet
from core.run.record import RunStatus
from core.training.events import CurveGrew, Extracting
from gui.step_header import Step
from tests.e2e.conftest import Open
from tests.e2e.person import Person
from tests.e2e.test_photo_path import drop_on_data, new_picture
from tests.photos import draw, make_photos


def test_a_few_photos_answer_within_seconds_and_more_are_added(
    open_litmus: Open, tmp_path: Path
) -> None:
    folder = make_photos(tmp_path / "shapes", kinds=("disc", "square", "bar"), each=8)
    person = open_litmus()
    drop_on_data(person, folder)
    train(person)
    run = person.document.runs[-1]
    assert run.record.status is RunStatus.FINISHED
    assert run.record.cross_validation is not None
    assert run.record.cross_validation.accuracy > 0.7
    assert extracted(person) == 24
    assert any(isinstance(event, CurveGrew) for event in person.events)

    person.go_to(Step.PREDICT)
    person.drop_on_predict([new_picture(tmp_path, kind, 900) for kind in ("disc", "bar")])
    for entry in person.wait_for_answers(2):
        assert entry.verdict is not None
        assert entry.verdict.winner == entry.name.split("-")[0]

    add(person, folder, count=4)
    person.events.clear()
    train(person)
    again = person.document.runs[-1]
    assert again.record.data.training + again.record.data.validation == 28
    assert extracted(person) == 4  # the others had passed


def train(person: Person) -> None:
    """Press Train and wait for the run."""
    runs = len(person.document.runs)
    person.go_to(Step.TRAIN)
    buttons = person.window.train_tab.buttons
    person.click(buttons.again if buttons.again.isVisible() else buttons.main)
    person.wait_until(lambda: len(person.document.runs) > runs)
    person.wait_for_rest()


def extracted(person: Person) -> int:
    """How many pictures passed the backbone in the training that was watched."""
    seen = [event for event in person.events if isinstance(event, Extracting)]
    return seen[-1].done - seen[0].done


def add(person: Person, folder: Path, *, count: int) -> None:
    """Put more pictures into a class folder and have them looked at."""
    for number in range(count):
        draw("disc", 5_000 + number).save(folder / "disc" / f"new {number}.jpg", quality=90)
    person.go_to(Step.DATA)
    person.window.scans.look_again()

    def found() -> bool:
        photos = person.document.dataset
        return isinstance(photos, PhotoSet) and len(photos.catalogue.photos) == 24 + count

    person.wait_until(found)
    person.wait_until(lambda: person.document.obstacle is None)

"""A small data set, and the Data tab showing it."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset, LabelledPictures
from gui.data_tab.data_tab import DataTab
from gui.document import ProjectDocument
from gui.jobs import Jobs


def pictures(count: int, first: int) -> LabelledPictures:
    """Pictures of three classes in turn; the pixels of each hold its number."""
    numbers = np.arange(first, first + count)
    pixels = np.zeros((count, 28, 28, 1), np.uint8)
    pixels[:, 0, 0, 0] = numbers % 256
    pixels[:, 0, 1, 0] = numbers // 256
    return LabelledPictures(pixels, (numbers % 3).astype(np.int32))


@pytest.fixture
def dataset() -> Dataset:
    """300 training and 90 test pictures of three classes."""
    return Dataset("small", "Small", ("Cat", "Dog", "Owl"), pictures(300, 0), pictures(90, 300))


@pytest.fixture
def document() -> ProjectDocument:
    """A document without pictures yet."""
    return ProjectDocument()


@pytest.fixture
def tab(qtbot: QtBot, document: ProjectDocument, jobs: Jobs, dataset: Dataset) -> DataTab:
    """The tab with the small data set, in a window of the smallest size."""
    made = DataTab(document, jobs)
    qtbot.addWidget(made)
    made.resize(1024, 580)
    made.show()
    document.set_dataset(dataset)
    return made

"""Data sets by the name that `--data` and `run.json` use."""

from core.data import fashion_mnist
from core.data.dataset import Dataset
from core.data.folder.photo_set import PhotoSet
from core.errors import LitmusError

AnyDataset = Dataset | PhotoSet
"""Pictures to train on: held in memory, or lying on the disk."""


def load_dataset(source: str) -> Dataset:
    """The data set called `source`.

    Raises:
        LitmusError: There is no such data set, or a file of it is missing or damaged.
    """
    if source == fashion_mnist.SOURCE:
        return fashion_mnist.load()
    raise LitmusError(f"There is no data set “{source}”.", f"Choose: {fashion_mnist.SOURCE}.")

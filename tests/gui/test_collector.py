import gc
from collections.abc import Iterator

import pytest

from gui.collector import MANY, leave_alone, making_many


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()
    assert gc.isenabled()


def test_while_many_values_are_made_the_collector_rests() -> None:
    with making_many(MANY):
        assert not gc.isenabled()
        made = [[number] for number in range(100)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= len(made)


def test_it_works_on_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), making_many(MANY):
        raise ZeroDivisionError
    assert gc.isenabled()


def test_few_values_are_none_of_its_business() -> None:
    with making_many(MANY - 1):
        assert gc.isenabled()
    leave_alone(MANY - 1)
    assert gc.get_freeze_count() == 0

    leave_alone(MANY)
    assert gc.get_freeze_count() > 0

import numpy as np

from core.training.order import epoch_order


def test_every_picture_once_and_another_order_each_epoch_and_seed() -> None:
    order = epoch_order(1000, seed=7, epoch=1)
    assert order.dtype == np.int32
    assert sorted(order) == list(range(1000))
    assert (order == epoch_order(1000, seed=7, epoch=1)).all()
    assert (order != epoch_order(1000, seed=7, epoch=2)).any()
    assert (order != epoch_order(1000, seed=8, epoch=1)).any()


def test_the_order_of_an_epoch_never_changes_between_versions() -> None:
    assert epoch_order(8, seed=7, epoch=1).tolist() == [6, 3, 1, 0, 2, 4, 7, 5]

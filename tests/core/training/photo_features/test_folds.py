import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.training.photo_features.folds import effective_count, fewer, folds_of


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 12)), min_size=2, max_size=60),
    st.integers(2, 8),
    st.integers(0, 5),
)
def test_near_copies_are_never_on_both_sides(
    pictures: list[tuple[int, int]], folds: int, seed: int
) -> None:
    labels = np.array([label for label, _ in pictures], np.int32)
    groups = np.array([label * 100 + group for label, group in pictures], np.int32)
    for fold in folds_of(labels, groups, folds=folds, seed=seed):
        assert not set(groups[fold.learned]) & set(groups[fold.asked])
        assert len(np.unique(labels[fold.learned])) > 1


def test_each_picture_is_asked_once_and_each_class_spread() -> None:
    labels = np.repeat(np.arange(4), 25).astype(np.int32)
    folds = folds_of(labels, np.arange(100, dtype=np.int32), folds=5, seed=1)
    assert sorted(np.concatenate([f.asked for f in folds]).tolist()) == list(range(100))
    for fold in folds:
        assert np.bincount(labels[fold.asked]).tolist() == [5, 5, 5, 5]
        assert sorted([*fold.learned, *fold.asked]) == list(range(100))


def test_the_seed_decides() -> None:
    labels = np.repeat(np.arange(2), 20).astype(np.int32)
    groups = np.arange(40, dtype=np.int32)

    def asked(seed: int) -> list[list[int]]:
        return [f.asked.tolist() for f in folds_of(labels, groups, folds=4, seed=seed)]

    assert asked(1) == asked(1)
    assert asked(1) != asked(2)


def test_there_are_no_more_folds_than_pictures_of_a_class() -> None:
    labels = np.array([0, 0, 0, 1, 1], np.int32)
    assert len(folds_of(labels, np.arange(5, dtype=np.int32), folds=5, seed=0)) == 3


def test_too_few_pictures_make_no_folds() -> None:
    one = np.zeros(9, np.int32)
    assert folds_of(one, np.arange(9, dtype=np.int32), folds=5, seed=0) == ()
    pair = np.array([0, 1], np.int32)
    assert folds_of(pair, np.arange(2, dtype=np.int32), folds=5, seed=0) == ()
    copies = np.array([0, 0, 0, 1, 1, 1], np.int32)
    assert folds_of(copies, copies, folds=5, seed=0) == ()


def test_fewer_keeps_a_picture_of_each_class() -> None:
    labels = np.array([0] * 40 + [1] * 3, np.int32)
    learned = np.arange(43, dtype=np.int32)
    kept = fewer(learned, labels, 1 / 8)
    assert np.bincount(labels[kept]).tolist() == [5, 1]
    assert set(kept) < set(fewer(learned, labels, 1 / 4))


def test_near_copies_count_for_less() -> None:
    assert effective_count(np.arange(50, dtype=np.int32)) == 50
    assert effective_count(np.repeat(np.arange(25), 2).astype(np.int32)) == 25
    assert effective_count(np.zeros(10, np.int32)) == 1
    assert effective_count(np.array([], np.int32)) == 0

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.errors import Cancelled
from core.features.similarity.findings import Findings, look_for_all
from tests.core.features.similarity.kinds import kinds, space_of


def _found(features: np.ndarray, labels: list[int] | np.ndarray) -> Findings:
    return look_for_all(space_of(features.astype(np.float32)), np.array(labels, np.int32))


def test_pictures_put_into_wrong_classes_look_like_their_own() -> None:
    labels = np.repeat(np.arange(6), 20)
    planted = {5: 3, 44: 0, 71: 5, 110: 2}
    put = labels.copy()
    put[list(planted)] = list(planted.values())

    found = _found(kinds((20,) * 6, spread=1.2), put)

    assert {m.position: m.other for m in found.misfits} == {p: labels[p] for p in planted}
    assert [o.position for o in found.odd][:4] != []
    assert {o.position for o in found.odd[:4]} == set(planted)
    for misfit in found.misfits:
        assert misfit.votes == misfit.asked == 5
        assert misfit.margin > 0.05
        assert labels[misfit.nearest] == misfit.other
        assert put[misfit.nearest] == misfit.other


def test_pictures_of_a_kind_that_has_no_class_are_odd() -> None:
    features = kinds((30, 30, 30, 3), spread=1.2)
    labels = [*np.repeat([0, 1, 2], 30), 0, 1, 2]

    found = _found(features, labels)

    assert {o.position for o in found.odd[:3]} == {90, 91, 92}
    for odd in found.odd[:3]:
        assert odd.likeness < odd.usual / 2


def test_a_clean_folder_has_no_misfits_and_hardly_an_odd_one() -> None:
    found = _found(kinds((30, 30, 30), spread=1.2), np.repeat([0, 1, 2], 30))

    assert found.misfits == ()
    assert len(found.odd) <= 5


def test_copies_do_not_speak_for_one_another() -> None:
    features = kinds((20, 20), spread=1.2)
    labels = np.repeat([0, 1], 20)
    labels[3] = 1  # wrong, and five times over
    features = np.concatenate([features, np.repeat(features[3:4], 4, axis=0)])
    labels = np.concatenate([labels, [1, 1, 1, 1]])

    found = _found(features, labels)

    assert found.copies.groups == ((3, 40, 41, 42, 43),)
    assert {m.position for m in found.misfits} == {3, 40, 41, 42, 43}
    assert {3, 40, 41, 42, 43} <= {o.position for o in found.odd}


def test_several_that_are_nearly_the_same_have_one_vote() -> None:
    features = kinds((20, 20), spread=1.2)
    like_three = features[3] + 0.35 * np.random.default_rng(1).standard_normal(64)
    crowd = np.repeat(np.maximum(like_three, 0)[None], 6, axis=0)
    labels = [*np.repeat([0, 1], 20), *[1] * 6]

    found = _found(np.concatenate([features, crowd]), labels)

    assert 3 not in {m.position for m in found.misfits if m.votes > 2}
    assert len(found.copies.groups) == 1


@pytest.mark.parametrize("counts", [(0,), (1,), (2,), (1, 1), (2, 1), (3, 3)])
def test_with_very_few_pictures_nothing_is_odd(counts: tuple[int, ...]) -> None:
    found = _found(kinds(counts, spread=2.0), np.repeat(np.arange(len(counts)), counts))

    assert found.odd == ()
    assert len(found.order) == sum(counts)


def test_a_picture_alone_in_its_class_is_no_misfit() -> None:
    labels = [0] * 10 + [1] + [2] * 10

    found = _found(kinds((11, 10)), labels)

    assert 10 not in {m.position for m in found.misfits}


def test_a_class_of_one_picture_is_no_magnet() -> None:
    features = kinds((20, 20), spread=1.2)

    found = _found(features, [*[0] * 19, 2, *[1] * 20])

    assert len([m for m in found.misfits if m.other == 2]) <= 4


def test_pictures_that_are_all_the_same() -> None:
    found = _found(np.repeat(kinds((1,)), 60, axis=0), np.repeat([0, 1, 2], 20))

    assert (found.odd, found.misfits) == ((), ())
    assert found.copies.groups == (tuple(range(60)),)


def test_a_thousand_pictures_of_nothing() -> None:
    found = _found(np.zeros((1_000, 64)), np.arange(1_000) % 7)

    assert (found.odd, found.misfits) == ((), ())
    assert len(found.copies.groups[0]) == 1_000


def test_two_hundred_classes() -> None:
    labels = np.repeat(np.arange(200), 6)
    put = labels.copy()
    put[[7, 650, 1_111]] = [80, 3, 199]

    found = _found(kinds((6,) * 200, spread=0.7), put)

    assert {m.position: m.other for m in found.misfits} == {p: labels[p] for p in (7, 650, 1_111)}
    assert {o.position for o in found.odd[:3]} == {7, 650, 1_111}


def test_class_numbers_need_not_begin_at_nought_or_be_sorted() -> None:
    labels = np.tile([7, 4], 20)
    features = kinds((20, 20), spread=1.0)[np.argsort(np.argsort(labels, kind="stable"))]

    found = _found(features, np.where(np.arange(40) == 6, 4, labels))

    assert [(m.position, m.other) for m in found.misfits] == [(6, 7)]


def test_progress_grows_and_it_can_be_cancelled() -> None:
    space, labels = space_of(kinds((10, 10))), np.repeat([0, 1], 10)
    shares: list[float] = []
    cancel = CancelToken()

    look_for_all(space, labels, tell=shares.append)
    cancel.cancel()

    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    with pytest.raises(Cancelled):
        look_for_all(space, labels, cancel=cancel)

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.errors import Cancelled
from core.features.similarity.space import likeness_space
from tests.core.features.similarity.kinds import kinds, space_of


def test_sameness_is_the_cosine_of_the_square_roots() -> None:
    features = kinds((3, 3))
    space = space_of(features)

    rooted = np.sqrt(features)
    rooted /= np.linalg.norm(rooted, axis=1, keepdims=True)
    assert space.sameness(1, np.arange(6)) == pytest.approx(rooted @ rooted[1], abs=2e-3)
    assert space.narrow @ space.narrow[1] == pytest.approx(rooted @ rooted[1], abs=2e-3)


def test_pictures_of_a_kind_are_alike_and_others_are_not() -> None:
    space = space_of(kinds((10, 10)))

    likeness = space.directions @ space.directions.T
    assert likeness[:10, :10].mean() > 0.5
    assert likeness[:10, 10:].mean() < -0.5


def test_portions_make_no_difference() -> None:
    features = kinds((5, 4))
    shares: list[float] = []

    parts = likeness_space(
        iter([features[:2], features[2:7], features[7:]]), count=9, width=64, tell=shares.append
    )

    assert np.array_equal(parts.whole, space_of(features).whole)
    assert shares == [2 / 9, 7 / 9, 1.0]


def test_more_pictures_than_there_are_are_refused() -> None:
    with pytest.raises(ValueError, match="Received: 9"):
        likeness_space([kinds((5, 4))], count=8, width=64)


def test_fewer_pictures_than_there_might_be() -> None:
    space = likeness_space([kinds((5, 4))], count=12, width=64)

    assert len(space) == 9
    assert np.array_equal(space.directions, space_of(kinds((5, 4))).directions)


def test_some_of_the_pictures_stay_as_alike_as_they_were() -> None:
    space = space_of(kinds((5, 5)))

    some = space.take(np.array([7, 2, 7], np.int32))

    assert len(some) == 3
    assert some.directions @ some.directions.T == pytest.approx(
        (space.directions @ space.directions.T)[np.ix_([7, 2, 7], [7, 2, 7])]
    )
    assert some.sameness(0, np.array([2])) == pytest.approx([1.0], abs=2e-3)
    assert space.take(np.arange(10, dtype=np.int32)) is space


def test_no_pictures() -> None:
    space = likeness_space([], count=0, width=64)

    assert len(space) == 0
    assert space.directions.shape == (0, 64)


def test_pictures_that_are_all_the_same_have_no_direction() -> None:
    space = space_of(np.repeat(kinds((1,)), 50, axis=0))

    assert not space.directions.any()
    assert space.sameness(0, np.arange(50)) == pytest.approx(np.ones(50), abs=1e-2)


def test_features_that_are_nothing_or_not_finite() -> None:
    features = kinds((4,))
    features[1], features[2] = 0.0, np.nan
    features[3, :5] = np.inf

    space = space_of(features)

    assert np.isfinite(space.whole).all()
    assert np.isfinite(space.directions).all()
    assert space.sameness(1, np.array([2])) == pytest.approx([1.0])


@pytest.mark.slow
def test_of_many_pictures_fewer_numbers_promise_no_less() -> None:
    random = np.random.default_rng(1)
    features = np.repeat(random.exponential(1.0, (40, 700)), 80, axis=0)
    varied = np.maximum(features + random.standard_normal(features.shape), 0)

    space = space_of(varied.astype(np.float32))

    assert space.narrow.shape == (3_200, 257)
    pairs = random.integers(0, 3_200, (300, 2))
    exact = np.array([space.sameness(one, np.array([other]))[0] for one, other in pairs])
    promised = np.sum(space.narrow[pairs[:, 0]] * space.narrow[pairs[:, 1]], axis=1)
    assert (promised - exact).min() > -2e-3
    assert np.abs(promised - exact).mean() < 0.15
    likeness = space.directions[:80] @ space.directions.T
    assert likeness[:, :80].mean() > likeness[:, 80:].max()


def test_it_can_be_cancelled() -> None:
    cancel = CancelToken()
    cancel.cancel()

    with pytest.raises(Cancelled):
        likeness_space([kinds((5,))], count=5, width=64, cancel=cancel)

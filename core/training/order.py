"""In which order an epoch sees the training pictures."""

import numpy as np
import numpy.typing as npt


def epoch_order(pictures: int, *, seed: int, epoch: int) -> npt.NDArray[np.int32]:
    """A permutation of 0 … `pictures` - 1 that depends on (seed, epoch) alone.

    So an epoch can be repeated, and a training taken up again, without what came before.

    Returns:
        int32, shape (pictures,).
    """
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, epoch))))
    return generator.permutation(pictures).astype(np.int32)

"""Photos without files, for what looks at their values alone."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from core.data.folder.catalogue import Catalogue, Photo
from core.data.side import Side


def look(number: int, bits: int = 0) -> bytes:
    """A look unlike that of any other number; `bits` (0-4) makes a near-copy of it."""
    hashed = int.from_bytes(blake2b(number.to_bytes(8, "big"), digest_size=8).digest(), "big")
    colours = blake2b(number.to_bytes(8, "big"), digest_size=48, person=b"colours").digest()
    return (hashed ^ ((1 << bits) - 1)).to_bytes(8, "big") + colours


def photo(
    number: int,
    class_number: int = 0,
    *,
    content: int | None = None,
    like: tuple[int, int] | None = None,
    given: Side | None = None,
    pin: Side | None = None,
) -> Photo:
    """The photo `number`; `like` (another's number, bits) makes it a near-copy of that one."""
    content = number if content is None else content
    return Photo(
        path=f"/photos/{class_number}/{number}.jpg",
        name=f"{class_number}/{number}.jpg",
        file_size=1000,
        modified_ns=0,
        content=blake2b(content.to_bytes(8, "big"), digest_size=16).digest(),
        look=look(*like) if like else look(content),
        size=(40, 30),
        class_number=class_number,
        given=given,
        pin=pin,
    )


def catalogue(photos: Sequence[Photo], classes: int | None = None) -> Catalogue:
    """A catalogue of these photos, in the order given."""
    labels = np.array([p.class_number for p in photos], np.int32)
    count = classes or int(labels.max(initial=-1)) + 1
    return Catalogue(
        title="photos",
        folder="/photos",
        classes=tuple(f"class {n}" for n in range(count)),
        colours=tuple(range(count)),
        photos=tuple(photos),
        labels=labels,
        problems=(),
    )

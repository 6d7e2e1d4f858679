"""Decoded pictures on the disk, so that each is decoded once."""

from pathlib import Path

import numpy as np

from core.data.dataset import Pixels
from core.data.folder.block_cache import BlockCache, BlockKind
from core.data.form import PictureForm
from core.data.picture import decoder_version


class PixelCache(BlockCache):
    """Decoded pictures by the content of their file and the form. Thread-safe."""

    what = "Decoded pictures"
    instead = "They are decoded again in every epoch."

    def __init__(self, folder: Path | None = None, *, limit_bytes: int | None = None) -> None:
        super().__init__(folder, limit_bytes=limit_bytes)
        self._kinds: dict[PictureForm, BlockKind] = {}

    def holds(self, content: bytes, form: PictureForm) -> bool:
        """Whether a picture is there; its pixels may still prove to be damaged.

        What was asked for stays for as long as this cache is used.
        """
        return self.has_block(content, self._kind(form))

    def get(self, content: bytes, form: PictureForm) -> Pixels | None:
        """The pixels: uint8, shape `form.shape`; None where they are not there or damaged."""
        pixels = np.empty(form.shape, np.uint8)
        return pixels if self.read_into(pixels, content, form) else None

    def read_into(self, pixels: Pixels, content: bytes, form: PictureForm) -> bool:
        """Fill `pixels`, uint8, shape `form.shape`, contiguous; False where it cannot be done."""
        return self.read_block(pixels.data.cast("B"), content, self._kind(form))

    def put(self, content: bytes, form: PictureForm, pixels: Pixels) -> None:
        """Keep pixels of `form`; where that fails, `problem` says why and all else goes on."""
        self.put_block(content, self._kind(form), np.ascontiguousarray(pixels).data.cast("B"))

    def _kind(self, form: PictureForm) -> BlockKind:
        kind = self._kinds.get(form)
        if kind is None:
            plain = PictureForm(**form.model_dump(include=set(PictureForm.model_fields)))
            key = f"{decoder_version()} {plain.model_dump_json()}"
            kind = BlockKind(f"{form.width}x{form.height}", key, int(np.prod(form.shape)))
            self._kinds[form] = kind
        return kind

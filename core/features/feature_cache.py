"""Features on the disk, so that each picture passes each backbone once."""

import numpy as np

from core.data.folder.block_cache import BlockCache, BlockKind
from core.data.form import PictureForm
from core.data.picture import decoder_version
from core.features.backbone import Backbone
from core.features.extractor import Features


class FeatureCache(BlockCache):
    """Features by the content of the picture's file, the backbone and the decoder. Thread-safe.

    They lie beside the decoded pictures, under the same limit and rules.
    """

    what = "What the backbone makes of the pictures"
    instead = "The pictures pass the backbone again for every training."

    def holds(self, content: bytes, kind: BlockKind) -> bool:
        """Whether a picture's features are there; they may still prove to be damaged."""
        return self.has_block(content, kind)

    def read_into(self, features: Features, content: bytes, kind: BlockKind) -> bool:
        """Fill `features`, float32, contiguous, of `kind`; False where it cannot be done."""
        return self.read_block(features.data.cast("B"), content, kind)

    def put(self, content: bytes, kind: BlockKind, features: Features) -> None:
        """Keep features of `kind`; where that fails, `problem` says why and all else goes on."""
        self.put_block(content, kind, np.ascontiguousarray(features).data.cast("B"))


def feature_kind(backbone: Backbone, form: PictureForm) -> BlockKind:
    """What features depend on, apart from the picture.

    Args:
        backbone: What makes them; known by its checksum.
        form: How a picture is brought to the size that the backbone takes.
    """
    plain = PictureForm(**form.model_dump(include=set(PictureForm.model_fields)))
    key = f"features {backbone.sha256} {decoder_version()} {plain.model_dump_json()}"
    return BlockKind(backbone.name, key, backbone.width * np.dtype(np.float32).itemsize)

"""What is known of a file once it has been looked at."""

from dataclasses import dataclass

from core.data.folder.problem import ProblemKind


@dataclass(frozen=True, slots=True)
class Facts:
    """What a look at a file's bytes gave. Depends on the bytes and the decoder alone.

    Attributes:
        content: The BLAKE3 digest of the file's bytes, cut to 16: equal for exact copies.
            Empty where the file could not be read.
        size: Width and height, upright, in pixels; (0, 0) where it cannot be read.
        format: Pillow's name of the format; empty where it cannot be read.
        look: Perceptual hash with a small colour signature: near for near-copies; empty where it
            cannot be read. See `core.data.folder.likeness`.
        problem: Why it cannot be used; None where it can.
        reason: The same in words, as the end of a sentence that begins with the name.
    """

    content: bytes
    size: tuple[int, int]
    format: str
    look: bytes
    problem: ProblemKind | None = None
    reason: str = ""

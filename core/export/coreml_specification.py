"""What a Core ML package says of itself, read without running it.

The messages are those of Apple's protocol buffers, Model.proto and MIL.proto; neither ships types.
"""

import math
from pathlib import Path
from typing import Any

from core.export.chain import INPUT

CLASS = "classLabel"
"""Output: the most probable class."""

PROBABILITIES = "classLabel_probs"
"""Output: of each class by its name."""


def check_description(description: Any, shape: tuple[int, int, int]) -> None:  # noqa: ANN401
    """Let only a classifier of pictures of this shape pass: (height, width, channels).

    Raises:
        ValueError: It takes or gives something else.
    """
    height, width, channels = shape
    (given,) = description.input
    image = given.type.imageType
    spaces = type(image).ColorSpace
    wanted = spaces.GRAYSCALE if channels == 1 else spaces.RGB
    if given.name != INPUT or (image.height, image.width) != (height, width):
        raise ValueError(f"it takes “{given.name}” of {image.width}×{image.height} pixels")
    if image.colorSpace != wanted:
        raise ValueError("it takes pictures in another colour")
    if {output.name for output in description.output} != {CLASS, PROBABILITIES}:
        raise ValueError("it gives something else than classes and probabilities")


def main_block(specification: Any) -> Any:  # noqa: ANN401
    """The operations of an ML program."""
    main = specification.mlProgram.functions["main"]
    return main.block_specializations[main.opset]


def classes_of(block: Any) -> list[str]:  # noqa: ANN401
    """The names that the last operation gives to the probabilities, in their order.

    Raises:
        ValueError: It gives none.
    """
    last = block.operations[-1]
    if last.type != "classify":
        raise ValueError("it does not end in a classification")
    (names,) = last.inputs["classes"].arguments
    values = names.value.immediateValue.list.values
    return [text for value in values for text in value.immediateValue.tensor.strings.values]


def weights_of(block: Any, file: Path) -> int:  # noqa: ANN401
    """How many numbers the operations take as weights, in `file` or among themselves.

    Raises:
        ValueError: Some of those in the file are not there.
    """
    size = file.stat().st_size if file.is_file() else 0
    count = 0
    for operation in block.operations:
        if operation.type != "const":
            continue
        value = operation.attributes["val"]
        dimensions = [side.constant.size for side in value.type.tensorType.dimensions]
        if value.WhichOneof("value") != "blobFileValue":
            # Short ones lie among the operations; one without dimensions is a setting.
            count += len(value.immediateValue.tensor.floats.values) if dimensions else 0
            continue
        if value.blobFileValue.offset + 4 * math.prod(dimensions) > size:
            raise ValueError("weights are missing")
        count += math.prod(dimensions)
    return count

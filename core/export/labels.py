"""The lines of `labels.txt`: one for each number that an exported model gives."""

import re

from core.model.shapes import examine, is_binary
from core.run.record import RunRecord

# All at which Python, or an editor, ends a line, and what ends a text in C.
_BREAKS = re.compile("[\0\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_UNNAMED = "(unnamed)"


def labels(record: RunRecord, classes: tuple[str, ...]) -> tuple[str, ...]:
    """A name for each output of the exported model, in order, each fit for one line.

    Args:
        record: Of the run.
        classes: Names of its classes as they are called now.

    Returns:
        The names with line breaks replaced by spaces; outputs beyond the classes are
        "(unused 11)" ....
    """
    count = outputs(record)
    unused = (f"(unused {number})" for number in range(len(classes) + 1, count + 1))
    return tuple(one_line(name) for name in (*classes, *unused))[:count]


def outputs(record: RunRecord) -> int:
    """How many probabilities an exported model gives for a picture."""
    classes = len(record.classes)
    if is_binary(record.network, classes):
        return 2
    shape = examine(record.network, classes).layers[-1].output_shape
    return shape[-1] if shape else classes


def one_line(name: str) -> str:
    """`name` without line breaks, and in characters that UTF-8 can write."""
    plain = _BREAKS.sub(" ", name).encode("utf-8", "replace").decode("utf-8")
    return plain if plain.strip() else _UNNAMED

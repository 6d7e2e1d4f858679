"""Reading many runs of the same pictures: which picture went where stands in each of their records.

For twenty thousand pictures that is nearly all of a record, and mostly the very same text: it is
parsed once, and kept in memory once.
"""

import json
from typing import Any

from core.run.record import RunRecord, SplitRecord

_KEY = b'"split": '
"""As `write_record` writes it. Within a text of JSON its quotes would have backslashes."""

_SMALL_BYTES = 50_000
_MOST = 4


class SharedSplits:
    """The splits of the records read last, by their text."""

    def __init__(self) -> None:
        self._known: list[tuple[bytes, SplitRecord]] = []

    def taken_out(self, raw: bytes) -> tuple[bytes, SplitRecord | None]:
        """The text of a record without its split, and this; unchanged and None where it is new."""
        start = _start(raw)
        if start:
            for text, split in self._known:
                if raw.startswith(text, start):
                    return raw[:start] + b"null" + raw[start + len(text) :], split
        return raw, None

    def learn(self, raw: bytes, content: Any, record: RunRecord) -> None:  # noqa: ANN401 - any JSON
        """Know the split of a record for the next ones.

        Args:
            raw: The record's whole text.
            content: The same, parsed.
            record: The same, validated.
        """
        start, split = _start(raw), record.data.split
        if start and split is not None:
            text = raw[start : _end(raw, start)]
            short = raw[:start] + b"null" + raw[start + len(text) :]
            if _without_split(short) == _bare(content):
                self._known = [(text, split), *self._known][:_MOST]


def with_split(record: RunRecord, split: SplitRecord) -> RunRecord:
    """The record that was read without its split."""
    data = record.data.model_copy(update={"split": split})
    return record.model_copy(update={"data": data})


def _start(raw: bytes) -> int:
    """Where the only split in a long record begins; 0 where that is not clear."""
    if len(raw) < _SMALL_BYTES or raw.count(_KEY) != 1:
        return 0
    return raw.index(_KEY) + len(_KEY)


def _end(raw: bytes, start: int) -> int:
    """Where it ends, if it is laid out as `write_record` does: as far in as its key is."""
    line = raw.rfind(b"\n", 0, start)
    if line < 0:
        return start
    indent = raw[line : raw.index(b'"', line)]
    return raw.find(indent + b"}", start) + len(indent) + 1


def _without_split(short: bytes) -> object:
    """The content of a text that had its split taken out; None where that broke it."""
    try:
        return json.loads(short)
    except ValueError:
        return None


def _bare(content: Any) -> object:  # noqa: ANN401
    return {**content, "data": {**content["data"], "split": None}}

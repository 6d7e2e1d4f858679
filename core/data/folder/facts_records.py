"""Facts as the bytes that are kept of them, checked when they are read again."""

import json
from hashlib import blake2b

from core.data.folder.facts import Facts
from core.data.folder.listing import FoundFile
from core.data.folder.problem import ProblemKind

_CHECK = 8


def sealed(key: bytes, payload: bytes) -> bytes:
    """`payload` behind a checksum of it and of its key."""
    return _checksum(key, payload) + payload


def unsealed(key: bytes, record: object) -> bytes | None:
    """The payload; None where a byte of it, or what it is kept for, is another."""
    if not isinstance(record, bytes) or len(record) < _CHECK:
        return None
    payload = record[_CHECK:]
    return payload if record[:_CHECK] == _checksum(key, payload) else None


def packed(facts: Facts, version: str, file: FoundFile) -> bytes:
    """Facts with what they hold for: a decoder's version, the file's size and times of change."""
    content = (
        (version, file.file_size, file.modified_ns, file.changed_ns),
        (facts.content.hex(), *facts.size, facts.format, facts.look.hex()),
        (facts.problem, facts.reason),
    )
    return json.dumps(content, separators=(",", ":")).encode()


def unpacked(payload: bytes, version: str, file: FoundFile) -> Facts | None:
    """The facts; None where they hold for another file, or one that was changed, or version."""
    about, picture, (problem, reason) = json.loads(payload)
    if about != [version, file.file_size, file.modified_ns, file.changed_ns]:
        return None
    content, width, height, kind, look = picture
    return Facts(
        content=bytes.fromhex(content),
        size=(width, height),
        format=kind,
        look=bytes.fromhex(look),
        problem=None if problem is None else ProblemKind(problem),
        reason=reason,
    )


def _checksum(key: bytes, payload: bytes) -> bytes:
    return blake2b(len(key).to_bytes(4) + key + payload, digest_size=_CHECK).digest()

"""The base of every value that is read from or written to a file."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable, validated value. An edit is `value.model_copy(update={...})` or `replace`."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

"""The failures a person can do something about."""


class LitmusError(Exception):
    """An expected failure, told in words where the person is looking.

    Attributes:
        message: One sentence: what happened, to which file or setting.
        advice: One sentence: what to do about it; may be empty.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class Cancelled(Exception):  # noqa: N818 - it is no error
    """Raised inside long work when its `CancelToken` was set and nothing is worth keeping."""

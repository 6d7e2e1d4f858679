"""A term and the sentence that explains it."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Entry:
    """A term as it is shown, and the sentence that explains it.

    Attributes:
        title: The term itself; it is the subject of the sentence.
        sentence: The rest of the sentence, for someone who hears the term for the first time.
    """

    title: str
    sentence: str

    @property
    def plain(self) -> str:
        """Title and sentence as plain text."""
        return f"{self.title} {self.sentence}"

    @property
    def html(self) -> str:
        """The same with the title in bold; a tooltip breaks its lines."""
        return self.html_with("")

    def html_with(self, more: str) -> str:
        """The same, and `more` plain text in a line below."""
        below = f"<br>{escape(more)}" if more else ""
        return f"<qt><b>{escape(self.title)}</b> {escape(self.sentence)}{below}</qt>"

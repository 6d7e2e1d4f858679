"""A folder of pictures as no program would like to get it: five hundred odd and hostile files.

What is written is the same each time. Nothing in it needs more than a second or a few megabytes.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from random import Random

from PIL import Image

from tests.corpus_files import Made, broken, intact, lying, no_pictures, perhaps, wrongly_named
from tests.photos import SHAPES, draw

ODD_NAMES = (
    "-rf.jpg",
    "=1+1.jpg",
    "+x.jpg",
    "@home.jpg",
    "CON.jpg",
    "no.jpg",
    "null.jpg",
    "1.jpg",
    "2.jpg",
    "10.jpg",
    "a b  c.jpg",
    "it's.jpg",
    "100%.jpg",
    "#1?.jpg",
    "k\u00fc.jpg",
    "ku\u0308.jpg",  # the same to the eye
    "Case.jpg",
    "cASE.jpg",
    "猫 🐈.jpg",
    "\u202egpj.exe.jpg",  # written from right to left
    "two.dots..jpg",
    "line\nbreak.jpg",
    "tab\there.jpg",
    "<b>bold</b>.jpg",
    "&amp;.jpg",
    "{0}.jpg",
    "%s%n.jpg",
    "x" * 251 + ".jpg",
)
_LITTER = (
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
    "._IMG_1.jpg",
    ".hidden.jpg",
    ".ipynb_checkpoints/a-checkpoint.jpg",
    "__MACOSX/._b.jpg",
    ".thumbnails/c.jpg",
)


@dataclass(frozen=True)
class CorpusFacts:
    """What was written.

    Attributes:
        folder: The folder whose subfolders are the classes.
        good: Files that are pictures, wherever they lie; copies of others among them.
        bad: Files that look like pictures by name and cannot be read.
        unsure: Files that may be read or not: damaged in a way that a decoder may not notice.
        litter: Files of other programs, and hidden ones.
        links: Links: broken, in circles, and to pictures.
        classes: Class folders with good pictures in them.
    """

    folder: Path
    good: tuple[Path, ...]
    bad: tuple[Path, ...]
    unsure: tuple[Path, ...]
    litter: tuple[Path, ...]
    links: tuple[Path, ...]
    classes: tuple[str, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them but the links."""
        return (*self.good, *self.bad, *self.unsure, *self.litter)


def digests(folder: Path) -> dict[str, tuple[str, int]]:
    """Digest and time of change of every file in a folder: equal where nobody changed anything."""
    found: dict[str, tuple[str, int]] = {}
    for root, _folders, names in os.walk(os.fsencode(folder)):
        for name in names:
            path = Path(os.fsdecode(os.path.join(root, name)))  # noqa: PTH118 - names are bytes
            if path.is_file() and not path.is_symlink():
                content = blake2b(path.read_bytes()).hexdigest()
                found[os.fsdecode(path)] = content, path.stat().st_mtime_ns
    return found


def make_corpus(folder: Path) -> CorpusFacts:
    """Write all of it into `folder`, which is made.

    Args:
        folder: Where the class folders `disc`, `square` and `bar` will lie, with `only broken ones`
            and `empty` beside them.
    """
    return _Writer(folder).everything()


@dataclass
class _Writer:
    folder: Path
    good: list[Path] = field(default_factory=list)
    bad: list[Path] = field(default_factory=list)
    unsure: list[Path] = field(default_factory=list)
    litter: list[Path] = field(default_factory=list)
    links: list[Path] = field(default_factory=list)

    def everything(self) -> CorpusFacts:
        (self.folder / "empty").mkdir(parents=True)
        random = Random(5)
        pictures = {shape: draw(shape, 1) for shape in SHAPES}
        for shape, picture in pictures.items():
            self._all(shape, intact(picture), self.good)
            self._all(shape, wrongly_named(picture), self.good)
            self._all(shape, perhaps(picture, random), self.unsure)
        self._all("disc", broken(pictures["disc"]), self.bad)
        self._all("square", lying(pictures["square"]), self.bad)
        self._all("bar", no_pictures(random), self.bad)
        self._all("only broken ones", no_pictures(random), self.bad)
        self._odd_names()
        self._copies()
        self._write_litter()
        self._make_links()
        return CorpusFacts(
            folder=self.folder,
            good=tuple(self.good),
            bad=tuple(self.bad),
            unsure=tuple(self.unsure),
            litter=tuple(self.litter),
            links=tuple(self.links),
            classes=SHAPES,
        )

    def _all(self, shape: str, made: Iterator[Made], into: list[Path]) -> None:
        for name, content in made:
            into.append(self._put(f"{shape}/{name}", content))

    def _put(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def _odd_names(self) -> None:
        deep = "disc/" + "deeper/" * 30
        names = ["square/odd/" + name for name in ODD_NAMES]
        if sys.platform == "win32":
            names = []
        elif sys.platform == "linux":
            names.append(os.fsdecode(b"square/odd/no utf-8 \xff\xfe.jpg"))
        for number, name in enumerate([*names, deep + "deep.jpg", "bar/odd.JPG", "bar/odd.JpEg"]):
            with suppress(OSError):  # not every file system takes all of these names
                self.good.append(self._put(name, _jpeg(name.split("/")[0], 100 + number)))

    def _copies(self) -> None:
        content = _jpeg("disc", 500)
        for name in ("disc/copy 1.jpg", "disc/copy 2.jpg", "square/copy 1.jpg"):
            self.good.append(self._put(name, content))
        nearly = _jpeg("disc", 500, quality=60)
        self.good.append(self._put("disc/nearly copy 1.jpg", nearly))

    def _write_litter(self) -> None:
        for number, name in enumerate(_LITTER):
            content = _jpeg("bar", 600 + number) if name.endswith(".jpg") else b"\0\0\0\1Bud1\0"
            self.litter.append(self._put(f"bar/{name}", content))
        self.litter.append(self._put("._disc", b"\0\5\x16\7"))
        self.litter.append(self._put(".ipynb_checkpoints/x.jpg", _jpeg("bar", 650)))

    def _make_links(self) -> None:
        elsewhere = self.folder / "disc" / "copy 1.jpg"
        for name, target in (
            ("square/link to nothing.jpg", Path("nowhere.jpg")),
            ("square/link to itself.jpg", Path("link to itself.jpg")),
            ("square/link to a picture.jpg", elsewhere),
            ("bar/link to all of it", self.folder),
            ("bar/link to its folder", Path()),
        ):
            link = self.folder / name
            with suppress(OSError, NotImplementedError):  # Windows may not allow it
                link.symlink_to(target)
                self.links.append(link)
        if hasattr(os, "mkfifo"):
            os.mkfifo(self.folder / "bar" / "pipe.jpg")


def _jpeg(shape: str, seed: int, *, quality: int = 90) -> bytes:
    from tests.core.data.pictures import saved

    image: Image.Image = draw(shape, seed)
    return saved(image, "JPEG", quality=quality)

"""Photo folders that are bad in one way each, or in all ways at once."""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from PIL import Image

from tests.core.data.pictures import png_header
from tests.photos import draw, make_photos

ODD_CLASSES = ("CON", "no", "null", "1", "2", "10", "-x", "=1+1", "a,b", "猫")
LIKE_EACH_OTHER = ("Cats", "cats", "k\u00fc", "ku\u0308")
"""Differing only in case or Unicode normalisation: some disks take two of them for one."""


def everything_at_once(folder: Path) -> Path:
    """Two classes of eight good pictures each, among all that a folder should not hold."""
    make_photos(folder, each=8)
    _litter(folder)
    _no_pictures(folder)
    _odd_pictures(folder)
    _links_and_pipes(folder)
    make_photos(folder / "disc" / "x", kinds=("bar",), each=3)
    (folder / "disc" / "x" / "bar").rename(folder / "validation")
    (folder / "disc" / "x").rmdir()
    return folder


def odd_names(folder: Path) -> Path:
    """Classes and files with names that trip programs, in a folder with such a name."""
    classes = list(ODD_CLASSES)
    if sys.platform == "linux":
        classes += [*LIKE_EACH_OTHER, "x" * 255, os.fsdecode(b"\xff\n")]
    for number, name in enumerate(classes):
        for file in range(3):
            picture = draw(("disc", "square")[number % 2], 10 * number + file)
            target = folder / name / f"-{file}.JPG"
            target.parent.mkdir(parents=True, exist_ok=True)
            picture.save(target, "JPEG")
    return folder


def _litter(folder: Path) -> None:
    for name in (".ipynb_checkpoints", "__MACOSX", "disc/.ipynb_checkpoints", "@eaDir"):
        (folder / name).mkdir()
        draw("disc", 70).save(folder / name / "litter.jpg")
    for name in ("._IMG_1.jpg", ".DS_Store", "Thumbs.db", "disc/._disc 1.jpg", "disc/Thumbs.db"):
        (folder / name).write_bytes(b"\0\5\x16\7")


def _no_pictures(folder: Path) -> None:
    (folder / "only broken").mkdir()
    (folder / "no files").mkdir()
    for number in range(3):
        (folder / "only broken" / f"{number}.jpg").write_bytes(b"\xff\xd8\xff" + bytes(number))
    (folder / "disc" / "empty.jpg").touch()
    (folder / "disc" / "letter.jpg").write_text("no picture at all")
    (folder / "disc" / "65535.png").write_bytes(png_header(65_535, 65_535))


def _odd_pictures(folder: Path) -> None:
    disc, square = folder / "disc", folder / "square"
    draw("disc", 80).save(disc / "a webp.JpEg", "WEBP")
    draw("disc", 81).save(disc / "same name.jpg")
    draw("square", 81).save(square / "same name.jpg")
    frames = [draw("disc", number) for number in range(90, 93)]
    frames[0].save(disc / "frames.jpg", "GIF", save_all=True, append_images=frames[1:])
    Image.new("RGB", (1, 1), "red").save(disc / "1x1.png")
    Image.new("RGB", (1, 3000), "lime").save(square / "1x3000.png")
    shutil.copy(disc / "disc 2.jpg", square / "in both.jpg")
    draw("disc", 82).save(folder / "in no class.jpg")


def _links_and_pipes(folder: Path) -> None:
    with suppress(OSError, NotImplementedError):  # Windows may not allow it
        (folder / "disc" / "the whole").symlink_to(folder)
        (folder / "circle").symlink_to(folder / "circle")
        (folder / "disc" / "circle").symlink_to(folder / "disc" / "circle")
        (folder / "square" / "gone.jpg").symlink_to(folder / "gone.jpg")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "square" / "pipe.jpg")

"""Real pictures in class folders, laid out from Debian packages, to measure heads on.

    python -m uv run benchmarks/photo_sets.py OUT [--keep PACKAGES]

`OUT/materials` (ufoai-textures): surfaces, by the word in their names. `OUT/drawings`
(openclipart-png): clip art, by folder. `OUT/furniture` (sweethome3d-furniture): rendered pieces, by
room. `OUT/things` (tuxpaint-stamps-default): cut-outs and drawings, by folder. `OUT/fashion`
and `OUT/fashion-100`: Fashion-MNIST reduced to 40 and to 100 a class. Each picture has a licence of
its own: none may be committed. Needs apt-get and dpkg-deb.
"""

import argparse
import hashlib
import io
import random
import re
import subprocess
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import measuring  # noqa: F401 - finds the rooms of Litmus
import numpy as np
from PIL import Image

from core.data.fashion_mnist import CLASSES, load

FEWEST = 20
MOST = 80
"""Pictures a class: larger ones are thinned out by chance."""

Named = Iterator[tuple[str, str, bytes]]
"""Class, file name, content."""

_MATERIALS = (
    *("wood", "concrete", "grass", "dirt", "rock", "roof", "carpet", "door", "window", "sign"),
    *("box", "metal", "brick", "tile"),
)

_DRAWINGS = (
    *("animals/birds", "animals/bugs", "animals/fish", "animals/mammals", "buildings/homes"),
    *("computer/hardware", "food/beverages", "food/desserts", "food/fruit", "food/meats_and_eggs"),
    *("people/bodypart", "people/clothing", "people/smilies", "people/stickmen", "plants"),
    *("recreation/holiday", "recreation/music", "recreation/party", "recreation/sports"),
    *("recreation/toys", "signs_and_symbols/flags", "signs_and_symbols/weather", "tools"),
    *("transportation/boating", "transportation/roadsigns", "transportation/vehicles"),
)

_THINGS = ("household", "plants", "symbols/money", "town/houses", "town/roadsigns", "vehicles")

_FASHION = {"fashion": 40, "fashion-100": 100}
"""Pictures a class."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--keep", type=Path, default=Path.home() / ".cache" / "photos-packages")
    options = parser.parse_args()
    sets: dict[str, Callable[[Path], Named]] = {
        "materials": materials,
        "drawings": drawings,
        "furniture": furniture,
        "things": things,
    }
    for name, found in sets.items():
        lay_out(found(options.keep), options.out / name, MOST)
    for name, most in _FASHION.items():
        lay_out(fashion(most), options.out / name, most)


def lay_out(found: Named, folder: Path, most: int) -> None:
    """Write them, each content once, the classes that are large enough."""
    classes: dict[str, dict[str, bytes]] = {}
    seen: set[bytes] = set()
    for kind, name, content in found:
        digest = hashlib.sha256(content).digest()
        if digest not in seen:
            seen.add(digest)
            classes.setdefault(kind, {})[f"{digest.hex()[:6]}_{PurePosixPath(name).name}"] = content
    chance = random.Random(0)
    for kind, files in sorted(classes.items()):
        if len(files) < FEWEST:
            continue
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for name in chance.sample(sorted(files), min(most, len(files))):
            (folder / kind / name).write_bytes(files[name])
        print(f"{min(most, len(files)):4d}  {folder.name}/{kind}")


def materials(keep: Path) -> Named:
    for _, content in files_of("ufoai-textures", keep, "pk3"):
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            for name in pack.namelist():
                stem = PurePosixPath(name).stem.lower()
                if not re.search(r"\.(jpg|png)$", name) or re.search(r"_(nm|gm|sm|n|s)$", stem):
                    continue
                kinds = [kind for kind in _MATERIALS if kind in stem]
                if len(kinds) == 1:  # "wood_door" would be in two
                    yield kinds[0], name, pack.read(name)


def drawings(keep: Path) -> Named:
    for name, content in files_of("openclipart-png", keep, "png"):
        folder = str(PurePosixPath(name.split("/png/", 1)[1]).parent)
        if kind := _kind(folder, _DRAWINGS):
            yield kind, name, content


def furniture(keep: Path) -> Named:
    for _, content in files_of("sweethome3d-furniture", keep, "sh3f"):
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            text = pack.read("PluginFurnitureCatalog.properties").decode("latin-1")
            about = dict(
                re.findall(r"^((?:category|icon)#\d+)\s*=\s*(.*?)\s*$", text, re.MULTILINE)
            )
            for key, kind in about.items():
                icon = about.get(key.replace("category", "icon"), "").lstrip("/")
                if key.startswith("category") and icon and kind != "Miscellaneous":
                    yield kind, icon, pack.read(icon)


def things(keep: Path) -> Named:
    for name, content in files_of("tuxpaint-stamps-default", keep, "png"):
        if "/stamps/" in name and not re.search(r"_mirror|_flip", name):
            folder = str(PurePosixPath(name.split("/stamps/", 1)[1]).parent)
            if kind := _kind(folder, _THINGS):
                yield kind, name, content


def _kind(folder: str, kinds: tuple[str, ...]) -> str | None:
    """The last part of the folder of `kinds` that is `folder` or holds it."""
    holding = [known for known in kinds if folder == known or folder.startswith(f"{known}/")]
    return PurePosixPath(holding[0]).name if holding else None


def fashion(most: int) -> Named:
    pictures = load().training
    random_numbers = np.random.default_rng(0)
    for number, kind in enumerate(CLASSES):
        of_class = random_numbers.permutation(np.flatnonzero(pictures.labels == number))
        for chosen in of_class[:most].tolist():
            file = io.BytesIO()
            Image.fromarray(pictures.pixels[chosen, ..., 0]).save(file, "PNG")
            yield kind.replace("/", " or "), f"{chosen}.png", file.getvalue()


def files_of(package: str, keep: Path, suffix: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of the files of a Debian package, which is fetched once."""
    keep.mkdir(parents=True, exist_ok=True)
    if not list(keep.glob(f"{package}_*.deb")):
        subprocess.run(["apt-get", "download", "-q", package], check=True, cwd=keep)
    command = ["dpkg-deb", "--fsys-tarfile", str(next(keep.glob(f"{package}_*.deb")))]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE) as pipe,
        tarfile.open(fileobj=pipe.stdout, mode="r|") as archive,
    ):
        for member in archive:
            wanted = member.isfile() and member.name.endswith(f".{suffix}")
            if wanted and (file := archive.extractfile(member)):
                yield member.name, file.read()


if __name__ == "__main__":
    main()

"""Files that by their suffix are surely no pictures, and so are not opened."""

import os

_KINDS = {
    "a text file": "txt md csv tsv json jsonl xml yaml yml toml ini cfg html htm log rtf tex srt",
    "a film": "mp4 mov avi mkv webm m4v mpg mpeg wmv 3gp flv mts m2ts ogv",
    "a recording of sound": "mp3 wav flac ogg m4a aac opus wma mid",
    "an archive": "zip tar gz tgz bz2 xz 7z rar zst dmg iso",
    "a document": "doc docx xls xlsx ppt pptx odt ods odp epub",
    "a program": "py pyc ipynb js css c cpp h java rs go sh bat ps1 exe dll so jar msi apk",
    "a program's data": "npy npz pkl pickle h5 hdf5 parquet db sqlite mat pt pth onnx tflite "
    "keras pb tfrecord xmp aae",
    "a shortcut": "lnk url webloc desktop",
    "an unfinished download": "part crdownload download",
}
_BY_SUFFIX = {
    f".{suffix}": kind for kind, suffixes in _KINDS.items() for suffix in suffixes.split()
}


def no_picture(name: str) -> str | None:
    """What a file called `name` is, in words with an article, where it surely is no picture.

    Whatever may be a picture (its suffix known, unknown or missing) gives None: it is opened.
    """
    return _BY_SUFFIX.get(os.path.splitext(name)[1].lower())  # noqa: PTH122 - of 100,000 names

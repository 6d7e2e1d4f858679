"""Projects of all kinds, for property tests."""

import os
from pathlib import Path

from hypothesis import strategies as st

from core.data.folder.edits import FolderEdits
from core.data.folder.source import AddedPicture, PhotoSource
from core.data.side import Side
from core.model.presets import PRESETS
from core.project.project import Photos, Project
from core.run.settings import TrainingSettings

NAMES = st.text(
    st.characters(exclude_categories=[], exclude_characters="/\0"), min_size=1, max_size=12
).filter(lambda name: name not in (".", ".."))
"""Of files and folders: whatever a system allows, bytes that are no UTF-8 included."""

FOLDERS = ("/home/ann/fruit", "/home/ann/fruit/in", "/home/ann", "/media/stick", "/home/annabel")

PATHS = st.builds(
    lambda folder, names: os.path.join(folder, *names),  # noqa: PTH118
    st.sampled_from(FOLDERS),
    st.lists(NAMES, min_size=0, max_size=3),
)

EDITS = st.builds(
    FolderEdits,
    names=st.dictionaries(NAMES, NAMES, max_size=3),
    colours=st.dictionaries(NAMES, st.integers(0, 11), max_size=3),
    left_out_classes=st.frozensets(NAMES, max_size=3),
    left_out=st.frozensets(PATHS, max_size=4),
    pins=st.dictionaries(PATHS, st.sampled_from(list(Side)), max_size=3),
    classes=st.dictionaries(PATHS, NAMES, max_size=3),
)

SOURCES = st.builds(
    PhotoSource,
    root=st.none() | PATHS.map(Path),
    class_folders=st.lists(PATHS.map(Path), max_size=2).map(tuple),
    added=st.lists(st.builds(AddedPicture, path=PATHS.map(Path), class_name=NAMES), max_size=2).map(
        tuple
    ),
)

PROJECTS = st.builds(
    Project,
    photos=st.none() | st.builds(Photos, source=SOURCES, edits=EDITS),
    network=st.sampled_from([preset.network for preset in PRESETS]),
    settings=st.builds(
        TrainingSettings, epochs=st.integers(1, 99), learning_rate=st.floats(1e-6, 1)
    ),
    discarded_runs=st.frozensets(st.integers(1, 99).map("run-{:03d}".format), max_size=3),
)

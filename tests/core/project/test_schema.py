"""Projects of an older Litmus are brought forward step by step; paths that lie are refused."""

import json
from pathlib import Path

import pytest

from core.errors import LitmusError
from core.project import project_file
from core.project.place import ProjectPlace
from core.project.project import Project
from core.project.project_file import project_of, project_text

FRUIT = ProjectPlace(Path("/home/ann/fruit/fruit.litmus"))
GOOD = json.loads(project_text(Project(), FRUIT.folder))


def test_an_older_project_passes_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def first(content: dict[str, object]) -> dict[str, object]:
        seen.append(content["schema"])
        settings = content.pop("how_to_train")
        return {**content, "choices": settings}

    def second(content: dict[str, object]) -> dict[str, object]:
        seen.append(content["schema"])
        choices = content.pop("choices")
        return {**content, "settings": choices}

    monkeypatch.setattr(project_file, "SCHEMA", 3)
    monkeypatch.setattr(project_file, "_MIGRATIONS", {1: first, 2: second})
    old = {**GOOD, "schema": 1, "how_to_train": {"epochs": 42}}
    del old["settings"]
    assert project_of(json.dumps(old).encode(), FRUIT).settings.epochs == 42
    assert seen == [1, 2]


def test_a_step_that_the_content_does_not_fit_is_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def step(content: dict[str, object]) -> dict[str, object]:
        return {**content, "settings": content.pop("how_to_train")}

    monkeypatch.setattr(project_file, "SCHEMA", 2)
    monkeypatch.setattr(project_file, "_MIGRATIONS", {1: step})
    with pytest.raises(LitmusError, match="damaged"):
        project_of(json.dumps({**GOOD, "schema": 1}).encode(), FRUIT)


@pytest.mark.parametrize("key", ["left_out", "root"])
def test_a_path_that_no_file_can_have_is_refused(key: str) -> None:
    source: dict[str, object] = {
        "root": "a\0b" if key == "root" else "a",
        "class_folders": [],
        "added": [],
    }
    edits: dict[str, object] = {"left_out": ["a\0b"]} if key == "left_out" else {}
    content = {**GOOD, "photos": {"source": source, "edits": edits}}
    with pytest.raises(LitmusError, match="null character"):
        project_of(json.dumps(content).encode(), FRUIT)

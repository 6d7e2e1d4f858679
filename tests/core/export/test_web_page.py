"""The exported page, in a real browser; skipped only where none is installed."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from core.cancellation import CancelToken
from core.data.fitting import GROUNDS, read_fitted
from core.data.form import Fit, Ground, PictureForm
from core.export import browser, web_page
from core.export.formats import ExportFormat
from core.export.labels import labels
from core.export.opened_page import Page, PageError, opened_page
from core.export.page_text import safe_json
from core.export.source import ExportSource
from core.model.network import InputSpec, NetworkSpec
from core.prediction.answer import answer
from core.prediction.classifier import Classifier
from core.run.folder import Run, write_labels, write_record
from tests.core.export.conftest import MakeRun
from tests.core.export.exported import exported
from tests.core.export.picture_files import picture_files
from tests.fixtures.runs import FIXTURES, LAYERS
from tests.records import record

BROWSER = browser.find_browser()
in_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium, Chrome or Edge is installed")

HOSTILE = (
    "</script><img src=x onerror=document.title='broken'>",
    "green \"quoted\" 'twice' \\ & <!-- <script>",
    "blue \u2028 \U0001f600 @style@ ${1}",
    "nothing",
)
"""Class names; the last output of the model is called by one too."""

COLOURS = {"red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255)}


def colours_run(folder: Path, *, name: str) -> Run:
    """A run of the 8x8 colour net that answers with the brightest channel."""
    folder.mkdir()
    shutil.copy(FIXTURES / "brightest_8x8x3.tflite", folder / "model.tflite")
    network = NetworkSpec(input=InputSpec(height=8, width=8, channels=3), layers=LAYERS)
    made = record(network=network, classes=HOSTILE, name=name)
    data = made.data.model_copy(update={"source": "photos"})
    made = made.model_copy(update={"data": data})
    write_labels(folder, tuple(f"{n}" for n in range(len(HOSTILE))))
    return write_record(folder, made)


def written_page(run: Run, folder: Path) -> Path:
    """The page of a run."""
    folder.mkdir()
    source = ExportSource(run, labels(run.record, run.record.classes))
    web_page.write(source, folder, report=lambda _: None, cancel=CancelToken())
    return folder / web_page.PAGE


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page of a run with hostile names, opened."""
    home = tmp_path_factory.mktemp("page")
    run = colours_run(home / "run", name="<b>Run</b> </title><script>document.title='b'</script>")
    with opened_page(written_page(run, home / "out"), seconds=300) as opened:
        opened.evaluate("litmus.ready")
        yield opened


@pytest.fixture(scope="module")
def coloured(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Gives a PNG file all of one colour."""
    folder = tmp_path_factory.mktemp("coloured")

    def file(name: str) -> Path:
        path = folder / f"{name}.png"
        Image.new("RGB", (40, 30), COLOURS[name]).save(path)
        return path

    return file


def drop(page: Page, *files: Path) -> None:
    """Drop files on the page, as the system does."""
    data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        page.call("Input.dispatchDragEvent", type=kind, x=300, y=300, data=data)
    wait_for(page, files[-1].name)


def choose(page: Page, *files: Path) -> None:
    """Choose files by the page's button, as the system's dialog gives them."""
    root = page.call("DOM.getDocument")["root"]["nodeId"]
    node = page.call("DOM.querySelector", nodeId=root, selector="#file")["nodeId"]
    page.call("DOM.setFileInputFiles", files=[str(file) for file in files], nodeId=node)
    wait_for(page, files[-1].name)


def wait_for(page: Page, name: str) -> None:
    """Until the page shows the picture of this name."""
    page.evaluate(
        f"""(async () => {{
          for (let n = 0; n < 1000; n++) {{
            const shown = await litmus.shown();
            if (shown && shown.name === {json.dumps(name)}) return;
            await new Promise(resolve => setTimeout(resolve, 10));
          }}
          throw new Error("it does not come");
        }})()"""
    )


def text(page: Page, selector: str) -> str:
    """What a person reads there."""
    found = page.evaluate(f"document.querySelector({json.dumps(selector)}).innerText")
    assert isinstance(found, str)
    return found


@in_browser
def test_an_export_answers_as_litmus_does(clothes_run: Run, tmp_path: Path) -> None:
    done = exported(clothes_run, ExportFormat.WEB_PAGE, tmp_path / "out")
    assert done.files == ("README.md", web_page.PAGE, "labels.txt")
    assert done.agreement.agreeing == done.agreement.checked_pictures == 200
    assert (done.agreement.largest_difference or 1) < 1e-3


@in_browser
def test_a_dropped_picture_is_answered(page: Page, coloured: Callable[[str], Path]) -> None:
    for number, colour in enumerate(COLOURS):
        drop(page, coloured(colour))
        assert text(page, "#class").split() == HOSTILE[number].split()
        assert "sure" in text(page, "#sure")
        assert f"{colour}.png" in text(page, "#caption")
        assert "40×30" in text(page, "#caption")
        assert "8×8 colour" in text(page, "#done")


@in_browser
def test_a_chosen_and_a_pasted_picture_is_answered(
    page: Page, coloured: Callable[[str], Path]
) -> None:
    choose(page, coloured("red"), coloured("green"))
    assert text(page, "#class").split() == HOSTILE[1].split()
    page.evaluate(
        """(async () => {
          const canvas = document.createElement('canvas');
          canvas.getContext('2d').fillStyle = '#00f';
          canvas.getContext('2d').fillRect(0, 0, 999, 999);
          const blob = await new Promise(resolve => canvas.toBlob(resolve));
          const clipboardData = new DataTransfer();
          clipboardData.items.add(new File([blob], 'pasted.png', {type: 'image/png'}));
          dispatchEvent(new ClipboardEvent('paste', {clipboardData, bubbles: true}));
        })()"""
    )
    wait_for(page, "pasted.png")
    assert text(page, "#class").split() == HOSTILE[2].split()
    pressed = page.evaluate(
        "[...document.querySelectorAll('.thumb')].map(b => b.getAttribute('aria-pressed'))"
    )
    assert pressed[:3] == ["true", "false", "false"]


@in_browser
def test_what_is_no_picture_is_told_and_costs_nothing(
    page: Page, coloured: Callable[[str], Path], tmp_path: Path
) -> None:
    empty, words = tmp_path / "empty.png", tmp_path / "words.jpg"
    empty.touch()
    words.write_text("no picture <b>at all</b>")
    drop(page, words)
    assert text(page, "#problem") == "words.jpg: This browser cannot read it as a picture."
    drop(page, empty)
    assert text(page, "#problem") == "empty.png: The file is empty."
    assert not page.evaluate("document.getElementById('class').checkVisibility()")
    drop(page, coloured("red"))
    assert not page.evaluate("document.getElementById('problem').checkVisibility()")
    assert text(page, "#class").split() == HOSTILE[0].split()


@in_browser
def test_names_are_texts_and_never_code(page: Page, coloured: Callable[[str], Path]) -> None:
    drop(page, coloured("red"))
    assert page.evaluate("document.images.length") == 0
    assert page.evaluate("document.title").startswith("<b>Run</b> </title>")
    assert text(page, "h1").startswith("<b>Run</b> </title>")
    assert page.evaluate("litmus.about.classes") == [*map(labelled, HOSTILE)]
    listed = page.evaluate("[...document.querySelectorAll('#bars .name')].map(n => n.textContent)")
    assert listed[0] == labelled(HOSTILE[0])


def labelled(name: str) -> str:
    """A class name as `labels.txt` has it."""
    return name.replace("\u2028", " ")


@in_browser
def test_the_page_asks_for_nothing_and_may_not(page: Page) -> None:
    asked = [e for e in page.events if e["method"] == "Network.requestWillBeSent"]
    urls = [event["params"]["request"]["url"] for event in asked]
    assert [url for url in urls if not url.startswith("data:")] == [urls[0]]
    assert urls[0].endswith(web_page.PAGE)
    with pytest.raises(PageError):
        page.evaluate("fetch('https://example.org/')")
    with pytest.raises(PageError):
        page.evaluate("eval('1 + 1')")
    assert page.evaluate("typeof ModuleFactory") == "function"
    assert page.evaluate(
        """(() => {
          const script = document.createElement('script');
          script.textContent = 'globalThis.got = 1';
          document.body.append(script);
          return globalThis.got === undefined;
        })()"""
    )


@in_browser
def test_everything_can_be_reached_by_keyboard(page: Page, coloured: Callable[[str], Path]) -> None:
    choose(page, coloured("red"), coloured("green"))
    page.evaluate("document.activeElement.blur()")
    reached = []
    for _ in range(12):
        for kind in ("rawKeyDown", "keyUp"):
            page.call("Input.dispatchKeyEvent", type=kind, key="Tab", windowsVirtualKeyCode=9)
        reached.append(
            page.evaluate("document.activeElement.id || document.activeElement.className")
        )
        if "thumb" in reached and "choose" in reached:
            break
    assert {"choose", "thumb"} <= set(reached)
    page.evaluate("document.querySelectorAll('.thumb')[1].focus()")
    for kind in ("keyDown", "keyUp"):
        page.call("Input.dispatchKeyEvent", type=kind, key="Enter", text="\r", code="Enter",
                  windowsVirtualKeyCode=13)  # fmt: skip
    assert text(page, "#class").split() == HOSTILE[0].split()


FORMS = [
    PictureForm(height=20, width=32, channels=3, fit=Fit.STRETCH, ground=Ground.WHITE),
    PictureForm(height=20, width=32, channels=1, fit=Fit.CROP, ground=Ground.BLACK),
    PictureForm(height=31, width=20, channels=3, fit=Fit.PAD, ground=Ground.GREY),
    PictureForm(height=300, width=300, channels=1, fit=Fit.PAD, ground=Ground.BLACK),
]


@in_browser
def test_lossless_pictures_become_the_very_pixels(page: Page, tmp_path: Path) -> None:
    files = lossless_pictures(tmp_path / "pictures")
    for form in FORMS:
        for file, seen in zip(files, seen_by(page, files, form), strict=True):
            difference = np.abs(seen.reshape(form.shape).astype(int) - read_fitted(file, form))
            # Laid on a ground before they are averaged, not after: rounded once less.
            assert difference.max() <= ("glass" in file.name), (file.name, form)


@in_browser
def test_turned_jpegs_are_upright_and_their_blocks_begin_where_litmus_begins(
    page: Page, tmp_path: Path
) -> None:
    x, y = np.meshgrid(np.arange(1031), np.arange(777))
    waves = np.stack([np.sin(x / 5), np.sin(y / 7), np.sin((x + y) / 11)], axis=-1)
    image = Image.fromarray((127 + 120 * waves).astype(np.uint8))
    files = []
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        files.append(tmp_path / f"{orientation}.jpg")
        image.save(files[-1], quality=95, subsampling=0, exif=exif)
    form = PictureForm(height=61, width=80, channels=3)
    for file, seen in zip(files, seen_by(page, files, form), strict=True):
        difference = np.abs(seen.reshape(form.shape).astype(int) - read_fitted(file, form))
        assert difference.max() <= 2, file.name


def lossless_pictures(folder: Path) -> list[Path]:
    """PNG files of noise, at sizes that divide into blocks and that do not."""
    folder.mkdir()
    random = np.random.default_rng(5)
    files = []
    for number, (height, width) in enumerate([(7, 5), (8, 8), (61, 90), (300, 260), (777, 1031)]):
        for mode, channels in (("colour", 3), ("grey", 1), ("glass", 4)):
            noise = random.integers(0, 256, (height, width, channels), np.uint8)
            if mode == "glass":
                noise[..., 3] = np.where(noise[..., 3] > 128, 255, 0)
            path = folder / f"{number} {mode}.png"
            Image.fromarray(noise[..., 0] if channels == 1 else noise).save(path)
            files.append(path)
    return files


def seen_by(page: Page, files: list[Path], form: PictureForm) -> list[np.ndarray]:
    """What a network of this form would see of each file."""
    page.evaluate(
        """(() => {
          document.getElementById('probe')?.remove();
          const probe = document.createElement('input');
          Object.assign(probe, {id: 'probe', type: 'file', multiple: true, hidden: true});
          document.body.append(probe);
        })()"""
    )
    root = page.call("DOM.getDocument")["root"]["nodeId"]
    node = page.call("DOM.querySelector", nodeId=root, selector="#probe")["nodeId"]
    page.call("DOM.setFileInputFiles", files=[str(file) for file in files], nodeId=node)
    facts = {"form": form.model_dump(mode="json") | {"ground": GROUNDS[form.ground]}}
    seen = page.evaluate(
        f"""(async () => {{
          const all = [];
          for (const file of document.getElementById('probe').files) {{
            all.push(Array.from((await litmus.seenIn(file, {json.dumps(facts)})).seen.data));
          }}
          return all;
        }})()"""
    )
    return [np.array(data, np.uint8) for data in seen]


def answers_to_files(page: Page, files: list[Path]) -> list[str]:
    """The class that the page shows for each file, dropped one by one."""
    given = []
    for file in files:
        drop(page, file)
        assert not page.evaluate("litmus.shown().then(shown => shown.problem)"), file
        given.append(page.evaluate("litmus.shown().then(shown => shown.ranking[0].name)"))
    return given


def browser_files(folder: Path, count: int) -> list[Path]:
    """Files of all kinds that Chromium reads."""
    return [file for file in picture_files(folder, count) if file.suffix != ".tif"]


@in_browser
def test_files_get_the_class_that_litmus_gives(clothes_run: Run, tmp_path: Path) -> None:
    files = browser_files(tmp_path / "files", 10)
    with opened_page(written_page(clothes_run, tmp_path / "out"), seconds=100) as opened:
        opened.evaluate("litmus.ready")
        given = answers_to_files(opened, files)
    classifier = Classifier.load(clothes_run)
    expected = [answer(classifier, file).class_name for file in files]
    assert sum(a == b for a, b in zip(given, expected, strict=True)) >= len(files) - 1


@pytest.mark.slow
@in_browser
@pytest.mark.parametrize("kind", ["convolutional", "binary", "photo-features", "keras-head"])
def test_a_hundred_files_get_the_class_that_litmus_gives(
    kind: str, real_run: MakeRun, tmp_path: Path
) -> None:
    run = real_run(kind)
    exported(run, ExportFormat.WEB_PAGE, tmp_path / "out")
    files = browser_files(tmp_path / "files", 112)[:100]
    with opened_page(tmp_path / "out" / web_page.PAGE, seconds=500) as opened:
        opened.evaluate("litmus.ready")
        given = answers_to_files(opened, files)
    classifier = Classifier.load(run)
    expected = [answer(classifier, file).class_name for file in files]
    assert sum(a == b for a, b in zip(given, expected, strict=True)) >= 98


def test_without_a_browser_the_note_says_so(
    clothes_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written_page(clothes_run, tmp_path / "out")
    monkeypatch.setattr(browser, "find_browser", lambda: None)
    told = web_page.answers(tmp_path / "out", np.zeros((1, 28, 28, 1), np.uint8))
    assert told == ("It was not checked: no Chromium, Chrome or Edge was found on this computer")


@in_browser
def test_a_broken_page_fails_the_check(clothes_run: Run, tmp_path: Path) -> None:
    page = written_page(clothes_run, tmp_path / "out")
    content = page.read_text(encoding="utf-8")
    found = re.search(r'id="network">(.{40})', content)
    assert found
    page.write_text(content.replace(found[1], "A" * 40), encoding="utf-8")
    with pytest.raises(PageError):
        web_page.answers(tmp_path / "out", np.zeros((1, 28, 28, 1), np.uint8))


@in_browser
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_no_browser_outlives_whoever_asked_it(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><title>A page</title>")
    code = (
        "import sys, time\nfrom pathlib import Path\n"
        "from core.export.opened_page import opened_page\n"
        "with opened_page(Path(sys.argv[1]), seconds=60):\n"
        "    print('open', flush=True)\n    time.sleep(60)\n"
    )
    # So long a path is more than the browser's socket may have.
    deep = tmp_path / ("a" * 80)
    deep.mkdir()
    environment = os.environ | {"TMPDIR": str(deep)}
    command = [sys.executable, "-c", code, str(page)]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[3], env=environment, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"open\n"
        started = psutil.Process(child.pid).children(recursive=True)
        assert started
        child.send_signal(signal.SIGKILL)
    _, alive = psutil.wait_procs(started, timeout=10)
    assert not alive


@in_browser
def test_a_page_that_the_browser_may_not_read_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(browser.BrowserError, match="cannot open the page"),
        opened_page(tmp_path / "absent.html", seconds=60),
    ):
        pass


@in_browser
def test_a_browser_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><title>A page</title>")
    start = time.monotonic()
    with (
        pytest.raises(browser.BrowserError, match="more than 3 seconds"),
        opened_page(page, seconds=3) as opened,
    ):
        opened.evaluate("new Promise(() => {})")
    assert time.monotonic() - start < 15


@settings(max_examples=200)
@given(st.text())
def test_json_in_the_page_ends_no_script(name: str) -> None:
    text = safe_json({"name": name, name: 1})
    assert json.loads(text) == {"name": name, name: 1}
    assert text.isascii()
    assert not set(text) & set("<>&")

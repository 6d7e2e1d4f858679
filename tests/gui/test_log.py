import logging
from pathlib import Path

from core.places import log_file
from gui.log import LOG, start_log


def stop(handler: logging.Handler) -> None:
    LOG.removeHandler(handler)
    handler.close()


def test_what_is_logged_stands_in_the_file() -> None:
    handler = start_log()
    assert handler is not None
    LOG.error("something “odd” 👟")
    stop(handler)

    text = log_file().read_text(encoding="utf-8")
    assert "INFO Litmus" in text
    assert "ERROR something “odd” 👟" in text


def test_the_file_does_not_grow_for_ever() -> None:
    handler = start_log()
    assert handler is not None
    for _ in range(60):
        LOG.info("x" * 50_000)
    stop(handler)

    files = sorted(log_file().parent.iterdir())
    assert len(files) == 4
    assert all(file.stat().st_size <= 500_000 for file in files)


def test_without_a_place_for_it_everything_goes_on(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")

    assert start_log(in_the_way / "litmus.log") is None

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.data.fitting import read_fitted
from core.data.form import Fit, PictureForm
from core.data.picture import decode
from core.data.picture_error import PictureError
from tests.corpus import CorpusFacts, digests, make_corpus

FORM = PictureForm(width=24, height=20, channels=3, fit=Fit.PAD)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CorpusFacts]:
    """The whole corpus; it has to be the same afterwards."""
    facts = make_corpus(tmp_path_factory.mktemp("corpus") / "pictures")
    before = digests(facts.folder)
    yield facts
    assert digests(facts.folder) == before


def test_the_corpus_is_large_and_the_same_each_time(corpus: CorpusFacts, tmp_path: Path) -> None:
    assert len(corpus.files) >= 300
    assert len(set(corpus.files)) == len(corpus.files)
    again = make_corpus(tmp_path / "pictures")
    contents = [
        {path.relative_to(facts.folder): path.read_bytes() for path in facts.files}
        for facts in (corpus, again)
    ]
    assert contents[0] == contents[1]


def test_good_ones_are_read(corpus: CorpusFacts) -> None:
    for path in corpus.good:
        assert read_fitted(path, FORM).shape == FORM.shape, path


def test_bad_ones_say_why(corpus: CorpusFacts) -> None:
    for path in corpus.bad:
        with pytest.raises(PictureError) as error:
            read_fitted(path, FORM)
        assert error.value.reason, path


def test_the_others_do_either(corpus: CorpusFacts) -> None:
    read = 0
    for path in (*corpus.unsure, *corpus.links, *corpus.litter):
        with suppress(PictureError):
            read_fitted(path, FORM)
            read += 1
    assert read > 30


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_real_files_with_any_damage_give_a_picture_or_a_reason(
    corpus: CorpusFacts, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from([p for p in corpus.good if p.stat().st_size < 50_000]))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content)))
        match data.draw(st.sampled_from(("put", "cut", "insert", "double"))):
            case "put":
                content[start : start + 4] = data.draw(st.binary(min_size=1, max_size=8))
            case "cut":
                del content[start : start + data.draw(st.integers(1, 64))]
            case "insert":
                content[start:start] = data.draw(st.binary(min_size=1, max_size=64))
            case _:
                content[start:start] = content[: data.draw(st.integers(0, 256))]
    with suppress(PictureError):
        assert decode(bytes(content), name=path.name, pixel_limit=2_000_000).pixels.size

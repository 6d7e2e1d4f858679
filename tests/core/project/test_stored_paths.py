from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.project.stored_paths import keeper, stored_path

FOLDER = Path("/work/all/fruit")


@given(
    base=st.sampled_from(
        ("/work/all/fruit", "/work/all/fruit/", "/work/all", "/work/all/", "/work", "/", "", "x/")
    ),
    rest=st.text(alphabet="ab./\\: ", max_size=10),
)
@pytest.mark.parametrize("beside", [True, False])
def test_many_paths_are_kept_as_one_is(base: str, rest: str, *, beside: bool) -> None:
    path = base + rest
    assert keeper(FOLDER, beside=beside)(path) == stored_path(path, FOLDER, beside=beside)

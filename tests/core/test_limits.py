import pytest

from core.limits import limits_of, longest
from core.model.layers import MaxPooling2D
from core.model.network import InputSpec, NetworkSpec
from core.run.settings import StopRules, TrainingSettings
from core.values import Value


@pytest.mark.parametrize(
    ("owner", "field", "words"),
    [
        (TrainingSettings, "epochs", "from 1 to 10,000"),
        (TrainingSettings, "learning_rate", "above 0, up to 10"),
        (StopRules, "accuracy", "above 0, up to 1"),
        (MaxPooling2D, "strides", "from 1 to 64"),
    ],
)
def test_a_range_is_read_from_the_field(owner: type[Value], field: str, words: str) -> None:
    assert limits_of(owner, field).words == words


def test_a_field_without_a_range_is_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"InputSpec\.rescale has no range"):
        limits_of(InputSpec, "rescale")
    with pytest.raises(ValueError, match=r"InputSpec\.width may be of any length"):
        longest(InputSpec, "width")


def test_the_longest_list() -> None:
    assert longest(NetworkSpec, "layers") == 200

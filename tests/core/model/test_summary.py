"""What Keras prints for a network that stands on a backbone."""

import pytest

from core.errors import LitmusError
from core.features.backbone import QUICK
from core.model.building import summary_text
from core.model.layers import Backbone, Dense
from core.model.network import NetworkSpec
from core.model.presets import photo_preset
from core.model.shapes import examine
from core.model.standing import with_backbones
from core.training.loading import load_tensorflow


@pytest.fixture(scope="module", autouse=True)
def tensorflow() -> None:
    load_tensorflow()


def test_of_a_regression_the_backbone_and_the_whole_are_shown() -> None:
    network = with_backbones(photo_preset("photo-features").network, QUICK)
    text = summary_text(network, 3)
    assert text.startswith("EfficientNet-Lite0\n")
    assert "stage7_1_project" in text
    assert "regression_2 (Dense)" in text
    # What Keras counts is what the window says.
    assert f"Total params: {examine(network, 3).parameters:,} " in text


def test_of_a_head_that_keras_trains_the_backbone_and_the_head_are_shown() -> None:
    network = with_backbones(photo_preset("keras-head").network, QUICK)
    backbone, head = summary_text(network, 3).split("What follows the backbones")
    assert "stage7_1_project" in backbone
    assert "Total params: 3,843 " in head


def test_a_backbone_that_is_not_there_is_a_sentence() -> None:
    network = NetworkSpec(layers=(Backbone(names=("nowhere",)), Dense()))
    with pytest.raises(LitmusError, match="nowhere"):
        summary_text(network, 3)

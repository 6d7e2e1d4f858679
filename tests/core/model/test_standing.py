from core.data.form import Fit
from core.features.backbone import QUICK
from core.model.layers import Backbone, Dropout
from core.model.network import InputSpec, NetworkSpec
from core.model.presets import photo_preset, preset
from core.model.standing import input_taken, with_backbones

GIVEN = InputSpec(height=64, width=48, channels=1, fit=Fit.PAD, rescale=True)


def test_other_backbones_bring_their_form_and_keep_what_follows() -> None:
    network = NetworkSpec(
        input=GIVEN, layers=(Backbone(), Dropout(), *photo_preset("keras-head").network.layers[1:])
    )
    standing = with_backbones(network, QUICK)
    assert standing.layers == (Backbone(names=QUICK), *network.layers[1:])
    assert standing.input.shape == (260, 260, 3)
    assert standing.input.fit is Fit.PAD
    assert not standing.input.rescale


def test_a_network_without_a_backbone_stays_as_it_is() -> None:
    network = preset("dense-128", GIVEN).network
    assert with_backbones(network, QUICK) is network
    assert input_taken(network) is None


def test_a_backbone_that_is_not_there_takes_nothing_known() -> None:
    network = NetworkSpec(input=GIVEN, layers=(Backbone(names=("nowhere",)),))
    assert input_taken(network) is None
    assert with_backbones(network, ("elsewhere",)).input == GIVEN

"""Shapes and parameter counts: equal to Keras' own, problems and notes in words."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.model.building import build
from core.model.layers import (
    Activation,
    ActivationLayer,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    LayerSpec,
    MaxPooling2D,
    Padding,
)
from core.model.network import InputSpec, NetworkSpec
from core.model.presets import PRESETS, photo_preset
from core.model.shapes import examine, is_binary

_SIZES = st.integers(1, 6)
_STRIDES = st.none() | st.integers(1, 4)
_PADDINGS = st.sampled_from(Padding)

LAYERS: st.SearchStrategy[LayerSpec] = st.one_of(
    st.just(Flatten()),
    st.just(GlobalAveragePooling2D()),
    st.builds(Dense, units=st.integers(1, 40)),
    st.builds(
        Conv2D,
        filters=st.integers(1, 12),
        kernel_size=_SIZES,
        strides=st.integers(1, 4),
        padding=_PADDINGS,
    ),
    st.builds(MaxPooling2D, pool_size=_SIZES, strides=_STRIDES, padding=_PADDINGS),
    st.builds(AveragePooling2D, pool_size=_SIZES, strides=_STRIDES, padding=_PADDINGS),
    st.builds(Dropout, rate=st.just(0.25)),
    st.just(BatchNormalization()),
    st.builds(ActivationLayer, activation=st.sampled_from([Activation.RELU, Activation.TANH])),
)
INPUTS = st.builds(
    InputSpec,
    height=st.integers(4, 20),
    width=st.integers(4, 20),
    channels=st.sampled_from([1, 3]),
    rescale=st.booleans(),
)
NETWORKS = st.builds(
    NetworkSpec, input=INPUTS, layers=st.lists(LAYERS, min_size=1, max_size=6).map(tuple)
)
WORKING = NETWORKS.filter(
    lambda network: all(r.output_shape is not None for r in examine(network, 10).layers)
)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(WORKING)
def test_shapes_and_counts_are_those_of_keras(network: NetworkSpec) -> None:
    model = build(network, 10)
    ours = [(report.output_shape, report.parameters) for report in examine(network, 10).layers]
    keras_layers = model.layers[-len(network.layers) :]
    assert ours == [(tuple(k.output.shape[1:]), k.count_params()) for k in keras_layers]
    assert examine(network, 10).parameters == model.count_params()


def test_the_presets_have_the_known_counts() -> None:
    counts = {p.name: examine(p.network, 10).parameters for p in PRESETS if not p.for_photos}
    assert counts == {"dense-128": 101_770, "dense-512": 407_050, "convolutional": 243_786}


@given(NETWORKS, st.integers(1, 20))
def test_any_network_is_examined_without_a_crash(network: NetworkSpec, classes: int) -> None:
    report = examine(network, classes)
    assert len(report.layers) == len(network.layers)
    broken = [number for number, layer in enumerate(report.layers) if layer.problem]
    assert bool(broken) == (report.problem is not None)
    assert len(broken) <= 1, "what follows a broken layer isn't blamed"


def test_a_layer_that_cannot_follow_says_what_it_needs_and_got() -> None:
    assert _problem(Flatten(), Conv2D()) == (
        "Layer 2: Conv2D needs height × width × channels; Flatten gave 784 numbers."
    )
    assert "does not fit into 28×28" in _problem(Conv2D(kernel_size=29))
    assert "no layers" in _problem()


def test_what_the_last_layer_must_be() -> None:
    assert "Add Flatten before it" in _problem(_answer("classes"))
    assert "10 classes need 10 outputs; this layer has 3" in _problem(Flatten(), _answer(3))
    assert "must end in softmax" in _problem(Flatten(), Dense(units=10))
    more = examine(NetworkSpec(layers=(Flatten(), _answer(12))), 10)
    assert more.problem is None
    assert more.layers[-1].note == "2 more than the 10 classes: they will stay near 0."


def test_softmax_may_be_a_layer_of_its_own() -> None:
    layers = (Flatten(), Dense(units=10, activation=Activation.LINEAR))
    softmax = ActivationLayer(activation=Activation.SOFTMAX)
    assert examine(NetworkSpec(layers=(*layers, softmax)), 10).problem is None


def _answer(units: object) -> Dense:
    return Dense.model_validate({"units": units, "activation": "softmax"})


def _problem(*layers: LayerSpec) -> str:
    return examine(NetworkSpec(layers=layers), 10).problem or ""


def test_one_output_with_sigmoid_answers_two_classes() -> None:
    network = NetworkSpec(layers=(Flatten(), Dense(units=1, activation=Activation.SIGMOID)))
    assert examine(network, 2).problem is None
    assert is_binary(network, 2)
    assert "3 classes need 3 outputs" in (examine(network, 3).problem or "")
    assert not is_binary(network, 3)


def test_one_output_needs_sigmoid_and_several_need_softmax() -> None:
    one = NetworkSpec(layers=(Flatten(), Dense(units=1, activation=Activation.SOFTMAX)))
    two = NetworkSpec(layers=(Flatten(), Dense(units=2, activation=Activation.SIGMOID)))
    assert "must end in sigmoid" in (examine(one, 2).problem or "")
    assert "Sigmoid takes one output" in (examine(two, 2).problem or "")


def test_one_per_class_with_sigmoid_follows_the_number_of_classes() -> None:
    network = NetworkSpec(layers=(Flatten(), Dense(units="classes", activation=Activation.SIGMOID)))
    for classes, units, activation in (
        (2, 1, Activation.SIGMOID),
        (3, 3, Activation.SOFTMAX),
    ):
        assert examine(network, classes).problem is None
        last = network.for_classes(classes).layers[-1]
        assert isinstance(last, Dense)
        assert (last.units, last.activation) == (units, activation)


def test_the_lessons_net_is_that_of_the_lesson() -> None:
    network = photo_preset("horse-or-human").network
    report = examine(network, 2)
    assert network.input.shape == (300, 300, 3)
    assert [layer.output_shape for layer in report.layers][-4:] == [
        (7, 7, 64),
        (3136,),
        (512,),
        (1,),
    ]
    assert report.parameters == 1_704_097
    assert examine(network, 5).problem is None

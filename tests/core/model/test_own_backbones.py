"""A person's own backbones: from a Keras file or keras.applications to features."""

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest

from core.errors import LitmusError
from core.features.backbone import Backbone, backbone
from core.features.extractor import Extractor
from core.features.head import Head, LinearHead
from core.features.keras_backbone import keras_backbone
from core.features.keras_chain import chain, keras_head_chain
from core.features.own_backbones import (
    own_backbone,
    own_backbones,
    own_folder,
    remove_own,
    why_no_name,
)
from core.features.recipe import Output
from core.model.backbone_making import add_backbone
from core.model.backbone_source import (
    PixelRange,
    Source,
    application_names,
    from_application,
    from_file,
    scaled,
)
from core.model.layers import Activation, Dense, LogisticRegression
from core.model.layers import Backbone as BackboneLayer
from core.model.network import InputSpec, NetworkSpec
from core.model.shapes import examine
from core.run.settings import TrainingSettings
from core.training.engines import fresh_engine
from core.training.loading import load_tensorflow

Net: TypeAlias = Any
"""Keras ships no types."""

PIXELS = np.random.default_rng(3).integers(0, 256, (2, 32, 24, 3), np.uint8)


@pytest.fixture(autouse=True)
def tensorflow() -> None:
    load_tensorflow()


def small_net(**changes: Net) -> Net:
    """Two convolutions, and whatever `changes` says of its end."""
    from keras import Input, Sequential, layers

    end = changes.get("end", [layers.GlobalAveragePooling2D(), layers.Dense(4)])
    shape = changes.get("shape", (32, 24, 3))
    return Sequential(
        [
            Input(shape),
            layers.Conv2D(5, 3, strides=2, activation="relu"),
            layers.Conv2D(7, 3, activation="relu"),
            *end,
        ]
    )


def saved(model: Net, folder: Path, name: str = "mine") -> Path:
    path = folder / f"{name}.keras"
    model.save(path)
    return path


def source_of(model: Net, pixels: PixelRange = PixelRange.BYTES) -> Source:
    return Source(model, pixels, "Mine", "a test")


def features_of(made: Backbone, pixels: np.ndarray = PIXELS) -> np.ndarray:
    extractor = Extractor(made)
    return np.stack([extractor.features(picture) for picture in pixels])


def test_a_keras_file_becomes_a_backbone(tmp_path: Path) -> None:
    model = small_net()
    made = add_backbone(from_file(saved(model, tmp_path), PixelRange.UNIT), "mine")
    assert made == backbone("mine") == own_backbone("mine")
    assert [own.name for own in own_backbones()] == ["mine"]
    assert (made.form.shape, made.pooled, made.middle, made.last) == ((32, 24, 3), 7, 0, (13, 9, 7))
    assert made.parameters == 5 * (27 + 1) + 7 * (45 + 1)
    assert made.multiplications == 15 * 11 * 5 * 27 + 13 * 9 * 7 * 45
    inner = np.asarray(model.layers[1](model.layers[0](PIXELS / np.float32(255))))
    wanted = inner.mean(axis=(1, 2))
    np.testing.assert_allclose(features_of(made), wanted, atol=1e-5)
    np.testing.assert_allclose(Extractor(made).last(PIXELS[0]), inner[0], atol=1e-5)
    outputs = keras_backbone(made)(PIXELS)
    np.testing.assert_allclose(np.asarray(outputs["pooled"]), wanted, atol=1e-5)


def test_a_network_can_stand_on_it() -> None:
    add_backbone(source_of(small_net()), "mine")
    for end in (LogisticRegression(), Dense(units="classes", activation=Activation.SOFTMAX)):
        network = NetworkSpec(
            input=InputSpec(height=32, width=24, channels=3, rescale=False),
            layers=(BackboneLayer(names=("mine",)), end),
        )
        report = examine(network, 3)
        assert report.problem is None
        assert report.layers[0].output_shape == (7,)
    elsewhere = network.model_copy(update={"input": InputSpec(height=260, width=260, channels=3)})
    assert "24×32" in (examine(elsewhere, 3).problem or "")


@pytest.mark.parametrize("kind", PixelRange)
def test_what_it_expects_of_pixels_is_built_in(kind: PixelRange) -> None:
    from keras import Input, Model, layers

    given = Input((32, 24, 3))
    kept = layers.DepthwiseConv2D(1, depthwise_initializer="ones", use_bias=False)(given)
    made = add_backbone(source_of(Model(given, kept), kind), "mine")
    wanted = np.asarray(scaled(PIXELS.astype(np.float32), kind)).mean(axis=(1, 2))
    np.testing.assert_allclose(features_of(made), wanted, atol=1e-3, rtol=1e-4)


def _flat() -> Net:
    from keras import layers

    return small_net(end=[layers.Flatten(), layers.Dense(9), layers.Dense(4)])


def _pooled_with_room() -> Net:
    from keras import layers

    pooling = layers.GlobalMaxPooling2D(keepdims=True)
    return small_net(end=[pooling, layers.Conv2D(9, 1), layers.Flatten()])


def _nested() -> Net:
    from keras import Input, Sequential, layers

    inner = small_net(end=[layers.GlobalAveragePooling2D()])
    return Sequential([Input((32, 24, 3)), inner, layers.Dense(4)])


def _any_size() -> Net:
    return small_net(shape=(None, None, 3))


@pytest.mark.parametrize("make", [_flat, _pooled_with_room, _nested, _any_size])
def test_it_is_cut_where_the_picture_has_become_one_row(make: Callable[[], Net]) -> None:
    made = add_backbone(source_of(make()), "mine")
    assert made.pooled == 7
    assert made.form.shape == ((224, 224, 3) if make is _any_size else (32, 24, 3))


def test_another_one_under_the_same_name_is_another_one() -> None:
    from keras import layers

    network = NetworkSpec(
        input=InputSpec(height=32, width=24, channels=3, rescale=False),
        layers=(
            BackboneLayer(names=("mine",)),
            Dense(units="classes", activation=Activation.SOFTMAX),
        ),
    )
    for numbers in (7, 11):
        add_backbone(source_of(small_net(end=[layers.Conv2D(numbers, 3)])), "mine")
        engine = fresh_engine(network, 3, TrainingSettings(), fast_arithmetic=False)
        assert engine.model.input_shape == (None, numbers)
        remove_own("mine")


def test_dropout_and_statistics_stand_still() -> None:
    from keras import Input, Sequential, layers

    model = Sequential(
        [
            Input((32, 24, 3)),
            layers.RandomFlip(),
            layers.Conv2D(7, 3),
            layers.BatchNormalization(),
            layers.Dropout(0.5),
            layers.GlobalAveragePooling2D(),
        ]
    )
    made = add_backbone(source_of(model), "mine")
    wanted = np.asarray(model(PIXELS.astype(np.float32), training=False))
    network = keras_backbone(made)
    for _ in range(2):
        np.testing.assert_allclose(np.asarray(network(PIXELS)["pooled"]), wanted, rtol=1e-3)
    np.testing.assert_allclose(features_of(made), wanted, rtol=1e-3)


def test_what_follows_it_in_a_whole_chain_stands_still_too() -> None:
    from keras import Input, Sequential, layers

    model = Sequential(
        [Input((32, 24, 3)), layers.RandomFlip(), layers.Conv2D(7, 3), layers.Dropout(0.5)]
    )
    made = add_backbone(source_of(model), "mine")
    head = Sequential([Input((7,)), layers.BatchNormalization(), layers.Dropout(0.5)])
    whole = keras_head_chain([made], head)
    wanted = np.asarray(head(features_of(made), training=False))
    for _ in range(2):
        np.testing.assert_allclose(np.asarray(whole(PIXELS)), wanted, rtol=1e-3)
    weights = np.ones((7, 2), np.float32) * [[1, -1]] / 100
    part = LinearHead((Output("mine", 7),), weights.astype(np.float32), np.zeros(2, np.float32))
    regressed = chain([made], Head((part,)), temperature=2.0)
    plain = Head((part,)).probabilities({"mine": features_of(made)}, temperature=2.0)
    np.testing.assert_allclose(np.asarray(regressed(PIXELS)), plain, atol=1e-4)


def _two_inputs() -> Net:
    from keras import Input, Model, layers

    first, second = Input((32, 24, 3)), Input((32, 24, 3))
    return Model([first, second], layers.Conv2D(3, 3)(layers.Add()([first, second])))


def _no_convolution() -> Net:
    from keras import Input, Sequential, layers

    return Sequential([Input((32, 24, 3)), layers.Flatten(), layers.Dense(4)])


def _zeros() -> Net:
    model = small_net()
    model.set_weights([weight * 0 for weight in model.get_weights()])
    return model


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_two_inputs, "2 inputs"),
        (_no_convolution, "no convolution"),
        (lambda: small_net(shape=(32, 24, 1)), "in colour"),
        (lambda: small_net(shape=(5000, 5000, 3)), "4096 is the most"),
        (_zeros, "same about every picture"),
    ],
)
def test_what_cannot_be_one_is_told_and_leaves_nothing(make: Callable[[], Net], words: str) -> None:
    with pytest.raises(LitmusError, match=words):
        add_backbone(source_of(make()), "mine")
    assert own_backbone("mine") is None
    assert not own_folder().exists() or not list(own_folder().iterdir())


def test_files_that_are_none_are_refused(tmp_path: Path) -> None:
    import keras

    @keras.saving.register_keras_serializable(package="mine")
    class Doubled(keras.layers.Layer):  # type: ignore[misc] # Keras ships no types
        def call(self, given: Net) -> Net:
            return 2 * given

    own_layer = saved(small_net(end=[Doubled()]), tmp_path, "own-layer")
    keras.saving.get_custom_objects().clear()
    function = keras.layers.Lambda(lambda given: given, output_shape=(1,))
    code = saved(small_net(end=[function]), tmp_path, "code")
    broken = tmp_path / "broken.keras"
    broken.write_bytes(own_layer.read_bytes()[:-500])
    (tmp_path / "empty.keras").touch()
    (tmp_path / "old.h5").touch()
    for path, words in [
        (own_layer, "its maker's own"),
        (code, "program code"),
        (broken, "cannot be read"),
        (tmp_path / "empty.keras", "cannot be read"),
        (tmp_path / "old.h5", "no .keras file"),
        (tmp_path / "none.keras", "is not there"),
    ]:
        with pytest.raises(LitmusError, match=words):
            from_file(path, PixelRange.BYTES)


@pytest.mark.parametrize(
    "name", ["", "Mine", "../mine", "a/b", "con", "com1.x", ".mine", "x" * 61, "efficientnet-lite0"]
)
def test_names_that_cannot_be(name: str) -> None:
    assert why_no_name(name)
    assert own_backbone(name) is None
    with pytest.raises(LitmusError):
        remove_own(name)
    with pytest.raises(LitmusError):
        add_backbone(source_of(None), name)


def test_a_name_is_given_once_and_free_when_removed() -> None:
    add_backbone(source_of(small_net()), "mine")
    with pytest.raises(LitmusError, match="already"):
        add_backbone(source_of(small_net()), "mine")
    remove_own("mine")
    assert not list(own_folder().iterdir())
    with pytest.raises(LitmusError, match="no backbone “mine”"):
        backbone("mine")
    with pytest.raises(LitmusError, match="that you added"):
        remove_own("mine")


def test_damage_is_told_and_hides_no_other() -> None:
    made = add_backbone(source_of(small_net()), "mine")
    add_backbone(source_of(small_net()), "other")
    path = own_folder() / "mine.json"
    text = path.read_text()
    for damage in ("{", "[]", "{}", text.replace('"pooled": 7', '"pooled": -7')):
        path.write_text(damage)
        with pytest.raises(LitmusError, match="cannot be read"):
            backbone("mine")
        assert [own.name for own in own_backbones()] == ["other"]
    path.write_text(text)
    made.litert_file.write_bytes(b"something else")
    with pytest.raises(LitmusError, match="damaged") as caught:
        Extractor(made)
    assert "backbone remove mine" in caught.value.advice
    (own_folder() / "mine.keras").write_bytes(b"something else")
    with pytest.raises(LitmusError, match="damaged"):
        keras_backbone(made)


def mobilenet(**options: Net) -> Net:
    from keras import applications

    return applications.MobileNetV3Small(weights=None, **options)


def write_old_weights(model: Net, path: Path) -> None:
    """In the form in which the weights of keras.applications are given."""
    import h5py  # type: ignore[import-untyped] # it ships no types
    from keras.src.legacy.saving import legacy_h5_format

    with h5py.File(path, "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)


@pytest.mark.parametrize("top", [True, False])
def test_an_application_takes_its_weights_from_a_file(top: bool, tmp_path: Path) -> None:
    size = {} if top else {"include_top": False, "input_shape": (224, 224, 3)}
    model = mobilenet(**size)
    path = tmp_path / "mine.weights.h5"
    model.save_weights(path)
    source = from_application("MobileNetV3Small", weights=path, download=False)
    assert source.pixels is PixelRange.BYTES
    np.testing.assert_array_equal(source.model.get_weights()[0], model.get_weights()[0])


def test_weights_that_do_not_fit_are_told(tmp_path: Path) -> None:
    other, none = tmp_path / "other.weights.h5", tmp_path / "none.weights.h5"
    small_net().save_weights(other)
    none.write_bytes(b"nothing")
    for path in (other, none):
        with pytest.raises(LitmusError, match="do not fit"):
            from_application("MobileNetV3Small", weights=path, download=False)
    with pytest.raises(LitmusError, match="is not there"):
        from_application("MobileNetV3Small", weights=tmp_path / "no", download=False)
    with pytest.raises(LitmusError, match="needs weights"):
        from_application("MobileNetV3Small", weights=None, download=False)
    with pytest.raises(LitmusError, match="no network “Nothing”"):
        from_application("Nothing", weights=None, download=True)


def test_it_is_known_what_every_application_expects() -> None:
    from keras import applications

    from core.model.backbone_source import _pixels_of

    expected = {name: _pixels_of(getattr(applications, name)) for name in application_names()}
    assert len(expected) > 30
    assert expected["ResNet50"] is PixelRange.CAFFE
    assert expected["DenseNet121"] is PixelRange.IMAGENET
    assert expected["MobileNetV2"] is PixelRange.SIGNED
    assert expected["EfficientNetV2S"] is PixelRange.BYTES


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    folder = tmp_path / "served"
    folder.mkdir()
    made = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield folder, f"http://127.0.0.1:{made.server_port}/"
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.mark.slow
def test_it_is_downloaded_when_asked_for(
    server: tuple[Path, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from keras.src.applications import mobilenet_v3

    folder, address = server
    monkeypatch.setattr(mobilenet_v3, "BASE_WEIGHT_PATH", address)
    monkeypatch.setitem(mobilenet_v3.WEIGHTS_HASHES, "small_224_1.0_float", (None, None))
    home = tmp_path / "keras"
    monkeypatch.setenv("KERAS_HOME", str(home))
    monkeypatch.setattr("keras.src.utils.file_utils.config.keras_home", lambda: str(home))
    with pytest.raises(LitmusError, match="could not be downloaded"):
        from_application("MobileNetV3Small", weights=None, download=True)
    model = mobilenet(include_top=False, input_shape=(224, 224, 3))
    file = folder / "weights_mobilenet_v3_small_224_1.0_float_no_top_v2.h5"
    write_old_weights(model, file)
    source = from_application("MobileNetV3Small", weights=None, download=True)
    assert "Downloading" not in capsys.readouterr().out
    made = add_backbone(source, "mobilenet")
    assert made.title == "MobileNetV3Small"
    assert (made.pooled, made.form.shape) == (576, (224, 224, 3))
    about = json.loads((own_folder() / "mobilenet.json").read_text())
    assert about["origin"].startswith("keras.applications.MobileNetV3Small")
    pixels = np.random.default_rng(0).integers(0, 256, (1, 224, 224, 3), np.uint8)
    wanted = np.asarray(model(pixels.astype(np.float32), training=False)).mean(axis=(1, 2))
    largest = np.abs(wanted).max()
    assert np.abs(features_of(made, pixels) - wanted).max() < 0.01 * largest

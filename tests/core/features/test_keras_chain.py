"""The same probabilities whichever way a picture goes."""

from pathlib import Path

import numpy as np
import pytest

from core.features.backbone import ACCURATE, QUICK, Backbone, backbones
from core.features.extractor import Extractor, Features
from core.features.head import Head, LinearHead, Probabilities, side_by_side
from core.features.keras_chain import chain
from core.features.recipe import head_recipes
from core.model.litert import litert_bytes
from core.prediction.interpreter import LiteRTModel
from tests.photos import draw

TEMPERATURE = 1.6
KINDS = ("disc", "square", "bar")


def pictures(count: int) -> np.ndarray:
    drawn = [draw(KINDS[n % 3], n, size=(64, 48)).resize((260, 260)) for n in range(count)]
    return np.stack([np.asarray(picture) for picture in drawn])


def features_of(pixels: np.ndarray, chosen: tuple[Backbone, ...]) -> dict[str, Features]:
    return {
        backbone.name: np.stack([Extractor(backbone, threads=2).features(p) for p in pixels])
        for backbone in chosen
    }


def fitted(features: dict[str, Features], chosen: tuple[Backbone, ...]) -> Head:
    """What scikit-learn makes of features, whose answers are far from even."""
    from sklearn.linear_model import LogisticRegression

    labels = np.arange(len(next(iter(features.values())))) % 3
    parts = []
    for recipe in head_recipes(chosen):
        numbers = side_by_side(features, recipe.inputs, rooted=recipe.rooted)
        model = LogisticRegression(C=0.1, max_iter=200).fit(numbers, labels)
        parts.append(
            LinearHead(
                recipe.inputs,
                model.coef_.T.astype(np.float32),
                model.intercept_.astype(np.float32),
                recipe.rooted,
            )
        )
    return Head(tuple(parts))


def answers_of_chain(
    pixels: np.ndarray, head: Head, chosen: tuple[Backbone, ...], path: Path
) -> tuple[Probabilities, Probabilities]:
    model = chain(chosen, head, temperature=TEMPERATURE)
    by_keras = np.concatenate([np.asarray(model(part)) for part in np.array_split(pixels, 4)])
    path.write_bytes(litert_bytes(model))
    litert = LiteRTModel(path)
    assert litert.input_shape == (260, 260, 3)
    return by_keras, litert.probabilities(pixels)


def compare(chosen: tuple[Backbone, ...], count: int, path: Path) -> None:
    pixels = pictures(count)
    features = features_of(pixels, chosen)
    head = fitted(features, chosen)
    plain: Probabilities = head.probabilities(features, temperature=TEMPERATURE)
    assert plain.max(axis=1).mean() > 0.6
    for answers in answers_of_chain(pixels, head, chosen, path):
        assert answers.dtype == np.float32
        np.testing.assert_allclose(answers, plain, atol=1e-3)
    uncalibrated = head.probabilities(features, temperature=1)
    assert np.abs(uncalibrated - plain).max() > 0.01


def test_three_ways_give_one_answer(tmp_path: Path) -> None:
    compare(backbones(QUICK), 6, tmp_path / "whole.tflite")


@pytest.mark.slow
def test_three_ways_give_one_answer_on_100_photos(tmp_path: Path) -> None:
    compare(backbones(ACCURATE), 100, tmp_path / "whole.tflite")


def test_a_temperature_of_one_adds_nothing() -> None:
    chosen = backbones(QUICK)
    pixels = pictures(3)
    features = features_of(pixels, chosen)
    head = fitted(features, chosen)
    model = chain(chosen, head, temperature=1)
    assert "calibrated" not in [layer.name for layer in model.layers]
    np.testing.assert_allclose(
        np.asarray(model(pixels)), head.probabilities(features, temperature=1), atol=1e-3
    )


def test_it_is_written_and_read_by_keras_itself(tmp_path: Path) -> None:
    import keras

    chosen = backbones(QUICK)
    pixels = pictures(3)
    head = fitted(features_of(pixels, chosen), chosen)
    model = chain(chosen, head, temperature=TEMPERATURE)
    model.save(tmp_path / "whole.keras")
    again = keras.models.load_model(tmp_path / "whole.keras")
    np.testing.assert_allclose(np.asarray(again(pixels)), np.asarray(model(pixels)), atol=1e-6)

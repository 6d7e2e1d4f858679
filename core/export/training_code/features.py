"""The code for networks that begin with a backbone, and the backbone's file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.export.training_code.cell import Cell, Part, lines, list_code
from core.features.backbone import Backbone, backbones
from core.features.keras_backbone import keras_backbone
from core.features.recipe import head_recipes
from core.run.record import RunRecord

BACKBONE_FILE = "backbone.keras"
"""The pretrained networks, from pixels to the numbers that are learned from."""

_BACKBONE_WORDS = (
    "The *backbone* was trained on a million pictures of ImageNet and is left as it is. It turns "
    "each picture into numbers, once; what follows learns from these numbers alone."
)
_REGRESSION_WORDS = (
    "Two logistic regressions by scikit-learn, whose probabilities are averaged: one on the last "
    "numbers of the backbones, one on those of earlier layers too."
)


def features_cell(record: RunRecord, sets: frozenset[str]) -> Cell:
    """Every picture through the backbone."""
    numbers = '["pooled"]' if not record.network.by_regression else ""
    code = lines(
        f'backbone = keras.models.load_model(FOLDER / "{BACKBONE_FILE}")',
        f"features_train = backbone.predict(x_train, verbose=2){numbers}",
        f"features_val = backbone.predict(x_val, verbose=2){numbers}"
        if "validation" in sets
        else "",
        f"features_test = backbone.predict(x_test, verbose=2){numbers}" if "test" in sets else "",
    )
    return Cell(Part.NETWORK, "The backbone", _BACKBONE_WORDS, code)


def regression_cell(record: RunRecord) -> Cell:
    """The regressions, fitted."""
    found = backbones(record.network.backbone.names if record.network.backbone else ())
    first, second = head_recipes(found)
    weights = record.data.class_weights
    named = list_code("class_weights", weights) + "\n" if weights else ""
    each = "np.array(class_weights)[y_train]" if weights else "None"
    code = f'''\
{named}weights = {each}  # how much each picture counts for


def roots(numbers):
    """Square roots, the sign kept: a few large numbers then say less, many small ones more."""
    return np.copysign(np.sqrt(np.abs(numbers)), numbers)


scaler = StandardScaler().fit(roots(features_train["whole"]))
first = LogisticRegression(C={first.c!r}, max_iter=2000)
first.fit(features_train["pooled"], y_train, sample_weight=weights)
second = LogisticRegression(C={second.c!r}, max_iter=2000)
second.fit(scaler.transform(roots(features_train["whole"])), y_train, sample_weight=weights)


def predict(features):
    """The class numbers that both regressions find most probable on average."""
    scaled = scaler.transform(roots(features["whole"]))
    mean = (first.predict_proba(features["pooled"]) + second.predict_proba(scaled)) / 2
    return first.classes_[mean.argmax(axis=1)]
'''
    return Cell(Part.TRAINING, "The regressions", _REGRESSION_WORDS, code)


def regression_result_cell(record: RunRecord, *, test: bool) -> Cell:
    """The accuracies, printed."""
    names = ["validation" if record.data.validation else "training", *(["test"] if test else [])]
    parts = [_measured(name, {"validation": "val"}.get(name, name)) for name in names]
    parts = [part.replace("_training", "_train") for part in parts]
    words = "How often they are right about pictures they have not learned from."
    return Cell(Part.RESULT, "The result", words, "\n".join(parts))


def _measured(name: str, short: str) -> str:
    return f"""\
accuracy = np.mean(predict(features_{short}) == y_{short})
print(f"{name.capitalize()} accuracy: {{accuracy:.4f}} ({{len(y_{short})}} pictures)")"""


def write_backbone(record: RunRecord, folder: Path) -> None:
    """Write `BACKBONE_FILE` for the network of a run. Needs TensorFlow to be loaded.

    Raises:
        LitmusError: The weights of a backbone are not there, or damaged.
        OSError: It cannot be written.
    """
    import keras

    found = backbones(record.network.backbone.names if record.network.backbone else ())
    pixels = keras.Input(found[0].form.shape, name="pixels")
    wholes = [_numbers(backbone, pixels) for backbone in found]
    outputs = {"pooled": _joined([whole["pooled"] for whole in wholes], "pooled")}
    if record.network.by_regression:
        best = [wholes[0]["pooled"], *([wholes[0]["middle"]] if found[0].middle else [])]
        outputs["whole"] = _joined(best, "whole")
    model = keras.Model(pixels, outputs, name="backbone")
    model.trainable = False
    model.save(folder / BACKBONE_FILE)


def _numbers(backbone: Backbone, pixels: Any) -> Any:  # noqa: ANN401 - Keras ships no types
    """The outputs that are means, as a dict."""
    import keras

    network = keras_backbone(backbone)
    kept = {name: network.output[name] for name in ("pooled", "middle") if name in network.output}
    name = backbone.name.replace("-", "_").replace(".", "_")
    return keras.Model(network.input, kept, name=name)(pixels)


def _joined(numbers: Sequence[Any], name: str) -> Any:  # noqa: ANN401
    from keras import layers

    if len(numbers) == 1:
        return layers.Identity(name=name)(numbers[0])
    return layers.Concatenate(name=name)(list(numbers))

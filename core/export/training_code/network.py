"""The network as the code that a person would write."""

from collections.abc import Iterable

from core.data.augmentation import Augmentation
from core.export.training_code.cell import Cell, Part
from core.features.backbone import backbones
from core.model.layers import (
    ActivationLayer,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    LayerSpec,
    MaxPooling2D,
    Padding,
)
from core.model.shapes import is_binary
from core.run.record import RunRecord
from core.run.settings import Optimizer, TrainingSettings

_OPTIMIZERS = {
    Optimizer.ADAM: ("Adam", ""),
    Optimizer.SGD: ("SGD", ", momentum=0.9"),
    Optimizer.RMSPROP: ("RMSprop", ""),
    Optimizer.ADAMW: ("AdamW", ""),
}

_WORDS = (
    "The layers, in the order in which a picture passes them. `model.summary()` shows what each "
    "of them puts out, and how many numbers it learns."
)


def network_cell(record: RunRecord) -> Cell:
    """The network of a run that is trained in epochs, and its compilation."""
    code = f"""\
{_variation(record)}keras.utils.set_random_seed(SEED)  # so that it begins with the same weights
model = keras.Sequential([
{_layers(record)}
])
optimizer = {_optimizer(record.settings)}
model.compile(optimizer, loss="{_loss(record)}", metrics=["accuracy"])
model.summary()"""
    return Cell(Part.NETWORK, "The network", _WORDS, code)


def layer_code(spec: LayerSpec) -> str:
    """The expression that makes a layer: `layers.Dense(128, activation='relu')`."""
    arguments = {name: repr(value) for name, value in _arguments(spec).items()}
    told = [a if name.startswith("_") else f"{name}={a}" for name, a in arguments.items()]
    # Without one of its own, dropout would take of the seed that the first weights come from.
    seed = ["seed=SEED"] if isinstance(spec, Dropout) else []
    return f"layers.{spec.kind}({', '.join((*told, *seed))})".replace("'", '"')


def varying_layers(augmentation: Augmentation) -> tuple[str, ...]:
    """Layers that vary the training pictures as far as `augmentation` does.

    Keras' zoom counts the other way round, larger numbers make things smaller; both go as far.
    """
    a, made = augmentation, []
    if a.flip_horizontal or a.flip_vertical:
        both = a.flip_horizontal and a.flip_vertical
        way = "horizontal_and_vertical" if both else "horizontal" if a.flip_horizontal else None
        made.append(f'layers.RandomFlip("{way or "vertical"}")')
    if a.rotation:
        made.append(f"layers.RandomRotation({a.rotation:g} / 360)  # degrees either way")
    if a.zoom:
        made.append(f"layers.RandomZoom(({1 / (1 + a.zoom) - 1:.3f}, {a.zoom:g}))")
    if a.shift:
        made.append(f"layers.RandomTranslation({a.shift:g}, {a.shift:g})")
    if a.contrast:
        made.append(f"layers.RandomContrast({a.contrast:g})")
    if a.brightness:
        made.append(f"layers.RandomBrightness({a.brightness:g})")
    return tuple(made)


def _layers(record: RunRecord) -> str:
    """All layers, one a line, indented."""
    network = record.network
    if network.backbone is not None:
        numbers = sum(found.pooled for found in backbones(network.backbone.names))
        made = [f"keras.Input(({numbers},))", *map(layer_code, network.layers[1:])]
    else:
        made = [f"keras.Input({network.input.shape})"]
        made += ["variation"] if record.settings.augmentation.active else []
        made += ["layers.Rescaling(1 / 255)"] if network.input.rescale else []
        made += map(layer_code, network.layers)
    return _each_on_a_line(made)


def _variation(record: RunRecord) -> str:
    """What varies the pictures, as a network of its own; a backbone is given them as they are."""
    augmentation = record.settings.augmentation
    if not augmentation.active or record.network.backbone is not None:
        return ""
    made = _each_on_a_line(varying_layers(augmentation))
    return f"variation = keras.Sequential([  # while it trains only\n{made}\n])\n"


def _each_on_a_line(layers: Iterable[str]) -> str:
    return "\n".join(f"    {_with_comma(layer)}" for layer in layers)


def _with_comma(layer: str) -> str:
    code, comment, words = layer.partition("  #")
    return f"{code},{comment}{words}"


def _arguments(spec: LayerSpec) -> dict[str, object]:
    """The arguments of a layer that differ from Keras' own; those with `_` come without a name."""
    match spec:
        case Dense():
            return {"_": spec.units, **_activation(spec)}
        case Conv2D():
            strides = {"strides": spec.strides} if spec.strides != 1 else {}
            size = {"_": spec.filters, "_size": spec.kernel_size}
            return {**size, **strides, **_padding(spec), **_activation(spec)}
        case MaxPooling2D() | AveragePooling2D():
            strides = {"strides": spec.strides} if spec.strides is not None else {}
            return {"_": spec.pool_size, **strides, **_padding(spec)}
        case Dropout():
            return {"_": spec.rate}
        case BatchNormalization():
            return {"momentum": spec.momentum}
        case ActivationLayer():
            return {"_": spec.activation.value}
        case _:
            return {}


def _activation(spec: Dense | Conv2D) -> dict[str, object]:
    linear = spec.activation.value == "linear"
    return {} if linear else {"activation": spec.activation.value}


def _padding(spec: Conv2D | MaxPooling2D | AveragePooling2D) -> dict[str, object]:
    return {"padding": spec.padding.value} if spec.padding is not Padding.VALID else {}


def _optimizer(settings: TrainingSettings) -> str:
    name, more = _OPTIMIZERS[settings.optimizer]
    return f"keras.optimizers.{name}(learning_rate={settings.learning_rate!r}{more})"


def _loss(record: RunRecord) -> str:
    binary = is_binary(record.network, len(record.classes))
    return "binary_crossentropy" if binary else "sparse_categorical_crossentropy"

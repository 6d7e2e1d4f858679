"""Networks that stand on a backbone: which, and the pictures it takes."""

from core.errors import LitmusError
from core.features.backbone import backbones
from core.model.layers import Backbone
from core.model.network import InputSpec, NetworkSpec

_GIVEN = ("height", "width", "channels")


def with_backbones(network: NetworkSpec, names: tuple[str, ...]) -> NetworkSpec:
    """The same network on these backbones, its pictures brought to the form that they take.

    A network that begins otherwise is left as it is.
    """
    if network.backbone is None:
        return network
    layers = (Backbone(names=names), *network.layers[1:])
    standing = network.model_copy(update={"layers": layers})
    return standing.model_copy(update={"input": input_taken(standing) or network.input})


def input_taken(network: NetworkSpec) -> InputSpec | None:
    """The network's input with the size and colour that its backbone takes.

    None where it has no backbone, or one that is not on this computer.
    """
    if network.backbone is None:
        return None
    try:
        form = backbones(network.backbone.names)[0].form
    except LitmusError:
        return None
    given = {name: getattr(form, name) for name in _GIVEN}
    return network.input.model_copy(update={**given, "rescale": False})

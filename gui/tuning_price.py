"""What fine-tuning would cost, in words."""

from core.errors import LitmusError
from core.features.backbone import backbone
from core.model.network import NetworkSpec
from core.training.backbone_forecast import PassSpeed, read_pass_speed
from core.training.fine_tuning_forecast import fine_tuning_seconds
from gui.durations import about


def tuning_price(
    network: NetworkSpec, *, learned: int, answered: int, speed: PassSpeed | None = None
) -> str:
    """How long fine-tuning takes, such as "about 3 min"; empty where nobody knows.

    Args:
        network: What is to be tuned.
        learned: Training pictures.
        answered: Validation pictures.
        speed: What was measured on this computer; by default what was kept of that.
    """
    if network.backbone is None:
        return ""
    try:
        first = backbone(network.backbone.names[0])
    except LitmusError:  # the layers say so
        return ""
    speed = speed or read_pass_speed()
    seconds = fine_tuning_seconds(first, learned=learned, answered=answered, speed=speed)
    return "" if seconds is None else about(seconds)

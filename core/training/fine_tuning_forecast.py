"""How long fine-tuning will take, told beforehand.

All in multiples of what a picture takes on its way through the backbone without TensorFlow, which
was measured on this computer; the factors were measured with both bundled backbones.
"""

from core.features.backbone import Backbone
from core.training.backbone_forecast import PassSpeed
from core.training.frozen_outputs import variations_of
from core.training.tuning_loop import MOST_EPOCHS

# A pass through the frozen part, its picture decoded and varied.
_PASS = 1.5
# What an epoch takes for a picture that is learned from, and for one that is answered.
_LEARNED, _ANSWERED = 0.4, 0.15
# Most tunings stop before the last epoch.
_EPOCHS = 2 / 3 * MOST_EPOCHS
# Starting TensorFlow, building and compiling the network, and writing it at the end.
_ONCE_S = 20.0


def fine_tuning_seconds(
    backbone: Backbone, *, learned: int, answered: int, speed: PassSpeed | None
) -> float | None:
    """What fine-tuning adds to a training; None until the backbone was measured.

    Args:
        backbone: The one that is trained on: the network's first.
        learned: Training pictures.
        answered: Validation pictures.
        speed: What was measured on this computer.
    """
    passing = speed.passing.get(backbone.sha256) if speed else None
    if passing is None:
        return None
    passes = learned * variations_of(learned) + answered
    in_epochs = _EPOCHS * (learned * _LEARNED + answered * _ANSWERED)
    return _ONCE_S + passing * (passes * _PASS + in_epochs)

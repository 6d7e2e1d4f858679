"""Backbones as Keras networks, for what only Keras can do: fine-tuning and export."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np

from core.errors import LitmusError
from core.features.backbone import Backbone
from core.features.efficientnet import SCALES, efficientnet

if TYPE_CHECKING:
    import keras


def keras_backbone(backbone: Backbone) -> keras.Model:
    """The network of `backbone` for Keras.

    Returns:
        From pixels 0-255, shape (batch, *form.shape), to the outputs `pooled`, shape
        (batch, backbone.pooled), and, where the backbone has them, `middle` and `last`.

    Raises:
        LitmusError: Its weights are not there, or damaged.
    """
    if backbone.weights_file is None:
        raise LitmusError(
            f"“{backbone.title}” has no weights for Keras.", "Choose one of the other backbones."
        )
    if backbone.name not in SCALES:
        from core.features.own_backbones import load_own

        return load_own(backbone)
    try:
        content = backbone.weights_file.read_bytes()
        with np.load(io.BytesIO(content), allow_pickle=False) as weights:
            return efficientnet(SCALES[backbone.name], dict(weights), side=backbone.form.height)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as error:
        raise LitmusError(
            f"The weights “{backbone.weights_file}” cannot be read: {error}.",
            "Install Litmus again: this file comes with it.",
        ) from error

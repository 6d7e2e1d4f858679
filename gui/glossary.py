"""Every term of the window in one plain sentence, for tooltips and callouts.

A term is known by its key: the name of a layer kind ("Dense"), of an activation ("relu"), of an
optimizer ("adam"), of a way to fit pictures ("crop"), or of a setting ("epochs").
"""

from gui.glossary_entry import Entry
from gui.glossary_features import FEATURES
from gui.glossary_network import ACTIVATIONS, LAYER_SETTINGS, LAYERS
from gui.glossary_photos import AUGMENTATION, DIVISION, FORM, LIKENESS
from gui.glossary_training import STOPPING, TRAINING

_NETWORK = {**LAYERS, **ACTIVATIONS, **LAYER_SETTINGS}
_PHOTOS = {**FORM, **DIVISION, **LIKENESS, **AUGMENTATION}
_ENTRIES = {**_NETWORK, **TRAINING, **STOPPING, **_PHOTOS, **FEATURES}


def explain(term: str) -> Entry:
    """The entry for `term`.

    Raises:
        KeyError: The glossary doesn't know the term.
    """
    return _ENTRIES[term]


def is_known(term: str) -> bool:
    """Whether the glossary has an entry for `term`."""
    return term in _ENTRIES


def terms() -> tuple[str, ...]:
    """Every term the glossary knows."""
    return tuple(_ENTRIES)

"""What a run is called before a person gives it a name."""

from core.features.backbone import ACCURATE, QUICK
from core.model.presets import PRESETS
from core.project.project import Project


def run_name(project: Project) -> str:
    """What a run of this project is called: "Dense 128", "Photo features, quick"."""
    title, layer = network_title(project.preset_name), project.network.backbone
    if layer is None or layer.names == ACCURATE:
        return title
    return f"{title}, quick" if layer.names == QUICK else f"{title}, {' + '.join(layer.names)}"


def network_title(preset_name: str) -> str:
    """What a run of this preset is called: "Dense 128", or "Custom" for edited layers."""
    return next((p.title for p in PRESETS if p.name == preset_name), "Custom")

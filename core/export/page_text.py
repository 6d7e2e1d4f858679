"""The one HTML file: runtime, network and facts put into the page's frame."""

import base64
import gzip
import hashlib
import html
import json
import re
from functools import cache
from pathlib import Path

from core.data import fashion_mnist
from core.data.fitting import GROUNDS
from core.data.form import PictureForm
from core.export.labels import one_line
from core.export.readme import accuracy_words
from core.places import RESOURCES
from core.run.record import RunRecord

RUNTIME_VERSION = "2.5.3"
"""Of LiteRT.js in `RESOURCES / "web_runtime"`."""

_PARTS = Path(__file__).parent / "page_parts"
_RUNTIME = RESOURCES / "web_runtime"
_LOADER = "litert_wasm_compat_internal.js"
_BINARY = "litert_wasm_compat_internal.wasm"
_SCRIPTS = ("fitting.js", "reading.js", "ground.js", "preparing.js", "runtime.js", "page.js")
"""One after another in one function: later ones use what earlier ones declare."""

_SLOT = re.compile("@([a-z]+)@")

_POLICY = (
    "default-src 'none'; script-src {loader} {script} 'wasm-unsafe-eval'; style-src {style}; "
    "img-src data: blob:; base-uri 'none'; form-action 'none'"
)
"""These scripts and nothing else; no request to anywhere."""

_LICENCES = """\
This page holds LiteRT.js {version} by Google (https://github.com/google-ai-edge/LiteRT), \
unchanged, under the Apache License 2.0, which stands below.{backbone} The rest of the page was \
written by Litmus; what the network learned belongs to whoever trained it.

"""
_BACKBONE = """ \
The network stands on a backbone: the licence of its weights is named in the README beside this \
page; that of Google's EfficientNet-Lite (changed: last layer left out, weights rounded to \
float16) is the Apache License 2.0 too."""


def page_text(record: RunRecord, labels: tuple[str, ...], network: bytes) -> str:
    """The content of the HTML file.

    Args:
        record: Of the run.
        labels: A name for each output of the network.
        network: A LiteRT file that takes one picture, float32 pixels 0-255, and gives
            probabilities.
    """
    style, loader = _part("style.css"), (_RUNTIME / _LOADER).read_text(encoding="utf-8")
    script = "(() => {\n" + "\n".join(map(_part, _SCRIPTS)) + "})();\n"
    policy = _POLICY.format(loader=_hash(loader), script=_hash(script), style=_hash(style))
    slots = {
        "policy": policy,
        "title": html.escape(_title(record)),
        "style": style,
        "about": safe_json(_about(record, labels)),
        "runtime": _packed_runtime(),
        "network": _packed(network),
        "loader": loader,
        "script": script,
    }
    return _SLOT.sub(lambda match: slots[match[1]], _part("page.html"))


def safe_json(content: object) -> str:
    """JSON that ends no script element and opens none, whatever texts it holds: ASCII, no `<`."""
    text = json.dumps(content)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _about(record: RunRecord, labels: tuple[str, ...]) -> dict[str, object]:
    count = f"{len(labels):,} {'class' if len(labels) == 1 else 'classes'}"
    backbone = _BACKBONE if record.network.backbone is not None else ""
    licence = (_RUNTIME / "LICENSE").read_text(encoding="utf-8")
    return {
        "title": _title(record),
        "subtitle": f"Says which of {count} a picture shows. {accuracy_words(record)}",
        "facts": f"Trained with Litmus on {record.started[:10]}.",
        "classes": labels,
        "form": _form(record.network.input),
        "alone": record.data.source == fashion_mnist.SOURCE,
        "licences": _LICENCES.format(version=RUNTIME_VERSION, backbone=backbone) + licence,
    }


def _title(record: RunRecord) -> str:
    return one_line(record.title) if record.title else "A classifier"


def _form(form: PictureForm) -> dict[str, object]:
    return {
        "width": form.width,
        "height": form.height,
        "channels": form.channels,
        "fit": form.fit.value,
        "ground": GROUNDS[form.ground],
    }


def _part(name: str) -> str:
    return (_PARTS / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@cache
def _packed_runtime() -> str:
    """Half a second's work, the same for every page."""
    return _packed((_RUNTIME / _BINARY).read_bytes())


def _packed(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content, mtime=0)).decode("ascii")

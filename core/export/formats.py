"""The forms in which a model can leave."""

from dataclasses import dataclass
from enum import StrEnum


class ExportFormat(StrEnum):
    """What `--format` takes."""

    KERAS = "keras"
    SAVED_MODEL = "saved-model"
    LITERT = "litert"
    LITERT_FLOAT16 = "litert-float16"
    LITERT_INT8 = "litert-int8"
    ONNX = "onnx"
    COREML = "coreml"
    WEB_PAGE = "web-page"
    SCRIPT = "script"
    NOTEBOOK = "notebook"


@dataclass(frozen=True)
class FormatWords:
    """How a format is presented.

    Attributes:
        title: Its name, "LiteRT, float16".
        use: One plain sentence: who uses it for what.
        packages: Modules it needs beyond the base installation; `uv sync --extra export` brings
            them.
    """

    title: str
    use: str
    packages: tuple[str, ...] = ()


FORMATS: dict[ExportFormat, FormatWords] = {
    ExportFormat.WEB_PAGE: FormatWords(
        "Web page", "One file that opens by double click and says what a dropped picture is."
    ),
    ExportFormat.KERAS: FormatWords(
        "Keras", "For Python programs with Keras, and to train it further."
    ),
    ExportFormat.LITERT: FormatWords(
        "LiteRT (TFLite)", "For phones, small computers and fast Python programs."
    ),
    ExportFormat.LITERT_FLOAT16: FormatWords(
        "LiteRT, float16", "Half the size of LiteRT, the same answers."
    ),
    ExportFormat.LITERT_INT8: FormatWords(
        "LiteRT, int8", "A quarter of the size, for chips without floating point; less exact."
    ),
    ExportFormat.SAVED_MODEL: FormatWords(
        "SavedModel", "For servers with TensorFlow; takes pixels or picture files."
    ),
    ExportFormat.ONNX: FormatWords(
        "ONNX", "For ONNX Runtime in any language.", ("onnx", "onnxruntime", "tf2onnx")
    ),
    ExportFormat.COREML: FormatWords("Core ML", "For iPhone, iPad and Mac.", ("coremltools",)),
    ExportFormat.SCRIPT: FormatWords(
        "Training script", "A short Keras script that trains the same network again."
    ),
    ExportFormat.NOTEBOOK: FormatWords("Notebook", "The same as a Jupyter notebook, with plots."),
}
"""In the order in which they are offered."""

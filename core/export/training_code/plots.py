"""What a notebook shows beside the code: curves, and some wrong answers."""

from core.export.training_code.cell import Cell, Part
from core.export.training_code.composing import TrainingCode
from core.model.shapes import is_binary

_CURVES_WORDS = (
    "Where the validation curve falls behind the training curve, the network learns the training "
    "pictures by heart."
)
_WRONG_WORDS = "Some pictures that it took for something else: what it says, and what it is."

_WRONG = """\
import matplotlib.pyplot as plt

{answers}
CLASSES = (FOLDER / "labels.txt").read_text(encoding="utf-8").rstrip("\\n").split("\\n")
wrong = np.flatnonzero(answers != y_{short})[:8]
figure, axes = plt.subplots(2, 4, figsize=(12, 6), squeeze=False)
for axis in axes.flat:
    axis.axis("off")
for axis, number in zip(axes.flat, wrong):
    axis.imshow(x_{short}[number].squeeze(), cmap="gray")
    said, right = CLASSES[answers[number]], CLASSES[y_{short}[number]]
    axis.set_title(f"{{said}}\\n(is {{right}})", parse_math=False)
plt.show()"""

_CURVES = """\
import matplotlib.pyplot as plt

figure, axes = plt.subplots(1, 2, figsize=(12, 4))
for axis, name in zip(axes, ("loss", "accuracy")):
    axis.plot(history.epoch, history.history[name], label="training")
    if f"val_{name}" in history.history:
        axis.plot(history.epoch, history.history[f"val_{name}"], label="validation")
    axis.set_title(name)
    axis.set_xlabel("epoch")
    axis.legend()
plt.show()"""


def plot_cells(code: TrainingCode) -> tuple[Cell, ...]:
    """The cells with plots for a run."""
    short = "val" if "x_val" in code.code_of(Part.PICTURES) else "train"
    wrong = _WRONG.format(answers=_answers(code, short), short=short)
    curves = Cell(Part.CURVES, "The curves", _CURVES_WORDS, _CURVES)
    answers = Cell(Part.WRONG, "Wrong answers", _WRONG_WORDS, wrong)
    return (answers,) if code.run.record.network.by_regression else (curves, answers)


def _answers(code: TrainingCode, short: str) -> str:
    """What the network says to the pictures of a set: class numbers."""
    record = code.run.record
    given = "features" if record.network.backbone is not None else "x"
    if record.network.by_regression:
        return f"answers = predict(features_{short})"
    probabilities = f"model.predict({given}_{short}, verbose=0)"
    if is_binary(record.network, len(record.classes)):
        return f"answers = ({probabilities}[:, 0] > 0.5).astype(int)"
    return f"answers = {probabilities}.argmax(axis=1)"

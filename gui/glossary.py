"""Every term of the window in one plain sentence, for tooltips and callouts.

A term is known by its key: the name of a layer kind ("Dense"), of an activation ("relu"), of an
optimizer ("adam"), or of a setting ("epochs").
"""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Entry:
    """A term as it is shown, and the sentence that explains it.

    Attributes:
        title: The term itself; it is the subject of the sentence.
        sentence: The rest of the sentence, for someone who hears the term for the first time.
    """

    title: str
    sentence: str

    @property
    def plain(self) -> str:
        """Title and sentence as plain text."""
        return f"{self.title} {self.sentence}"

    @property
    def html(self) -> str:
        """The same with the title in bold; a tooltip breaks its lines."""
        return self.html_with("")

    def html_with(self, more: str) -> str:
        """The same, and `more` plain text in a line below."""
        below = f"<br>{escape(more)}" if more else ""
        return f"<qt><b>{escape(self.title)}</b> {escape(self.sentence)}{below}</qt>"


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


_LAYERS = {
    "input": Entry(
        "Input",
        "is what goes in: the numbers of one picture, as height × width × channels; grey pictures "
        "have one channel, colour pictures three.",
    ),
    "Flatten": Entry(
        "Flatten",
        "lays all numbers of a picture into one long row, because Dense layers read rows; nothing "
        "is learned here.",
    ),
    "Dense": Entry(
        "Dense",
        "connects every unit to every number that comes in: each unit adds them up with its own "
        "learned weights, and so looks for one pattern over the whole row.",
    ),
    "Conv2D": Entry(
        "Conv2D",
        "slides small filters over the picture; each learns one shape, such as an edge or a "
        "stripe, and finds it wherever it is.",
    ),
    "MaxPooling2D": Entry(
        "MaxPooling2D",
        "keeps the strongest of every small square of values: fewer numbers go on, and a shoe "
        "moved by a pixel still looks like a shoe.",
    ),
    "AveragePooling2D": Entry(
        "AveragePooling2D",
        "replaces every small square of values by their mean: fewer numbers go on, and fine "
        "detail is smoothed away.",
    ),
    "GlobalAveragePooling2D": Entry(
        "GlobalAveragePooling2D",
        "reduces each channel to its mean: how much of each shape there is in the picture, no "
        "matter where.",
    ),
    "Dropout": Entry(
        "Dropout",
        "sets a random share of the numbers to 0 in every training step, so that the network "
        "cannot lean on a few of them; it does nothing when the network answers.",
    ),
    "BatchNormalization": Entry(
        "BatchNormalization",
        "brings each channel to a mean near 0 and a spread near 1, which often makes training "
        "faster and steadier.",
    ),
    "Activation": Entry(
        "Activation",
        "is an activation as a layer of its own: it bends the numbers with a fixed formula and "
        "learns nothing.",
    ),
}

_ACTIVATIONS = {
    "linear": Entry("linear", "passes the sums on as they are."),
    "relu": Entry(
        "relu",
        "keeps positive numbers and turns negative ones into 0; it is simple, fast, and the usual "
        "choice inside a network.",
    ),
    "elu": Entry(
        "elu",
        "is like relu, but lets negative numbers fade smoothly to −1 instead of cutting them off.",
    ),
    "gelu": Entry(
        "gelu",
        "is a smooth relu that lets small negative numbers through a little; large language "
        "models use it.",
    ),
    "silu": Entry(
        "silu",
        "multiplies each number by its own sigmoid: a smooth relu that dips a little below 0; "
        "also called swish.",
    ),
    "sigmoid": Entry("sigmoid", "squeezes every number into the range from 0 to 1."),
    "tanh": Entry("tanh", "squeezes every number into the range from −1 to 1."),
    "softmax": Entry(
        "softmax",
        "turns the scores of the classes into shares that are all positive and add up to 100 %: "
        "the network's answer.",
    ),
}

_LAYER_SETTINGS = {
    "pooling": Entry(
        "Pooling",
        "makes a picture smaller by replacing each small square of values by one.",
    ),
    "units": Entry(
        "Units",
        "are the outputs of a Dense layer; more units can learn more patterns, but take longer "
        "and memorise more easily.",
    ),
    "classes": Entry(
        "One unit for each class",
        "is what the last layer needs: each unit gives the score of one class.",
    ),
    "filters": Entry(
        "Filters",
        "are the shapes a Conv2D layer can look for; each gives one channel of the output.",
    ),
    "kernel_size": Entry(
        "The kernel",
        "is the small square of pixels a filter sees at once, as height × width.",
    ),
    "strides": Entry(
        "The stride",
        "is how far the window moves from one place to the next; with 2, the output is half as "
        "high and half as wide.",
    ),
    "padding": Entry(
        "Padding",
        "decides about the border: “valid” keeps the window inside the picture, so the output "
        "gets smaller; “same” adds what is missing outside, so that with stride 1 the size stays.",
    ),
    "valid": Entry("valid", "keeps the window inside the picture, so the output gets smaller."),
    "same": Entry(
        "same", "adds what is missing outside the picture, so that with stride 1 the size stays."
    ),
    "pool_size": Entry(
        "The pool size",
        "is the square of values that becomes one value; 2×2 keeps a quarter of the numbers.",
    ),
    "rate": Entry(
        "The rate",
        "is the share of the numbers that Dropout sets to 0 in each step; 0.5 is every second one.",
    ),
    "momentum": Entry(
        "The momentum",
        "is how slowly the remembered mean and spread follow each new batch; near 1 they change "
        "little by little.",
    ),
    "activation": Entry(
        "The activation",
        "is the formula applied to each result before it goes on; without one, several layers "
        "could do no more than a single one.",
    ),
    "rescale": Entry(
        "÷ 255",
        "brings the pixels from 0–255 to 0–1, where training works best; switch it off to see "
        "what happens. It is part of the model, so the model always takes plain pixels.",
    ),
    "parameters": Entry(
        "Parameters",
        "are the numbers the network learns, together with the few it keeps count with; more of "
        "them can learn more, but need more memory and time.",
    ),
    "output_shape": Entry(
        "The output shape",
        "says how the numbers that leave a layer are arranged: height, width, channels, or just "
        "how many.",
    ),
    "layer": Entry(
        "A layer",
        "is one step of the network: numbers go in, other numbers come out and go on to the next.",
    ),
    "summary": Entry(
        "Keras summary",
        "is the table that model.summary() prints for this network in Keras, the library that "
        "trains it.",
    ),
}

_TRAINING = {
    "epochs": Entry("One epoch", "is one pass over all training pictures."),
    "batch_size": Entry(
        "The batch size",
        "is how many pictures the network looks at before it corrects its weights once; larger "
        "batches go faster, but correct less often.",
    ),
    "optimizer": Entry(
        "The optimizer",
        "is the method that corrects the weights after each batch, so that the loss gets smaller.",
    ),
    "adam": Entry(
        "Adam",
        "gives every weight a step size of its own that adapts as it learns; a good first choice.",
    ),
    "sgd": Entry(
        "SGD",
        "with momentum 0.9 takes plain steps downhill that keep some of their speed; it often "
        "wants a larger learning rate, such as 0.01.",
    ),
    "rmsprop": Entry(
        "RMSprop",
        "divides each weight's step by the size of its recent changes, so that all weights move "
        "at a similar pace.",
    ),
    "adamw": Entry(
        "AdamW",
        "is Adam that also pulls every weight a little towards 0, which works against memorising.",
    ),
    "learning_rate": Entry(
        "The learning rate",
        "is how far the weights move in one correction: too large and they jump past the goal, "
        "too small and learning takes for ever.",
    ),
    "loss": Entry(
        "The loss",
        "is a number for how wrong the answers are; training makes it smaller.",
    ),
    "sparse_categorical_crossentropy": Entry(
        "Sparse categorical cross-entropy",
        "is the loss for choosing one class out of several: it is small when the right class got "
        "a high probability, and grows fast when a wrong answer was given with confidence.",
    ),
    "accuracy": Entry("Accuracy", "is the share of pictures whose class was named correctly."),
    "validation": Entry(
        "The validation share",
        "is the part of the training pictures kept aside: the network never learns from them, so "
        "they show after every epoch how it does on pictures it has not seen.",
    ),
    "seed": Entry(
        "The seed",
        "is where all chance starts from: the split, the first weights, the order of the "
        "pictures; the same seed and settings give the same training again.",
    ),
    "fast_arithmetic": Entry(
        "Fast arithmetic",
        "computes with shorter numbers (bfloat16), which some processors do much faster; "
        "automatic uses it where a measurement of this computer says it pays.",
    ),
    "keep_best": Entry(
        "Keep the best weights",
        "saves the network as it was after the epoch with the lowest validation loss, instead of "
        "after the last one.",
    ),
    "overfitting": Entry(
        "Overfitting",
        "is learning by heart: the training pictures go ever better, new pictures do not.",
    ),
    "time_per_epoch": Entry(
        "The time per epoch",
        "is a forecast for this network on this computer, from one short measurement or from an "
        "earlier run of the same network.",
    ),
    "memory": Entry(
        "Memory",
        "is about how much this training will need, out of what this computer has.",
    ),
}

_STOPPING = {
    "stop": Entry(
        "Stop rules",
        "end a training before its last epoch, as soon as one of them is met after an epoch.",
    ),
    "stop_accuracy": Entry(
        "Training accuracy",
        "is the share of training pictures named correctly during an epoch; the training stops "
        "after the epoch in which it reaches this value.",
    ),
    "stop_loss": Entry(
        "Training loss",
        "says how wrong the answers on the training pictures were; the training stops after the "
        "epoch in which it falls below this value.",
    ),
    "stop_patience": Entry(
        "Validation loss",
        "says how wrong the answers on the validation pictures are; when it has not reached a new "
        "lowest value for so many epochs, more training mostly means learning by heart.",
    ),
}

_ENTRIES = {**_LAYERS, **_ACTIVATIONS, **_LAYER_SETTINGS, **_TRAINING, **_STOPPING}

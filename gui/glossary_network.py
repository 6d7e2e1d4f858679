"""Terms of networks: layers, activations, and the settings of layers."""

from gui.glossary_entry import Entry

LAYERS = {
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
    "Backbone": Entry(
        "A backbone",
        "is a network that somebody trained on more than a million pictures of all kinds; here it "
        "only looks, and says in numbers what it sees: edges, fur, wheels. What tells your classes "
        "apart is learned from those numbers, which takes few pictures and little time.",
    ),
    "LogisticRegression": Entry(
        "Logistic regression",
        "gives each number a weight for each class and adds them up; the best weights are found at "
        "once, from all pictures, so that there are no epochs to watch.",
    ),
}

ACTIVATIONS = {
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
    "sigmoid": Entry(
        "sigmoid",
        "squeezes every number into the range from 0 to 1; as the last of a network for two "
        "classes, one output is enough: it is the probability of the second class.",
    ),
    "tanh": Entry("tanh", "squeezes every number into the range from −1 to 1."),
    "softmax": Entry(
        "softmax",
        "turns the scores of the classes into shares that are all positive and add up to 100 %: "
        "the network's answer.",
    ),
}

LAYER_SETTINGS = {
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
        "is what the last layer needs: each unit gives the score of one class. With sigmoid, two "
        "classes share one unit.",
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

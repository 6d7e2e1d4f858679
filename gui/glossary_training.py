"""Terms of training: settings, optimizers, stop rules, forecast."""

from gui.glossary_entry import Entry

TRAINING = {
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
    "binary_crossentropy": Entry(
        "Binary cross-entropy",
        "is the loss for one output that tells two classes apart: it is small when the right class "
        "got a high probability, and grows fast when a wrong answer was given with confidence.",
    ),
    "accuracy": Entry("Accuracy", "is the share of pictures whose class was named correctly."),
    "validation": Entry(
        "The validation share",
        "is the part of the training pictures kept aside: the network never learns from them, so "
        "they show after every epoch how it does on pictures it has not seen.",
    ),
    "folds": Entry(
        "Folds",
        "are the parts into which the pictures are divided to measure how good the network is: "
        "each part is answered once by a network that learned from the others. So every picture "
        "counts, which is more honest than one small validation set.",
    ),
    "fine_tune": Entry(
        "Fine-tuning",
        "trains the end of the backbone too, in epochs, starting from what was fitted; what comes "
        "out is kept only if it is better on the validation pictures.",
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
    "time_in_all": Entry(
        "The time",
        "is a forecast for this folder on this computer: the pictures pass the backbone once, and "
        "what it makes of them is kept, so that the next training needs the new ones only.",
    ),
    "memory": Entry(
        "Memory",
        "is about how much this training will need, out of what this computer has.",
    ),
}

STOPPING = {
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

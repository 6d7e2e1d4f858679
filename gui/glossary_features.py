"""Terms of pretrained backbones, and of measuring with few pictures."""

from gui.glossary_entry import Entry

FEATURES = {
    "backbone": Entry(
        "A backbone",
        "is a network that has learned from a million photos what edges, textures and parts of "
        "things look like; your pictures pass it once, so that a few of them are enough.",
    ),
    "feature": Entry(
        "A feature",
        "is one of the numbers that a backbone makes of a picture: how much of something it found "
        "there, such as fur, a round edge or water.",
    ),
    "cross_validation": Entry(
        "Cross-validation",
        "measures with few pictures: they are divided into folds, and for each fold the network "
        "learns from all others and is asked about this one; so every picture is asked about "
        "once, by a network that has not seen it.",
    ),
    "fold": Entry(
        "A fold",
        "is one of the equal parts into which the pictures are divided for cross-validation; "
        "near-copies are kept in one fold, or the accuracy would be too good to be true.",
    ),
    "interval": Entry(
        "The 95 % interval",
        "says how far chance may have moved the measured accuracy: the accuracy on many other "
        "pictures of the same kind lies in it 19 times out of 20.",
    ),
    "calibration": Entry(
        "Calibration",
        "makes a probability mean what it says: of all answers given with 80 %, about 80 in 100 "
        "are right.",
    ),
    "learning_curve": Entry(
        "The learning curve",
        "shows how good the network is when it learns from fewer pictures than there are: where "
        "it still rises at its end, more pictures will help.",
    ),
}

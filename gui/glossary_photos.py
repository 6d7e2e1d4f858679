"""Terms of pictures: how they become alike, how they are divided, how they are varied."""

from gui.glossary_entry import Entry

FORM = {
    "image_size": Entry(
        "The picture size",
        "is the width and height every picture is brought to before the network sees it; larger "
        "shows finer detail, but takes more time and memory.",
    ),
    "colour": Entry(
        "Colour",
        "gives the network red, green and blue of every pixel; grey gives it the brightness "
        "alone, which is a third of the numbers.",
    ),
    "fit": Entry(
        "The fit",
        "is how a picture of another shape gets the size: stretched, cropped or padded.",
    ),
    "stretch": Entry(
        "Stretch",
        "keeps the whole picture and squeezes it into the size: nothing is lost, but a tall "
        "picture looks broader than it is.",
    ),
    "crop": Entry(
        "Crop to centre",
        "keeps the shapes as they are and cuts off what does not fit at two sides.",
    ),
    "pad": Entry(
        "Pad",
        "keeps the whole picture and its shapes, and fills the rest of the square with the ground.",
    ),
    "ground": Entry(
        "The ground",
        "is the colour shown where a picture is transparent, and beside one that is padded.",
    ),
}

DIVISION = {
    "training_set": Entry(
        "The training set",
        "holds the pictures the network learns from.",
    ),
    "validation_set": Entry(
        "The validation set",
        "holds pictures the network never learns from; they are checked after every epoch.",
    ),
    "test": Entry(
        "The test share",
        "is the part of the pictures that the training never looks at, not even to check: kept "
        "for one honest measurement at the end.",
    ),
    "exact_copy": Entry(
        "An exact copy",
        "is a file with the very same bytes as another; copies always go to one side of the split.",
    ),
    "near_copy": Entry(
        "A near-copy",
        "is a picture that looks almost the same as another: resized, saved again, or the next of "
        "a burst; near-copies go to one side of the split, or the accuracy would be too good to "
        "be true.",
    ),
    "set_aside": Entry(
        "A picture set aside",
        "cannot be used (any more): it was damaged, changed or deleted; the training goes on "
        "without it.",
    ),
    "class_weights": Entry(
        "Class weights",
        "let each picture of a rare class count for more while the network learns, so that it "
        "does not simply bet on the class with most pictures.",
    ),
}

LIKENESS = {
    "likeness": Entry(
        "Likeness",
        "says how much two pictures show the same kind of thing, as a backbone sees them: 100 % "
        "is the same picture, 0 % is as unlike as most pictures are.",
    ),
    "odd_one": Entry(
        "An odd one out",
        "is a picture that is much less like the rest of its class than is usual there: put "
        "into the wrong folder, showing something else, or simply rare.",
    ),
    "near_duplicate": Entry(
        "A near-duplicate",
        "is a picture that is nearly the same as another: mirrored, cropped, brighter, or the "
        "next of a burst; two of them teach hardly more than one.",
    ),
    "misfit": Entry(
        "A picture that looks like another class",
        "has its most similar pictures there, not in its own class; near-duplicates of it are "
        "not asked.",
    ),
}

AUGMENTATION = {
    "augmentation": Entry(
        "Augmentation",
        "shows the network every training picture a little differently in every epoch: turned, "
        "shifted, brighter; it learns what does not matter, and memorises less.",
    ),
    "augment_none": Entry("None", "shows every training picture exactly as it is, in every epoch."),
    "augment_light": Entry(
        "Light",
        "changes pictures as little as a second photo of the same thing would; right for most.",
    ),
    "augment_strong": Entry(
        "Strong",
        "changes them a lot: for few pictures and many epochs; learning takes longer.",
    ),
    "flip_horizontal": Entry(
        "Flip left to right",
        "mirrors half of the pictures; not for letters, digits or traffic signs.",
    ),
    "flip_vertical": Entry(
        "Flip top to bottom",
        "turns half of the pictures upside down: only where up and down do not matter, as seen "
        "from above or through a microscope.",
    ),
    "rotation": Entry("Rotation", "turns each picture by up to this many degrees, either way."),
    "zoom": Entry("Zoom", "makes each picture larger or smaller by up to this share."),
    "shift": Entry(
        "Shift",
        "moves each picture by up to this share of its width and height, in any direction.",
    ),
    "brightness": Entry("Brightness", "makes each picture lighter or darker by up to this share."),
    "contrast": Entry(
        "Contrast", "makes the differences in each picture stronger or weaker by up to this share."
    ),
}

"""What a training leaves: the record of a run, its folder, reading and writing it."""

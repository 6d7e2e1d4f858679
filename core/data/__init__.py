"""Where pictures come from: the built-in data set, decoding, splitting."""

"""A trained classifier at work: from a picture to an answer, without TensorFlow."""

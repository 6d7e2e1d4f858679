"""What is trained: layers, their shapes, presets, the Keras model, the LiteRT file."""

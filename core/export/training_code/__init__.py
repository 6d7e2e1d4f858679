"""The Keras code that trains a run's network again, as cells of a script or a notebook."""

"""The Train tab: the curves as they grow, the training going on, and the runs."""

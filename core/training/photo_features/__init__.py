"""Fitting what stands on a backbone: scikit-learn's logistic regression, measured honestly."""

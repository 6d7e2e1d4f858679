"""The Predict tab: drop pictures, see what they are."""

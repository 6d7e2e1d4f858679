"""Pretrained backbones: from pictures to the numbers that a few photos suffice to learn from."""

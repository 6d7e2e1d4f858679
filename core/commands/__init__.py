"""Litmus without a window: train, evaluate, predict, summary."""

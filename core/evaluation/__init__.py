"""How good a run is on pictures it has not learned from."""

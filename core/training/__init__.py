"""How a network is trained: the run loop, its events, stop rules, forecast."""

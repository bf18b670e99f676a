"""Floor 2: what an actor can do; each function's decorator names its policy row, move, audit row and event."""

"""Floor 1: what others may add, and how it is found."""

"""Floor 0, pure: text and values in, values out; the standard library alone."""

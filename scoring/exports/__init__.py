"""Export formats: each module here turns a snapshot, and nothing else, into the bytes of one kind of file."""

"""DRAWER: card → card; a file's name is the word in `stages:`."""

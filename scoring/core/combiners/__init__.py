"""DRAWER: children → points; a file's name is the word after `combine:`."""

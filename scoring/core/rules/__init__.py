"""DRAWER: facts → points; a file's name is the word after `rule:`."""

"""Floor 3: the command line. Every module of this folder without a leading underscore is a family of
commands and lists them in COMMANDS; a new file changes no other file."""
from __future__ import annotations

from ._group import Commands

main = Commands("scoring", __name__, list(__path__))

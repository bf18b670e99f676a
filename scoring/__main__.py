"""`python -m scoring`: the command line, where its script is not installed."""
from __future__ import annotations

from scoring.cli import main

main()

"""The control of the YAML corpus: what many programs do with a file, yaml.safe_load and a naive walk."""
from __future__ import annotations

import json
from decimal import Decimal

import yaml


def careless(data: bytes, title: str | None) -> str:
    """What becomes of a file that is read in three lines: 'line N' at fault, 'taken', 'changed' or 'crash'."""
    try:
        tree = yaml.safe_load(data)
        json.dumps(tree, default=str)
        sum(Decimal(indicator["points"]) for indicator in tree["indicators"])
    except yaml.MarkedYAMLError as error:
        return f"line {error.problem_mark.line + 1}" if error.problem_mark else "crash"
    except Exception:
        return "crash"
    return "changed" if title is not None and tree["title"] != title else "taken"

"""Canonical JSON: one way to write a value, one strict way to read it."""
from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core import canonical

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-canonical.MOST, canonical.MOST) | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=("Cs",))), inner))


@pytest.mark.parametrize(("value", "text"), [
    ({"b": 1, "a": [True, None, "一"]}, '{"a":[true,null,"一"],"b":1}'),
    ({"\U00010000": 1, "\uffff": 2}, '{"\U00010000":1,"\uffff":2}'),      # UTF-16 order, not code points
    ("\u0001\n\"\\/\u007f", '"\\u0001\\n\\"\\\\/\u007f"'),
    ((), "[]"),
])
def test_written_as_rfc_8785_says(value: Any, text: str) -> None:
    assert canonical.encode(value).decode() == text


@pytest.mark.parametrize("value", [1.5, {"a": float("nan")}, {1: "a"}, [b"x"], object(), 2 ** 53, -2 ** 53])
def test_what_it_cannot_hold_is_refused(value: Any) -> None:
    with pytest.raises(canonical.CanonicalError):
        canonical.encode(value)


@pytest.mark.parametrize("text", ['{"a":1,"a":1}', "1.0", "1e3", "NaN", "[1", "", "Infinity", "[" * 100_000, "9007199254740992",
                                  "-9007199254740992", "1" * 5000])
def test_what_is_not_ours_is_refused(text: str) -> None:
    with pytest.raises(canonical.CanonicalError):
        canonical.decode(text)


@given(VALUES)
def test_what_is_written_reads_back(value: Any) -> None:
    text = canonical.encode(value).decode()
    assert canonical.decode(text) == json.loads(text) == value
    assert canonical.encode(canonical.decode(text)).decode() == text

"""A slip of the pen anywhere in a file gives faults at places, and never raises."""
from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.places import rulesets
from scoring.rulebook.facts_file import load_facts
from scoring.rulebook.loading import load

WHOLE = (rulesets() / "self-check.yaml").read_text(encoding="utf-8")
HEAD = WHOLE[:WHOLE.index("  - id: transparency")] + WHOLE[WHOLE.index("grades:"):WHOLE.index("cases:")]
FACTS = """\
unit: 月山乡
group: 乡镇
facts:
  items-published: {done: 45, of: 60}
  annual-report: not_done
  errors-found: {内容差错: 2, 文字和链接差错: 3}
  secrecy-review: [逐条先审查后公开]
  quarterly-items: {Q1: 12, Q2: not_applicable}
not_applicable: {interpretations: 没有应解读的文件}
rulings: {items-published: {kind: confirmed}, annual-report: 2024-02-01}
"""
TYPED = st.text("ab09 :：-[]{}&*!|>,\"'\n\t？", max_size=3)
RULES = load(WHOLE.encode(), "r").ruleset


@given(st.integers(0, len(HEAD)), TYPED, st.integers(0, 12))
@settings(max_examples=300, deadline=None)
def test_in_a_ruleset(at: int, typed: str, gone: int) -> None:
    loaded = load((HEAD[:at] + typed + HEAD[at + gone:]).encode(), "f")
    assert (loaded.ruleset is None) == bool(loaded.errors)


@given(st.integers(0, len(FACTS)), TYPED, st.integers(0, 12))
@settings(max_examples=300, deadline=None)
def test_in_a_facts_file(at: int, typed: str, gone: int) -> None:
    assert RULES is not None
    loaded = load_facts((FACTS[:at] + typed + FACTS[at + gone:]).encode(), "f", RULES)
    assert (loaded.sheet is None) == any(f.level == "error" for f in loaded.faults)

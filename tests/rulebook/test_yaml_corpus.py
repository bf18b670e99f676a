"""Every bad file of the corpus is refused with its place and sentence; what PyYAML would do is the control."""
from __future__ import annotations

import json
import subprocess
import sys

import pytest
import yaml

from scoring.rulebook.loading import load
from scoring.rulebook.strict import read_text
from tests.corpus.yaml_files import CROWD, ENCODING, SMALL, STRUCTURE, TYPED, Recipe, swapped
from tests.corpus.yaml_meaning import MEANING, SHOWN, VALUES

WHOLE = ENCODING | VALUES | MEANING


def test_the_small_ruleset_is_taken() -> None:
    loaded = load(SMALL.encode(), "f")
    assert (loaded.faults, loaded.ruleset is not None) == ((), True)


@pytest.mark.parametrize("recipe", WHOLE.values(), ids=WHOLE.keys())
def test_faults_have_place_and_sentence(recipe: Recipe) -> None:
    loaded = load(recipe.data, "f")
    assert sorted(map(str, loaded.faults)) == sorted(f"f:{fault}" for fault in recipe.faults)
    assert (loaded.ruleset is None) == bool(recipe.faults)


@pytest.mark.parametrize("recipe", STRUCTURE.values(), ids=STRUCTURE.keys())
def test_structure_is_refused_at_its_first_place(recipe: Recipe) -> None:
    source = read_text(recipe.data, "f")
    assert [str(source.problems[0])] == [f"f:{fault}" for fault in recipe.faults]
    assert load(recipe.data, "f").ruleset is None


@pytest.mark.parametrize("typed", TYPED, ids=lambda t: t[:12])
def test_scalars_are_the_text_typed(typed: str) -> None:
    source = read_text(swapped("小规则", typed), "f")
    assert source.tree is not None
    assert (source.tree["title"], source.problems) == (typed, ())


@pytest.mark.parametrize("typed", [k for k, v in TYPED.items() if v is not None], ids=lambda t: t[:12])
def test_control_the_usual_loader_changes_what_was_typed(typed: str) -> None:
    assert yaml.safe_load(f"title: {typed}")["title"] == TYPED[typed] != typed


@pytest.mark.parametrize(("typed", "shown"), SHOWN.values(), ids=SHOWN.keys())
def test_texts_come_through_unchanged(typed: str, shown: str) -> None:
    loaded = load(swapped("公开条数", typed), "f")
    assert loaded.ruleset is not None
    assert loaded.ruleset.indicators[0].title == shown


def test_control_the_usual_loader_takes_what_we_refuse() -> None:
    assert yaml.safe_load("a: 1\na: 2\n") == {"a": 2}
    assert yaml.safe_load('a: "\\0"') == {"a": "\0"}
    assert yaml.safe_load(STRUCTURE["Y2-009 merge key"].data) == {"a": 1}
    assert len(json.dumps(yaml.safe_load(STRUCTURE["Y2-001 billion laughs"].data.replace(b"a9", b"a5")[:200]))) > 10_000
    assert yaml.safe_load(ENCODING["Y1-004 UTF-16LE with BOM"].data)["title"] == "小规则"
    with pytest.raises(RecursionError):
        yaml.safe_load(STRUCTURE["Y2-011 1,000 flow lists"].data)
    with pytest.raises(ValueError, match="day is out of range"):
        yaml.safe_load("a: 2024-02-30")
    with pytest.raises(KeyError):
        yaml.safe_load('a: !!bool "abc"')


MEASURE = """
import json, resource, sys, time
from scoring.rulebook.loading import load
from tests.corpus.yaml_files import CROWD, STRUCTURE
load(b"a: 1", "f")
most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
told = {}
for name, data in [*((k, r.data) for k, r in STRUCTURE.items()), ("crowd", CROWD)]:
    before, start = most(), time.process_time()
    refused = load(data, "f").ruleset is None
    told[name] = [time.process_time() - start, (most() - before) / 1024, refused]
print(json.dumps(told))
"""


def test_hostile_files_cost_at_most_a_second_and_50_megabytes() -> None:
    done = subprocess.run([sys.executable, "-c", MEASURE], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert set(told) == {*STRUCTURE, "crowd"}
    assert [name for name, (seconds, megabytes, refused) in told.items()
            if seconds > 1 or megabytes > 50 or not refused] == []


def test_a_crowd_of_leaves_is_refused_by_its_limit() -> None:
    loaded = load(CROWD, "f")
    assert list(map(str, loaded.faults)) == [
        "f:6004:1: 一个规则最多 2000 个末级指标，从这一个起超出了；请拆成几个评分规则"]
    assert len(CROWD) > 800_000

"""A published file with anything changed is refused by both verifiers, also where the forger mends the digest."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from scoring.core import canonical
from tests.forging import resealed
from tests.web.forgeries import MENDED, TEXTS, mended
from tests.web.forgeries_by_place import in_other_forms, places, unmended
from tests.web.specimen import file_text, signer, written
from tests.web.verifying import accepted, alone, verdicts


@pytest.fixture
def here(page: Page, tmp_path: Path) -> Page:
    """The page of one file, opened from the disk with the network off."""
    return alone(page, tmp_path)


def test_the_file_stands_and_one_hundred_forgeries_fall(here: Page) -> None:
    whole = file_text()
    forged = {name: mended(change) for name, change in MENDED.items()} | {name: does(whole) for name, does in TEXTS.items()}
    assert len(forged) >= 110
    assert [name for name, text in forged.items() if text == whole] == []
    assert accepted(here, {"the file": whole}) == {"python": ["the file"], "browser": ["the file"]}
    assert accepted(here, forged) == {"python": [], "browser": []}


# What makes another file that is as consistent as the first: only the published digest, or the signature, tells.
ANOTHER_FILE = [
    "openings › 2f6cf4c358fc: left out", "signature: left out", "snapshot › assessment › basis › 0: left out",
    "snapshot › replaces › changes › units › 0: left out", "snapshot › replaces › changes › units › 0 › lines › items: left out",
    "snapshot › replaces › changes › units › 0 › lines › items › 0: null", "snapshot › ruleset › grades › 0: left out",
    "snapshot › ruleset › grades › 0 › quota: left out", "snapshot › ruleset › groups: left out",
    "snapshot › ruleset › indicators › 0 › points: left out", "snapshot › ruleset › ranking: left out",
    "snapshot › ruleset › ranking › break: left out", "snapshot › ruleset › ranking › break › 0: left out",
    "snapshot › ruleset › ranking › ties: left out", "snapshot › ruleset › stages › 0: left out",
    "snapshot › units › 0 › evidence › items: left out", "snapshot › units › 0 › evidence › items › 0: left out",
    "snapshot › units › 0 › facts › book › rows › 0 › date: left out",
]


def test_every_place_of_a_file_counts(here: Page) -> None:
    file = canonical.decode(file_text(signer()))
    paths = list(places(file))
    forged = dict(in_other_forms(file, paths))
    assert len(forged) >= 400
    assert accepted(here, forged) == {"python": ANOTHER_FILE, "browser": ANOTHER_FILE}
    # With the published digest, or with the old signature, these fall as well.
    kept = {name: written(canonical.decode(forged[name]) | {"digest": file["digest"]}) for name in ANOTHER_FILE[2:]}
    signed = {f"{name}, signed": written(canonical.decode(forged[name]) | {"signature": file["signature"]})
              for name in ANOTHER_FILE[2:]}
    assert accepted(here, kept | signed) == {"python": [], "browser": []}


def test_every_value_changed_alone_is_seen_by_the_digest(here: Page) -> None:
    file = canonical.decode(file_text(signer()))
    forged = dict(unmended(file, list(places(file))))
    assert len(forged) >= 100
    assert accepted(here, forged) == {"python": [], "browser": []}


def scalars(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every text, number and null in a JSON value."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from scalars(value[key], (*path, key))
    else:
        yield path


def test_every_value_of_every_card_and_place_counts(here: Page) -> None:
    body = canonical.decode(file_text())["snapshot"]
    paths = [path for part in ("cards", "ranking") for path in scalars(body[part], (part,))]
    assert len(paths) >= 500

    def other(path: tuple[Any, ...]) -> str:
        def change(file: dict[str, Any]) -> None:
            at = file["snapshot"]
            for key in path[:-1]:
                at = at[key]
            at[path[-1]] = at[path[-1]] + 1 if isinstance(at[path[-1]], int) else f"{at[path[-1]] or ''}0"
        return mended(change)

    found = [len(one.differences) for start in range(0, len(paths), 100)
             for one in verdicts(here, [other(path) for path in paths[start:start + 100]])]
    assert [path for path, count in zip(paths, found, strict=True) if count != 1] == []


def test_what_differs_is_named_with_both_values(here: Page) -> None:
    texts = [mended(MENDED[name]) for name in ("a leaf's points", "a line dropped", "a place", "a grade")]
    assert [one.differences for one in verdicts(here, texts)] == [
        ("评分卡 › verified › 甲乡 › lines › items › points：公布的是 18.5，重算是 18",),
        ('评分卡 › verified › 甲乡 › lines › has：公布的是 （没有），重算是 {"lost":"10","max":"20","points":"10","state":"answered",'
         '"steps":["已具备 2 项：甲、丙","缺 1 项：乙","2 项 × 5 分 = 10 分"]}',),
        ("排名 › groups › 乡镇 › 1 › place：公布的是 2，重算是 1",),
        ("评分卡 › verified › 甲乡 › grade：公布的是 优秀，重算是 不合格",),
    ]


def test_an_erased_text_leaves_the_file_standing(here: Page) -> None:
    file = canonical.decode(file_text())
    del file["openings"][next(key for key, one in file["openings"].items() if one["text"] == "六条没有链接")]
    (found,) = verdicts(here, [resealed(file)])
    assert found.differences == ()

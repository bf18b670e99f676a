"""A published file stands as it is, and falls with any one figure changed."""
from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from scoring import places
from scoring.core import canonical, snapshot
from scoring.core.building import build_ruleset
from scoring.core.published import ERASED, open_file
from scoring.core.score import score
from scoring.core.sheet import read_sheet
from scoring.core.verify import verify
from scoring.core.vocabulary import builtin
from scoring.rulebook.loading import load
from tests.forging import resealed

SHEETS = (
    {"unit": "月山乡", "group": "乡镇", "facts": {"disclosure": "134", "website": "80", "receipts": {"done": "10", "of": "10"}},
     "rulings": {"disclosure": "94", "website": "confirmed"}},
    {"unit": "示例乡", "group": "乡镇", "facts": {"disclosure": "60", "website": "80"},
     "not_applicable": {"receipts": "没有电子公文系统"}},
    {"unit": "示例局", "group": "县直部门", "facts": {"disclosure": "99", "receipts": {"done": "7", "of": "9"}}},
)


def compose() -> str:
    path = places.rulesets() / "egov-targets.yaml"
    data = path.read_bytes()
    ruleset = load(data, path.name).ruleset
    assert ruleset is not None
    salts = (f"{n:032x}" for n in itertools.count(1))
    about = snapshot.About("2024 年度考核", ("苍府办〔2024〕45号",), date(2024, 1, 1), date(2024, 12, 31),
                           date(2024, 12, 31), "示例县考核办", {"2024-02-10": "off"}, "a" * 64)
    parts = []
    for tree in SHEETS:
        problems: list[Any] = []
        sheet = read_sheet(tree, ruleset, (), problems)
        assert problems == []
        parts.append(snapshot.Participant(sheet, {"disclosure": "已按月归档"}, {"disclosure": (("link", "b" * 64),)}))
    return snapshot.compose(about, ruleset, data.decode(), tuple(parts), lambda: next(salts))


@pytest.fixture(scope="module")
def text() -> str:
    return compose()


def figures(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every number in a JSON value: integers, and texts that are nothing but a decimal number."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from figures(item, (*path, key))
    elif isinstance(value, list):
        for n, item in enumerate(value):
            yield from figures(item, (*path, n))
    elif (isinstance(value, int) and not isinstance(value, bool)) or (
            isinstance(value, str) and value.replace(".", "", 1).isdigit()):
        yield path, value


def changed(text: str, path: tuple[Any, ...], rehash: bool) -> str:
    """The file with one figure one higher; with `rehash` the forger mends the hash as well."""
    file = canonical.decode(text)
    place = file["snapshot"]
    for key in path[:-1]:
        place = place[key]
    old = place[path[-1]]
    place[path[-1]] = old + 1 if isinstance(old, int) else str(int(old.split(".")[0]) + 1)
    if rehash:
        return resealed(file)
    return canonical.encode(file).decode()


def test_the_file_stands(text: str) -> None:
    found = verify(text)
    assert found.problems == ()
    assert (found.units, found.lines, found.title) == (3, 18, "2024 年度考核")


def test_any_figure_changed_breaks_the_hash(text: str) -> None:
    paths = [path for path, _ in figures(canonical.decode(text)["snapshot"])]
    assert len(paths) > 100
    standing = [path for path in paths if verify(changed(text, path, rehash=False)).stands]
    assert standing == []


def test_a_figure_of_facts_cards_or_ranking_falls_even_with_a_mended_hash(text: str) -> None:
    body = canonical.decode(text)["snapshot"]
    paths = [path for path, _ in figures(body) if path[0] in ("units", "cards", "ranking")]
    assert len(paths) > 60
    standing = [path for path in paths if verify(changed(text, path, rehash=True)).stands]
    assert standing == []


def forge(text: str, path: tuple[Any, ...], value: Any) -> str:
    file = canonical.decode(text)
    place = file["snapshot"]
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return resealed(file)


@pytest.mark.parametrize(("path", "value", "sentence"), [
    (("cards", "verified", "月山乡", "lines", "disclosure", "points"), "50",
     "评分卡 › verified › 月山乡 › lines › disclosure › points：公布的是 50，重算是 47"),
    (("cards", "verified", "月山乡", "lines", "disclosure", "steps", 0), "134 条 × 0.5 分 = 67 分",
     "评分卡 › verified › 月山乡 › lines › disclosure › steps › 1：公布的是 134 条 × 0.5 分 = 67 分，重算是 94 条 × 0.5 分 = 47 分"),
    (("ranking", "groups", "乡镇", 1, "place"), 1, "排名 › groups › 乡镇 › 2 › place：公布的是 1，重算是 2"),
    (("ranking", "groups", "乡镇", 1, "place"), True, "排名 › groups › 乡镇 › 2 › place：公布的是 True，重算是 2"),
])
def test_the_reason_names_the_place(text: str, path: tuple[Any, ...], value: Any, sentence: str) -> None:
    assert verify(forge(text, path, value)).problems == (sentence,)


@pytest.mark.parametrize("spoil", [
    lambda t: t + "\n", lambda t: t[:-1], lambda t: " " + t, lambda t: t.replace('"digest"', '"hash"', 1),
    lambda t: t.replace('"algorithm":"sha256"', '"algorithm":"md5"'), lambda t: "[]", lambda t: "", lambda t: "{",
    lambda t: '{"a":1,"a":2}', lambda t: t.replace('"version":1}', '"version":2}'), lambda t: "[" * 100000,
    lambda t: t.replace("示例乡", "例示乡"), lambda t: t.replace("已按月归档", "未按月归档"),
])
def test_a_spoilt_file_is_refused_with_a_reason(text: str, spoil: Any) -> None:
    found = verify(spoil(text))
    assert not found.stands
    assert all(found.problems)


def respell(file: dict[str, Any], leave: int, spell: Any) -> None:
    """The opening of the claim's reason with its first `leave` characters moved into the salt."""
    opening = next(o for o in file["openings"].values() if o["text"] == "没有电子公文系统")
    opening["salt"] = spell(opening["salt"] + opening["text"][:leave].encode().hex())
    opening["text"] = opening["text"][leave:]


def unit(file: dict[str, Any], n: int = 0) -> Any:
    return file["snapshot"]["units"][n]


def swap(file: dict[str, Any]) -> None:
    cards = file["snapshot"]["cards"]["verified"]
    cards["月山乡"], cards["示例乡"] = cards["示例乡"], cards["月山乡"]


FORGERIES: dict[str, Any] = {
    "text cut short by a longer salt": lambda f: respell(f, 2, str),
    "salt spelt another way": lambda f: respell(f, 0, lambda salt: f" {salt}"),
    "text beside the opening": lambda f: next(iter(f["openings"].values())).update(note="x"),
    "no version": lambda f: f["snapshot"].update(version=True),
    "more in the snapshot": lambda f: f["snapshot"].update(remark="x"),
    "more in the assessment": lambda f: f["snapshot"]["assessment"].update(remark="x"),
    "no plugins": lambda f: f["snapshot"].pop("plugins"),
    "a plugin nobody has": lambda f: f["snapshot"].update(plugins=["示例插件"]),
    "a date in another form": lambda f: f["snapshot"]["assessment"].update(as_of="20241231"),
    "no period": lambda f: f["snapshot"]["assessment"].pop("period"),
    "no title": lambda f: f["snapshot"]["assessment"].update(title=None),
    "a calendar of nonsense": lambda f: f["snapshot"]["calendar"].update({"2024-02-10": "perhaps"}),
    "replaces nothing": lambda f: f["snapshot"].update(replaces=True),
    "more in a unit": lambda f: unit(f).update(remark="x"),
    "a unit without its group": lambda f: unit(f).pop("group"),
    "a unit in another group": lambda f: unit(f).update(group="县直部门"),
    "a unit renamed": lambda f: unit(f).update(name="日山乡"),
    "a unit dropped": lambda f: f["snapshot"]["units"].pop(),
    "a unit twice": lambda f: f["snapshot"]["units"].append(unit(f)),
    "two units' cards swapped": swap,
    "a line dropped": lambda f: f["snapshot"]["cards"]["verified"]["月山乡"]["lines"].pop("website"),
    "a state changed": lambda f: f["snapshot"]["cards"]["verified"]["月山乡"]["lines"]["website"].update(state="unanswered"),
    "a figure spelt another way": lambda f: f["snapshot"]["cards"]["verified"]["月山乡"].update(total="97.0"),
    "a group renamed": lambda f: f["snapshot"]["groups"].reverse(),
    "a correction called a confirmation": lambda f: unit(f)["rulings"]["disclosure"].update(kind="confirmed"),
    "a correction called a refusal": lambda f: unit(f)["rulings"]["disclosure"].update(kind="applicable"),
    "a correction without facts": lambda f: unit(f)["rulings"]["website"].update(kind="corrected"),
    "a confirmation called a refusal": lambda f: unit(f)["rulings"]["website"].update(kind="applicable"),
    "an unheard-of ruling": lambda f: unit(f)["rulings"]["website"].update(kind="perhaps"),
    "a ruling dropped": lambda f: unit(f)["rulings"].pop("disclosure"),
    "more in a ruling": lambda f: unit(f)["rulings"]["website"].update(by="甲"),
    "evidence of no kind": lambda f: unit(f)["evidence"]["disclosure"].append({"digest": "b" * 64}),
    "evidence of no leaf": lambda f: unit(f)["evidence"].update(nothing=[]),
    "a note on no leaf": lambda f: unit(f)["notes"].update(nothing="b" * 64),
    "a receipt of nothing": lambda f: unit(f).update(receipt="x"),
    "a moment of no day": lambda f: unit(f).update(submitted_at="昨天"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_with_a_mended_hash_is_refused(text: str, forgery: str) -> None:
    file = canonical.decode(text)
    FORGERIES[forgery](file)
    found = verify(resealed(file))
    assert not found.stands
    assert all(found.problems)


def test_a_claim_is_not_confirmed(text: str) -> None:
    """Accepted and confirmed come to the same points: the kind has to be the one that was given."""
    file = canonical.decode(text)
    unit(file, 1)["rulings"]["receipts"] = {"kind": "confirmed", "facts": None, "reason": "0" * 64}
    forged = resealed(file)
    assert verify(forged).problems == ("示例乡：receipts 申请了不适用，复核意见却是确认",)


def test_a_commitment_is_the_hash_of_salt_and_the_whole_text() -> None:
    # sha256 of sixteen zero bytes and the UTF-8 of 不同意, worked out apart from this program
    assert snapshot.commitment("00" * 16, "不同意") == "1cbd9da7cc1a199e6fb225cf43bd6bcd0d405782c17ac6af6c9365c9de68b929"


def test_an_erased_text_leaves_the_rest_standing(text: str) -> None:
    file = canonical.decode(text)
    key = next(k for k, v in file["openings"].items() if v["text"] == "没有电子公文系统")
    del file["openings"][key]
    erased = resealed(file)
    assert verify(erased).stands
    result = open_file(erased).result("示例乡")
    assert result is not None
    assert [row.claim for row in result.rows if row.leaf.id == "receipts"] == [ERASED]


def test_what_readers_see(text: str) -> None:
    published = open_file(text)
    result = published.result("月山乡")
    assert result is not None
    row = next(r for r in result.rows if r.leaf.id == "disclosure")
    assert (row.claimed_fact, row.verified_fact, row.links, row.note) == ("134 条", "94 条", 1, "已按月归档")
    assert row.lost_reason == "94 条 × 0.5 分 = 47 分"
    assert (result.place, result.of, result.claimed.total, result.verified.total) == (1, 2, 100, 97)
    assert verify(text).digest == published.digest
    assert compose() == text


def test_the_order_of_kinds_survives_the_snapshot() -> None:
    """Canonical JSON sorts keys; the author's order is the order of the form and of the printed steps."""
    tree = {"ruleset": "t", "version": "1", "title": "测试", "points": "20", "indicators": [
        {"id": "press", "title": "刊发", "points": "20", "score": {"rule": "per_entry", "kinds": {"省": "3", "市": "2"}}}]}
    built, _ = build_ruleset(tree, builtin())
    again, _ = build_ruleset(canonical.decode(canonical.encode(built.data).decode()), builtin())
    facts = {"facts": {"press": {"市": "1", "省": "1"}}}
    steps = [score(r, read_sheet(facts, r, (), [])).lines["press"].steps for r in (built, again)]
    assert steps == [("省 1 条 × 3 分 = 3 分", "市 1 条 × 2 分 = 2 分", "3 + 2 = 5 分")] * 2
    assert again.data == built.data

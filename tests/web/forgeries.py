"""Forgeries of a published file, each with a name: what is changed, with the digest mended or in the text itself."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scoring.core import canonical
from tests.forging import resealed
from tests.web.specimen import Change, file_text


def card(file: dict[str, Any], unit: str = "甲乡", view: str = "verified") -> Any:
    return file["snapshot"]["cards"][view][unit]


def unit_of(file: dict[str, Any], n: int = 0) -> Any:
    return file["snapshot"]["units"][n]


def leaf(file: dict[str, Any], *path: int) -> Any:
    node = {"indicators": file["snapshot"]["ruleset"]["indicators"]}
    for n in path:
        node = node["indicators"][n]
    return node


def swap(some: dict[str, Any], one: str, other: str) -> None:
    some[one], some[other] = some[other], some[one]


def opening(file: dict[str, Any]) -> Any:
    return next(one for one in file["openings"].values() if one["text"] == "六条没有链接")


# Each changes the file; then the hash is mended.
MENDED: dict[str, Change] = {
    "a leaf's points": lambda f: card(f)["lines"]["items"].update(points="18.5"),
    "points written 18.0": lambda f: card(f)["lines"]["items"].update(points="18.0"),
    "points as a number": lambda f: card(f)["lines"]["items"].update(points=18),
    "a leaf's maximum": lambda f: card(f)["lines"]["items"].update(max="31"),
    "a leaf's loss": lambda f: card(f)["lines"]["items"].update(lost="0"),
    "a leaf's state": lambda f: card(f)["lines"]["items"].update(state="unanswered"),
    "a word of a step": lambda f: card(f)["lines"]["items"].update(steps=["12 条 × 1.5 分 = 18分"]),
    "a step more": lambda f: card(f)["lines"]["items"]["steps"].append("经核实"),
    "no steps": lambda f: card(f)["lines"]["items"]["steps"].clear(),
    "a line dropped": lambda f: card(f)["lines"].pop("has"),
    "a line made up": lambda f: card(f)["lines"].update(more=dict(card(f)["lines"]["has"])),
    "two lines swapped": lambda f: swap(card(f)["lines"], "items", "book"),
    "a key more in a line": lambda f: card(f)["lines"]["items"].update(note="好"),
    "a figure of the claimed card": lambda f: card(f, view="claimed")["lines"]["items"].update(points="30"),
    "the two views swapped": lambda f: swap(f["snapshot"]["cards"], "claimed", "verified"),
    "two units' cards swapped": lambda f: swap(f["snapshot"]["cards"]["verified"], "甲乡", "乙乡"),
    "a card dropped": lambda f: f["snapshot"]["cards"]["verified"].pop("丁局"),
    "a card's unit": lambda f: card(f).update(unit="乙乡"),
    "a card's group": lambda f: card(f).update(group="部门"),
    "a total": lambda f: card(f).update(total="90"),
    "no total": lambda f: card(f).update(total=None),
    "a card's maximum": lambda f: card(f).update(max="99"),
    "a grade": lambda f: card(f).update(grade="优秀"),
    "no grade": lambda f: card(f).update(grade=None),
    "a subtotal": lambda f: card(f)["subtotals"]["site"].update(points="40"),
    "a subtotal's step": lambda f: card(f)["subtotals"]["site"]["steps"].reverse(),
    "a subtotal dropped": lambda f: card(f)["subtotals"].pop("bad"),
    "a stage's figure": lambda f: card(f)["stages"][0].update(after="99"),
    "a stage dropped": lambda f: card(f)["stages"].pop(),
    "stages in another order": lambda f: card(f)["stages"].reverse(),
    "a veto forgotten": lambda f: card(f, "乙乡")["vetoes"].clear(),
    "a veto made up": lambda f: card(f)["vetoes"].append("lie"),
    "a place": lambda f: f["snapshot"]["ranking"]["groups"]["乡镇"][0].update(place=2),
    "a place as text": lambda f: f["snapshot"]["ranking"]["groups"]["乡镇"][0].update(place="1"),
    "a place true": lambda f: f["snapshot"]["ranking"]["groups"]["乡镇"][0].update(place=True),
    "no place": lambda f: f["snapshot"]["ranking"]["groups"]["乡镇"][0].update(place=None),
    "places swapped": lambda f: f["snapshot"]["ranking"]["groups"]["乡镇"].reverse(),
    "a unit left out of the ranking": lambda f: f["snapshot"]["ranking"]["groups"]["乡镇"].pop(),
    "a total of the ranking": lambda f: f["snapshot"]["ranking"]["groups"]["部门"][0].update(total="60"),
    "groups in another order": lambda f: f["snapshot"]["groups"].reverse(),
    "a group more": lambda f: f["snapshot"]["groups"].append("村"),
    "a fact": lambda f: unit_of(f)["facts"]["items"].update(count=19),
    "a fact as text": lambda f: unit_of(f)["facts"]["items"].update(count="18"),
    "a fact true": lambda f: unit_of(f)["facts"]["items"].update(count=True),
    "a fact below 0": lambda f: unit_of(f)["facts"]["items"].update(count=-1),
    "a fact dropped": lambda f: unit_of(f)["facts"].pop("rate"),
    "a fact nobody asks for": lambda f: unit_of(f)["facts"].update(more={"count": 1}),
    "a field more": lambda f: unit_of(f)["facts"]["items"].update(more=1),
    "a day": lambda f: unit_of(f)["facts"]["day"].update(date="2024-02-07"),
    "a day that is none": lambda f: unit_of(f)["facts"]["day"].update(date="2024-02-30"),
    "ticks in another order": lambda f: unit_of(f)["facts"]["has"]["ticks"].reverse(),
    "a tick twice": lambda f: unit_of(f)["facts"]["has"]["ticks"].append("丙"),
    "a tick of nothing": lambda f: unit_of(f)["facts"]["has"]["ticks"].append("丁"),
    "a row struck no more": lambda f: unit_of(f)["facts"]["book"]["rows"][1].pop("struck"),
    "a row without a title": lambda f: unit_of(f)["facts"]["book"]["rows"][0].pop("title"),
    "an empty cell": lambda f: unit_of(f)["facts"]["book"]["rows"][1].update(date=""),
    "a row more": lambda f: unit_of(f)["facts"]["book"]["rows"].append({"title": "三"}),
    "a ruling's facts": lambda f: unit_of(f)["rulings"]["items"]["facts"].update(count=18),
    "a ruling without facts": lambda f: unit_of(f)["rulings"]["items"].update(facts=None),
    "a ruling's kind": lambda f: unit_of(f)["rulings"]["items"].update(kind="confirmed"),
    "a ruling dropped": lambda f: unit_of(f)["rulings"].pop("items"),
    "a claim refused that was accepted": lambda f: unit_of(f, 1)["rulings"]["rate"].update(kind="applicable"),
    "a claim confirmed": lambda f: unit_of(f, 1)["rulings"]["rate"].update(kind="confirmed"),
    "a refusal of no claim": lambda f: unit_of(f)["rulings"]["has"].update(kind="applicable"),
    "a claim dropped": lambda f: unit_of(f, 3)["not_applicable"].pop("day"),
    "a reason that is no commitment": lambda f: unit_of(f)["rulings"]["items"].update(reason="没有链接"),
    "a score handed in": lambda f: unit_of(f)["subordinates"]["site"]["部门"].update(教育="86"),
    "a score written 085": lambda f: unit_of(f)["subordinates"]["site"]["部门"].update(教育="085"),
    "a score written 80.50": lambda f: unit_of(f)["subordinates"]["site"]["部门"].update(财政="80.50"),
    "a branch without scores": lambda f: unit_of(f, 1)["subordinates"].update(site={}),
    "a score above 100": lambda f: unit_of(f)["subordinates"]["site"]["部门"].update(教育="101"),
    "a score of a group not rolled up": lambda f: unit_of(f)["subordinates"]["site"].update(乡镇={"丙": "1"}),
    "a score for a branch that adds": lambda f: unit_of(f)["subordinates"].update(open={"部门": {"丙": "1"}}),
    "a unit's group": lambda f: unit_of(f).update(group="部门"),
    "a unit's name": lambda f: unit_of(f).update(name="戊乡"),
    "two units of one name": lambda f: unit_of(f, 1).update(name="甲乡"),
    "a unit dropped": lambda f: f["snapshot"]["units"].pop(),
    "units in another order": lambda f: f["snapshot"]["units"].append(dict(unit_of(f))),
    "evidence of another kind": lambda f: unit_of(f)["evidence"]["items"][0].update(kind="paper"),
    "a moment of local time": lambda f: unit_of(f).update(submitted_at="2024-12-20 09:30"),
    "a key more in the snapshot": lambda f: f["snapshot"].update(note="好"),
    "a key less in the snapshot": lambda f: f["snapshot"].pop("audit_head"),
    "another version": lambda f: f["snapshot"].update(version=2),
    "version true": lambda f: f["snapshot"].update(version=True),
    "another format": lambda f: f["snapshot"].update(format="scores"),
    "another calendar": lambda f: f["snapshot"]["calendar"].update({"2024-02-06": "off"}),
    "a calendar's word": lambda f: f["snapshot"]["calendar"].update({"2024-02-05": "rest"}),
    "a day looked from that is none": lambda f: f["snapshot"]["assessment"].update(as_of="2024-02-30"),
    "points of an indicator": lambda f: leaf(f, 0, 0).update(points="31"),
    "points of an entry": lambda f: leaf(f, 0, 0)["score"].update(each="1.6"),
    "a rule of another name": lambda f: leaf(f, 0, 0)["score"].update(rule="per_item"),
    "a key no rule has": lambda f: leaf(f, 0, 0)["score"].update(bonus="1"),
    "a number with a leading zero": lambda f: leaf(f, 0, 0)["score"].update(each="01.5"),
    "an id twice": lambda f: leaf(f, 0, 0).update(id="book"),
    "a stage nobody knows": lambda f: f["snapshot"]["ruleset"]["stages"].append("luck"),
    "a grade's line": lambda f: f["snapshot"]["ruleset"]["grades"][1].update(at_least="10"),
    "an opening's text": lambda f: opening(f).update(text="七条没有链接"),
    "an opening's salt": lambda f: opening(f).update(salt="f" * 32),
    "an opening of a longer salt": lambda f: opening(f).update(salt=opening(f)["salt"] + "00"),
    "an opening of nothing": lambda f: f["openings"].update({"e" * 64: {"salt": "0" * 32, "text": ""}}),
    "a scope nobody knows": lambda f: f["snapshot"]["release"].update(audience="all"),
    "as many places as text": lambda f: f["snapshot"]["release"].update(top="3"),
    "a key more in the scope": lambda f: f["snapshot"]["release"].update(by="办公室"),
    "a place of last time as text": lambda f: unit_of(f)["before"].update(place="2"),
    "no digest of last time": lambda f: unit_of(f)["before"].update(digest=""),
    "changes of the rules as text": lambda f: f["snapshot"]["replaces"]["changes"].update(rules="no"),
    "a change of three": lambda f: f["snapshot"]["replaces"]["changes"]["units"][0]["place"].append(3),
    "SM3 named for SHA-256": lambda f: f.update(algorithm="sm3"),
    "the old name of the digest": lambda f: f["snapshot"]["replaces"].update(sha256=f["snapshot"]["replaces"].pop("digest")),
    "a plugin nobody has": lambda f: f["snapshot"]["plugins"].append("plugin_sample 1.0"),
}
# Each changes the text itself.
TEXTS: dict[str, Callable[[str], str]] = {
    "a newline at the end": lambda t: t + "\n", "a byte less": lambda t: t[:-1], "a blank before": lambda t: " " + t,
    "a mark before": lambda t: "\ufeff" + t, "a blank inside": lambda t: t.replace('"digest":', '"digest": ', 1),
    "a number beyond all": lambda t: t.replace('"top":null', '"top":9007199254740992', 1),
    "SM3 in the text": lambda t: t.replace('"algorithm":"sha256"', '"algorithm":"sm3"', 1),
    "another algorithm": lambda t: t.replace('"algorithm":"sha256"', '"algorithm":"sha512"', 1),
    "an escape more": lambda t: t.replace("甲乡", "\\u7532乡", 1), "a key twice": lambda t: t.replace('{"algorithm', '{"digest":"","algorithm', 1),
    "a fraction": lambda t: t.replace('"version":1', '"version":1.0', 1), "a minus zero": lambda t: t.replace('"count":3', '"count":-0', 1),
    "a unit without the hash": lambda t: t.replace("丁局", "戊局"), "the hash": lambda t: t.replace('"digest":"', '"digest":"0', 1),
    "a second value": lambda t: t + "{}", "nothing": lambda t: "", "a list": lambda t: f"[{t}]", "a word": lambda t: "null",
    "deep": lambda t: "[" * 5000 + "]" * 5000, "a surrogate alone": lambda t: t.replace("丁局", "\\ud800", 1),
    "a key more outside": lambda t: t.replace('{"algorithm"', '{"Note":"","algorithm"', 1),
    "a signature of nothing": lambda t: t.replace(',"snapshot":', ',"signature":{},"snapshot":', 1),
}


def mended(change: Change) -> str:
    file = canonical.decode(file_text())
    change(file)
    return resealed(file)

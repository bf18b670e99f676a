"""A release that lists only some: no file for everybody names a unit, a place or a figure of the others."""
from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from types import ModuleType

import pytest

from scoring import exports
from scoring.core.release import Release
from scoring.errors import NotFound
from scoring.exports._listed import listed
from tests.exports import samples

FILES = ("csv_lines", "csv_ranking", "jsonl_lines", "xlsx_ranking")
UNITS = ("月山乡", "龙山镇", "陵江镇（示例）", "县档案馆")


def released(**scope: object) -> str:
    """The county's file, published to that scope."""
    about = replace(samples.ABOUT, release=Release(**scope))  # type: ignore[arg-type]
    parts, rules = samples.participants(), samples.ruleset()
    return samples.snapshot(parts, rules, about)


def said(name: str, text: str) -> str:
    """Everything a format says, whatever it is packed in."""
    content = exports.drawer()[name].render(samples.opened(text), text)
    if not content.startswith(b"PK"):
        return content.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "".join(parts.read(part).decode("utf-8") for part in parts.namelist())


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(("scope", "named"), [
    ({}, UNITS), ({"audience": "inside"}, UNITS), ({"top": 1}, ("月山乡", "县档案馆")),
    ({"audience": "inside", "top": 2}, ("月山乡", "龙山镇", "县档案馆")), ({"audience": "unit"}, ()),
])
def test_only_who_is_listed_is_named(name: str, scope: dict[str, object], named: tuple[str, ...]) -> None:
    content = said(name, released(**scope))
    assert tuple(unit for unit in UNITS if unit in content) == named


def test_the_figures_of_the_others_cannot_be_worked_out() -> None:
    shown = listed(samples.opened(released(top=1)))
    assert [(g.name, len(g.places), len(g.results), dict(g.mean), g.mean_total) for g in shown.groups] == [
        ("乡镇", 1, 1, {}, None), ("县直部门", 1, 1, {}, None)]
    assert shown.groups[0].results[0].of == 3


def test_a_whole_release_stays_as_it_is() -> None:
    published = samples.opened(samples.county())
    assert listed(published) is published


def test_the_workbook_says_how_far_it_goes() -> None:
    content = said("xlsx_ranking", released(audience="inside", top=2, document="苍府办〔2024〕45号"))
    assert "本系统内部通报，每组只列前 2 名（苍府办〔2024〕45号）" in content
    assert "下载结果快照" not in content


@pytest.mark.parametrize("scope", [{"top": 1}, {"audience": "unit"}])
def test_a_snapshot_cannot_be_cut_and_is_not_handed_out(scope: dict[str, object]) -> None:
    text = released(**scope)
    with pytest.raises(NotFound):
        exports.drawer()["json_snapshot"].render(samples.opened(text), text)
    whole = released(audience="inside")
    assert exports.drawer()["json_snapshot"].render(samples.opened(whole), whole) == whole.encode()


def test_a_format_from_outside_is_given_only_who_is_listed() -> None:
    module = ModuleType("txt_units")
    module.NAME, module.TITLE, module.MEDIA_TYPE, module.SCOPE = "txt_units", "单位", "text/plain", "all"  # type: ignore[attr-defined]
    module.filename = lambda published, subject: "单位.txt"  # type: ignore[attr-defined]
    module.render = lambda published, subject: "、".join(  # type: ignore[attr-defined]
        r.unit for g in published.groups for r in g.results).encode()
    text = released(top=1)
    exports.add([module])
    try:
        told = exports.drawer()["txt_units"].render(samples.opened(text), text).decode()
    finally:
        exports.take_out()
    assert told == "月山乡、县档案馆"


def test_what_only_the_office_is_offered_names_everybody() -> None:
    assert all(unit in said("docx_circular", released(top=1)) for unit in UNITS)

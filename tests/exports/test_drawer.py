"""The drawer of exports: every file declares itself, refuses what it does not know, and makes equal bytes."""
from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from scoring import exports
from scoring.errors import NotFound
from tests.exports import samples

SUBJECTS = {"unit": "月山乡", "group": "乡镇", "all": samples.county()}
TEXT = samples.county()


def test_the_shipped_formats() -> None:
    told = [(x.name, x.scope, x.title) for x in exports.drawer().values()]
    assert told == [
        ("csv_lines", "all", "得分明细（CSV）"),
        ("csv_ranking", "all", "排名（CSV）"),
        ("docx_circular", "all", "结果通报，公文格式（Word）"),
        ("docx_report", "unit", "自查报告初稿，公文格式（Word）"),
        ("json_snapshot", "all", "结果快照（JSON，可用 scoring verify 核验）"),
        ("jsonl_lines", "all", "得分明细（JSON Lines）"),
        ("pdf_booklet", "group", "排名与评分卡汇编（PDF）"),
        ("pdf_circular", "all", "结果通报，公文格式（PDF）"),
        ("pdf_scorecard", "unit", "单位评分卡（PDF）"),
        ("xlsx_ranking", "all", "排名与得分明细（Excel）"),
    ]


def test_what_only_the_office_is_offered() -> None:
    assert [x.name for x in exports.for_office()] == ["docx_circular", "pdf_circular"]
    assert [x.name for x in exports.drawer().values() if x.office_only] == ["docx_circular", "pdf_circular"]


def test_what_only_the_unit_and_the_office_are_offered() -> None:
    assert [x.name for x in exports.drawer().values() if x.own_only] == ["docx_report"]
    assert [x.name for x in exports.drawer().values() if x.public] == [
        "csv_lines", "csv_ranking", "json_snapshot", "jsonl_lines", "pdf_booklet", "pdf_scorecard", "xlsx_ranking"]


def test_a_format_from_outside_can_be_for_the_office_alone() -> None:
    module = ModuleType("txt_office")
    exec(NEW.replace("txt_list", "txt_office").replace('"group"', '"all"'), module.__dict__)  # noqa: S102 - our own text
    module.OFFICE_ONLY = True  # type: ignore[attr-defined]
    exports.add([module])
    try:
        told = ([x.name for x in exports.for_office()], [x.name for x in exports.added("all")])
    finally:
        exports.take_out()
    assert told == (["docx_circular", "pdf_circular", "txt_office"], [])


@pytest.mark.parametrize("name", exports.drawer())
def test_equal_snapshots_give_equal_bytes(name: str) -> None:
    export = exports.drawer()[name]
    first = export.render(samples.opened(TEXT), SUBJECTS[export.scope])
    second = export.render(samples.opened(samples.county()), SUBJECTS[export.scope])
    assert first == second
    assert len(first) > 500


@pytest.mark.parametrize("name", [n for n, x in exports.drawer().items() if x.scope != "all"])
def test_an_unknown_subject_is_not_found(name: str) -> None:
    with pytest.raises(NotFound):
        exports.drawer()[name].render(samples.opened(TEXT), "没有这个名字")


def test_the_json_is_the_file_as_it_is() -> None:
    export = exports.drawer()["json_snapshot"]
    published = samples.opened(TEXT)
    assert export.render(published, TEXT) == TEXT.encode("utf-8")
    with pytest.raises(NotFound):
        export.render(published, samples.forty())


@pytest.mark.parametrize(("name", "expected"), [
    ("pdf_scorecard", "苍溪县 2024 年度政务公开工作考核-月山乡-评分卡.pdf"),
    ("pdf_booklet", "苍溪县 2024 年度政务公开工作考核-乡镇-评分卡汇编.pdf"),
    ("docx_report", "苍溪县 2024 年度政务公开工作考核-月山乡-自查报告.docx"),
    ("docx_circular", "苍溪县 2024 年度政务公开工作考核-结果通报.docx"),
    ("pdf_circular", "苍溪县 2024 年度政务公开工作考核-结果通报.pdf"),
    ("xlsx_ranking", "苍溪县 2024 年度政务公开工作考核-排名与得分明细.xlsx"),
    ("csv_ranking", "苍溪县 2024 年度政务公开工作考核-排名-{digest}.csv"),
    ("csv_lines", "苍溪县 2024 年度政务公开工作考核-得分明细-{digest}.csv"),
    ("jsonl_lines", "苍溪县 2024 年度政务公开工作考核-得分明细-{digest}.jsonl"),
])
def test_file_names(name: str, expected: str) -> None:
    export = exports.drawer()[name]
    published = samples.opened(TEXT)
    assert export.filename(published, SUBJECTS[export.scope]) == expected.format(digest=published.digest[:12])


def test_a_file_name_holds_nothing_that_a_system_refuses() -> None:
    name = exports.drawer()["pdf_scorecard"].filename(samples.opened(TEXT), '../a\\b:*?"<>|\n\x00\u202e单位. ')
    assert name == "苍溪县 2024 年度政务公开工作考核-ab单位-评分卡.pdf"


NEW = '''"""`txt_list`: a new format in a file of its own."""
NAME, TITLE, MEDIA_TYPE, SCOPE = "txt_list", "名单", "text/plain", "group"


def filename(published, subject):
    return "名单.txt"


def render(published, subject):
    return "\\n".join(r.unit for r in published.group(subject).results).encode()
'''


def test_a_new_file_is_a_new_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "txt_list.py").write_text(NEW, encoding="utf-8")
    monkeypatch.setattr(exports, "__path__", [*exports.__path__, str(tmp_path)])
    exports.drawer.cache_clear()
    try:
        made = exports.drawer()["txt_list"].render(samples.opened(TEXT), "乡镇")
    finally:
        exports.drawer.cache_clear()
    assert made.decode() == "月山乡\n龙山镇\n陵江镇（示例）"


def test_a_module_that_names_itself_wrongly_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "txt_other.py").write_text(NEW, encoding="utf-8")
    monkeypatch.setattr(exports, "__path__", [*exports.__path__, str(tmp_path)])
    exports.drawer.cache_clear()
    try:
        with pytest.raises(TypeError, match="导出格式“txt_other”要写 NAME = \"txt_other\""):
            exports.drawer()
    finally:
        exports.drawer.cache_clear()

"""The office's rulesets: drafts from file, paste and copy; faults with their lines; saving."""
from __future__ import annotations

import html
import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from scoring import places
from tests import make
from tests.drafts import FAULTY, MINE, desk, kept, text, words

NEW = "/office/rulesets/drafts/new"


def faults(page: str) -> list[tuple[str, str, str]]:
    """Place, line with the marked word in 【】, level of every fault on the page, in order."""
    found = []
    for level, body in re.findall(r'<li class="problem problem-(\w+)"[^>]*>(.*?)</li>', page, re.DOTALL):
        place, line = re.search(r'<a href="[^"]*">(第[^<]+)</a>\s*<code>(.*?)</code>', body, re.DOTALL).groups()
        found.append((level, place, words(line.replace("<mark>", "【").replace("</mark>", "】"))))
    return found


def test_a_file_becomes_a_draft_with_its_faults_kept(app: Flask) -> None:
    office = desk(app)
    answer = office.post(NEW, data={"file": (BytesIO(b"\xef\xbb\xbf" + FAULTY.replace("\n", "\r\n").encode()), "我的.规则.yaml")})
    assert (answer.status_code, answer.location) == (302, "/office/rulesets/drafts/1")
    assert kept(app) == [("我的.规则", FAULTY, 1)]


def test_pasted_text_becomes_a_draft(app: Flask) -> None:
    office = desk(app)
    assert office.post(NEW, data={"name": "粘贴的", "text": "\r\n不是 YAML：[\r\n"}).status_code == 302
    assert kept(app) == [("粘贴的", "\n不是 YAML：[\n", 1)]


def test_every_fault_shows_its_line_errors_first(app: Flask) -> None:
    page = text(desk(app, FAULTY + "\n").get("/office/rulesets/drafts/1"))
    assert faults(page) == [
        ("fault", "第 10 行第 13 列", "points: 【五十】"),
        ("fault", "第 24 行第 9 列", "- 【id】: replies"),
        ("fault", "第 25 行第 9 列", "【titel】: 留言办结")]
    assert "有 3 处要改" in words(page)
    marked = re.findall(r'<li id="(L\d+)" value="\d+" class="source-error"', page)
    assert marked == ["L10", "L24", "L25"]
    assert set(re.findall(r'href="#(L\d+)"', page)) == set(marked)


def test_warnings_come_after_errors_and_do_not_stand_in_the_way(app: Flask) -> None:
    warned = MINE.replace("not_applicable: never\n", "not_applicable: never\n  - id: praise\n    title: 表扬\n"
                          "    points: 5\n    pool: bonus\n    score: {rule: per_entry, each: 6}\n")
    office = desk(app, warned, warned.replace("title: 表扬", "titel: 表扬"))
    page, faulty = (text(office.get(f"/office/rulesets/drafts/{key}")) for key in (1, 2))
    assert "没有错误6 项，满分 100 分；自带的 2 个算例都算对了。有 1 处提示" in words(page)
    hint = ("hint", "第 42 行第 36 列", "score: {rule: per_entry, each: 【6】}")
    assert faults(page) == [hint]
    assert [fault[0] for fault in faults(faulty)] == ["fault", "fault"]


@pytest.mark.parametrize(("data", "sentence"), [
    ("规则: 一\n".encode("gbk"), "文件像是 GBK（GB18030）编码"), (b"a: \0\1\2", "不能用的控制字符"),
    (b"PK\x03\x04rest", "这是一个压缩包"), ("a: 1".encode("utf-16"), "UTF-16"), (b"a: \xff\n", "不是 UTF-8 文字"),
])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_bytes_that_are_no_text_are_refused_and_nothing_is_kept(app: Flask, data: bytes, sentence: str) -> None:
    answer = desk(app).post(NEW, data={"name": "甲", "file": (BytesIO(data), "a.yaml")})
    assert (answer.status_code, sentence in text(answer), kept(app)) == (422, True, [])


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_odd_characters_in_a_text_are_kept_and_pointed_at(app: Flask) -> None:
    office = desk(app)
    office.post(NEW, data={"file": (BytesIO("title: 甲\u200b乙\n".encode()), "a.yaml")})
    page = text(office.get("/office/rulesets/drafts/1"))
    assert (kept(app), faults(page)) == ([("a", "title: 甲\u200b乙\n", 1)], [("fault", "第 1 行第 9 列", "title: 甲【␣乙】")])


@pytest.mark.parametrize("data", [{"file": (b"a" * 1_000_001, "a.yaml")}, {"text": "字" * 333_334}])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_more_than_a_megabyte_is_too_large(app: Flask, data: dict[str, Any]) -> None:
    sent = {k: (BytesIO(v[0]), v[1]) if isinstance(v, tuple) else v for k, v in data.items()}
    answer = desk(app).post(NEW, data=sent)
    assert (answer.status_code, "评分规则超过 1 MB" in text(answer), kept(app)) == (413, True, [])


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_nothing_given_is_said(app: Flask) -> None:
    answer = desk(app).post(NEW, data={"name": "空的", "text": "  \n"})
    assert (answer.status_code, "请选一个文件，或者粘贴规则的文字" in text(answer), kept(app)) == (422, True, [])


def test_a_ruleset_that_is_there_is_a_base(app: Flask) -> None:
    office = desk(app)
    for base in ("adopted-1", "shipped-self-check"):
        assert office.post(NEW, data={"base": base}).status_code == 302
    shipped = (places.rulesets() / "self-check.yaml").read_text(encoding="utf-8")
    assert kept(app) == [("小规则（修改）", make.RULESET, 1), ("政务公开工作通用自查（修改）", shipped, 1)]


@pytest.mark.parametrize("base", ["adopted-9", "adopted-x", "shipped-nothing", "shipped-../secret", "adopted-²", "x"])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_base_that_is_not_there_is_absent(app: Flask, base: str) -> None:
    office = desk(app, MINE)
    assert office.post(NEW, data={"base": base}).status_code == 404
    assert office.get(f"/office/rulesets/drafts/1/compare?with={base}").status_code == 404


def test_a_save_checks_again(app: Flask) -> None:
    office = desk(app, FAULTY)
    path = "/office/rulesets/drafts/1"
    data = {"version": "1", "name": "改好的", "text": MINE.replace("\n", "\r\n")}
    assert office.post(f"{path}/edit", data=data).location == path
    assert "完成已保存，没有错误。" in words(text(office.get(path)))
    assert kept(app) == [("改好的", MINE, 2)]


def test_the_editor_gives_back_what_is_kept_to_the_letter(app: Flask) -> None:
    said = "\n\n  a: <b>&amp;\n\"'</textarea>\n\n"
    page = desk(app, said).get("/office/rulesets/drafts/1/edit").get_data(as_text=True)
    area = re.search(r'<textarea[^>]*name="text"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1]
    assert html.unescape(area).replace("\r\n", "\n").removeprefix("\n") == said


def test_a_stale_save_keeps_both_texts(app: Flask) -> None:
    office = desk(app, "a: 1\n")
    path = "/office/rulesets/drafts/1/edit"
    office.post(path, data={"version": "1", "name": "甲", "text": "先保存的\n"})
    answer = office.post(path, data={"version": "1", "name": "甲", "text": "后保存的\n"})
    texts = [words(t) for t in re.findall(r"<textarea[^>]*>(.*?)</textarea>", text(answer), re.DOTALL)]
    assert "两份都在下面，请选用哪一份。从第 1 行起不同。现在存着的由示例·office" in words(text(answer))
    assert (answer.status_code, texts, kept(app)) == (409, ["后保存的", "先保存的"], [("甲", "先保存的\n", 2)])
    version = re.search(r'name="version" value="(\d+)"', text(answer))[1]
    office.post(path, data={"version": version, "name": "甲", "text": "后保存的\n"})
    assert kept(app) == [("甲", "后保存的\n", 3)]


@pytest.mark.parametrize("version", ["", "x", "9" * 30])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_version_nobody_gave_is_stale(app: Flask, version: str) -> None:
    data = {"version": version, "name": "甲", "text": "乙\n"}
    assert desk(app, "a: 1\n").post("/office/rulesets/drafts/1/edit", data=data).status_code == 409


def test_a_text_that_cannot_be_kept_comes_back(app: Flask) -> None:
    data = {"version": "1", "name": "甲", "text": "字" * 333_334}
    answer = desk(app, "a: 1\n").post("/office/rulesets/drafts/1/edit", data=data)
    assert (answer.status_code, "字" * 333_334 in text(answer), kept(app)) == (413, True, [("草稿1", "a: 1\n", 1)])


def test_a_draft_is_deleted(app: Flask) -> None:
    office = desk(app, "a: 1\n")
    assert office.post("/office/rulesets/drafts/1/delete").status_code == 302
    assert (kept(app), office.get("/office/rulesets/drafts/1").status_code) == ([], 404)


def test_a_long_text_is_shown_page_by_page(app: Flask) -> None:
    long = "a:\n" + "".join(f"  - {n}\n" for n in range(2, 1501)) + "b: \n"
    office = desk(app, long)
    page = text(office.get("/office/rulesets/drafts/1"))
    last = text(office.get("/office/rulesets/drafts/1?page=2"))
    assert re.findall(r'<li id="L(\d+)"', page)[::999] == ["1", "1000"]
    assert re.findall(r'<li id="L(\d+)"', last)[::500] == ["1001", "1501"]
    assert re.findall(r'<p class="fault-line"><a href="([^"]+)">', last)[-1] == "?page=2#L1501"


def test_an_adopted_ruleset_is_downloaded_to_the_byte(app: Flask) -> None:
    answer = desk(app).get("/office/rulesets/1/file")
    assert (answer.data, answer.mimetype, answer.headers["Content-Disposition"]) == (
        make.RULESET.encode(), "application/yaml", "attachment; filename=small-1.yaml")


def test_a_shipped_ruleset_is_adopted_as_it_is_and_once(app: Flask) -> None:
    office = desk(app)
    path = "/office/rulesets/shipped/egov-targets"
    again = (office.post(path).location, office.post(path))
    assert (again[0], again[1].status_code, "已经采用过" in text(again[1])) == ("/office/rulesets/2", 422, True)



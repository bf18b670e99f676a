"""The pages of the office's figures, of draws and of parents, through the real client."""
from __future__ import annotations

import html
import re
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from scoring.store.assessments import Assessment
from scoring.store.database import db
from scoring.store.people import Unit
from scoring.store.sheets import OfficeFigure
from tests import make
from tests.actions.test_drawing import DRAWS
from tests.actions.test_entering import RULES
from tests.statements import counted

HEAD = ("单位", "组别", "1 留言办结：目标数", "2 市局通报：引用的得分", "2 市局通报：来源", "2 市局通报：来源日期")


def text(answer: TestResponse) -> str:
    """The page as read, its marks taken away."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))))


def book(*rows: tuple[Any, ...]) -> BytesIO:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    out = BytesIO()
    made.save(out)
    return BytesIO(out.getvalue())


def problems(answer: TestResponse) -> list[tuple[str, str]]:
    """Every fault listed, with its place."""
    page = answer.get_data(as_text=True)
    found = re.findall(r"须改</span>([^<]*)</p>(?:<p class=\"problem-more\"><span>([^<]*)</span>)?", page)
    return [(html.unescape(place), html.unescape(sentence)) for sentence, place in found]


def stored() -> dict[tuple[str, str], Any]:
    db.session.expire_all()
    return {(f.submission.unit.name, f.leaf): f.facts for f in db.session.query(OfficeFigure)}


def carried(answer: TestResponse) -> str:
    found = re.search(r'name="lines" value="([^"]*)"', answer.get_data(as_text=True))
    assert found is not None
    return html.unescape(found[1])


def test_from_the_downloaded_table_through_the_preview_to_the_figures(app: Flask) -> None:
    with app.app_context():
        county = make.county(RULES)
        office, at = make.client(app, county.users["office"]), f"/office/assessments/{county.assessment}/figures"
        given = openpyxl.load_workbook(BytesIO(office.get(f"{at}.xlsx").data))
        sheet = given["考核办录入的数据"]
        assert [[c.value for c in row] for row in sheet.iter_rows()] == [
            list(HEAD), ["甲乡", "乡镇", None, None, None, None], ["乙乡", "乡镇", None, None, None, None],
            ["丙局", "县直部门", None, "—", "—", "—"]]
        sheet["C2"], sheet["C4"] = 40, "8"
        sheet["D3"], sheet["E3"], sheet["F3"] = 87.5, "市局通报", date(2026, 12, 20)
        out = BytesIO()
        given.save(out)
        seen = office.post(f"{at}/preview", data={"file": (BytesIO(out.getvalue()), "a.xlsx")})
        assert "要改的数 5 涉及单位 3" in text(seen)
        assert stored() == {}
        done = office.post(f"{at}/import", data={"lines": carried(seen)}, follow_redirects=True)
        assert "已录入 5 个数。" in text(done)
        assert stored() == {
            ("甲乡", "replies"): {"of": 40}, ("丙局", "replies"): {"of": 8},
            ("乙乡", "bulletin"): {"value": "87.5", "source": "市局通报", "date": "2026-12-20"}}
        again = openpyxl.load_workbook(BytesIO(office.get(f"{at}.xlsx").data))["考核办录入的数据"]
        assert [[c.value for c in row] for row in again.iter_rows(min_row=2)] == [
            ["甲乡", "乡镇", "40", None, None, None], ["乙乡", "乡镇", None, "87.5", "市局通报", "2026-12-20"],
            ["丙局", "县直部门", "8", "—", "—", "—"]]


def test_every_fault_is_told_by_its_cell(app: Flask) -> None:
    with app.app_context():
        county = make.county(RULES)
        office, at = make.client(app, county.users["office"]), f"/office/assessments/{county.assessment}/figures"
        rows = book(HEAD, ("甲乡", "乡镇", "=1+1"), ("丁乡", "乡镇", "3"), ("丙局", "县直部门", "x", "5"),
                    ("甲 乡", "乡镇", "3"))
        answer = office.post(f"{at}/preview", data={"file": (rows, "a.xlsx")})
        assert (answer.status_code, problems(answer)) == (422, [
            ("第 2 行“1 留言办结：目标数”列", "是公式，请复制后“选择性粘贴”为数值"),
            ("第 3 行“单位”列", "“丁乡”没有参加这次考核，请核对名称，或者删掉这一行"),
            ("第 4 行“1 留言办结：目标数”列",
             "“x”不是可用的数字：请写成 12 或 12.5 这样，不带单位、逗号和百分号，整数部分最多 9 位，小数最多 4 位"),
            ("第 4 行“2 市局通报：引用的得分”列", "“县直部门”不填这一项，请清掉这个格子"),
            ("第 5 行“单位”列", "“甲 乡”和第 2 行重复，请只留一行")])
        bad = office.post(f"{at}/preview", data={"file": (book(("单位", "1 留言办结：指标"), ("甲乡", "3")), "a.xlsx")})
        assert problems(bad) == [("第 1 行 B 列", "不认识的表头“1 留言办结：指标”，请用下载的表格，不要改表头")]
        forged = office.post(f"{at}/import", data={"lines": '[["2","甲乡",[]]]'})
        assert (forged.status_code, problems(forged)) == (422, [("", "表格内容不完整，请重新选择文件再导入。")])
        assert stored() == {}


def test_percent_cells_and_times_are_refused(app: Flask) -> None:
    with app.app_context():
        county = make.county(RULES)
        office, at = make.client(app, county.users["office"]), f"/office/assessments/{county.assessment}/figures"
        made = openpyxl.Workbook()
        made.active.append(HEAD)
        made.active.append(("甲乡", "乡镇", None, 0.85))
        made.active["D2"].number_format = "0%"
        out = BytesIO()
        made.save(out)
        answer = office.post(f"{at}/preview", data={"file": (BytesIO(out.getvalue()), "a.xlsx")})
        assert problems(answer) == [("第 2 行“2 市局通报：引用的得分”列",
                                     "是百分比格式的数，容易差一百倍；请把格子设成“文本”，85% 就填 85")]


def test_one_unit_in_a_form_and_who_is_missing(app: Flask) -> None:
    with app.app_context():
        county = make.county(RULES)
        office, at = make.client(app, county.users["office"]), f"/office/assessments/{county.assessment}/figures"
        form = f"/office/sheets/{county.submissions['甲乡']}/figures/replies"
        bad = office.post(form, data={"fact-of": "四十"})
        assert (bad.status_code, "“四十”不是可用的数字" in text(bad), stored()) == (422, True, {})
        office.post(form, data={"fact-of": "40"})
        assert stored() == {("甲乡", "replies"): {"of": 40}}
        page = text(office.get(at))
        assert "已录入 1 个单位，共 3 个 只看还缺的 2 个" in page
        assert re.findall("(甲乡|乙乡|丙局) (?:乡镇|县直部门)", text(office.get(f"{at}?show=missing"))) == ["乙乡", "丙局"]
        assert re.findall("(甲乡|乙乡|丙局) (?:乡镇|县直部门)", text(office.get(f"{at}?leaf=bulletin"))) == ["甲乡", "乙乡"]
        assert office.get(f"/office/sheets/{county.submissions['丙局']}/figures/bulletin").status_code == 404


@pytest.mark.parametrize("sheets", [1, 3])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_the_tables_send_a_fixed_number_of_statements(app: Flask, sheets: int) -> None:
    with app.app_context():
        county = make.county(RULES)
        for name in ("甲", "乙", "丙")[:sheets]:
            make.submission(county.assessment, make.unit(f"新{name}镇", county.groups["乡镇"]))
        office = make.client(app, county.users["office"])
    office.get("/office/")
    with counted(app) as sent:
        assert office.get(f"/office/assessments/{county.assessment}/figures").status_code == 200
    assert len(sent) == 8


def test_fifty_units_a_page_and_found_by_name(app: Flask) -> None:
    with app.app_context():
        county = make.county(RULES)
        for n in range(60):
            make.submission(county.assessment, make.unit(f"示例{n}镇", county.groups["乡镇"]))
        office, at = make.client(app, county.users["office"]), f"/office/assessments/{county.assessment}/figures"
        assert [len(re.findall('<th scope="row">', office.get(f"{at}?page={n}").get_data(as_text=True)))
                for n in (1, 2, 3)] == [50, 13, 13]
        found = re.findall("示例([0-9]+)镇", text(office.get(f"{at}?find=例5")))
        assert found == ["5", *map(str, range(50, 60))]


def test_the_freeze_is_told_of_figures_that_are_missing(app: Flask) -> None:
    with app.app_context():
        county = make.county(RULES, state="reviewing", sheets="reviewed")
        office = make.client(app, county.users["office"])
        office.post(f"/office/sheets/{county.submissions['甲乡']}/figures/replies", data={"fact-of": "40"})
        page = text(office.get(f"/office/assessments/{county.assessment}/result"))
        assert "“留言办结”还没有录入乙乡、丙局的数据，这一项将按没有填计算" in page
        assert "“市局通报”还没有录入甲乡、乙乡的数据，这一项将按没有填计算" in page


def test_the_link_is_there_only_where_the_office_has_something_to_enter(app: Flask) -> None:
    with app.app_context():
        county = make.county(RULES)
        office = make.client(app, county.users["office"])
        other = make.assessment(make.adopted().id, "没有录入数据的考核")
        assert f'href="/office/assessments/{county.assessment}/figures"' in office.get(
            f"/office/assessments/{county.assessment}").get_data(as_text=True)
        assert "录入的数据" not in text(office.get(f"/office/assessments/{other.id}"))
        assert "没有要录入的数据" in text(office.get(f"/office/assessments/{other.id}/figures"))


def test_a_draw_is_offered_once_and_told_how_to_redo(app: Flask) -> None:
    with app.app_context():
        county = make.county(DRAWS)
        office, at = make.client(app, county.users["office"]), f"/office/assessments/{county.assessment}"
        assert "还没有抽取，现在的得分暂按全部计。" in text(office.get(at))
        page = text(office.post(f"{at}/draw", follow_redirects=True))
        seed = make.row(Assessment, county.assessment).seed
        assert f"种子 {seed}" in page
        assert re.search("乡镇：抽查 3 项中抽出 2 项：1", page) is not None
        assert "怎样重做这次抽取" in page
        refused = text(office.post(f"{at}/draw", data={"reason": "再来"}, follow_redirects=True))
        assert "重新抽取要写明原因" in refused
        assert make.row(Assessment, county.assessment).seed == seed


@pytest.mark.parametrize(("pairs", "unit", "above", "said"), [
    ((), "甲乡", "乙乡", ""), ((("乙乡", "甲乡"),), "甲乡", "乙乡", "上级单位绕成了一圈：甲乡 → 乙乡 → 甲乡"),
    ((("乙乡", "丙局"), ("丙局", "甲乡")), "甲乡", "乙乡", "上级单位绕成了一圈：甲乡 → 乙乡 → 丙局 → 甲乡")])
def test_a_unit_is_put_under_another(app: Flask, pairs: Any, unit: str, above: str, said: str) -> None:
    with app.app_context():
        county = make.county()
        office = make.client(app, county.users["office"])
        for low, high in pairs:
            office.post(f"/office/units/{county.units[low]}/parent", data={"parent": county.units[high]})
        answer = office.post(f"/office/units/{county.units[unit]}/parent", data={"parent": county.units[above]})
        parent = make.row(Unit, county.units[unit]).parent
        assert (answer.status_code, parent.name if parent else "") == ((422, "") if said else (302, above))
        assert said in text(answer)
        assert (above in text(office.get("/office/units"))) is True

"""Rosters from Excel: the bad files of X1, each made here, and what is said of each, by row and column."""
from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font

from scoring.core import roster
from scoring.core.roster import COLUMNS, Line
from scoring.store.roster import read_file
from scoring.store.roster_files import links_file, template

GOOD = ("乡镇", "甲乡", "jia.tian", "示例·甲", "填报员", "")


def book(*rows: tuple[Any, ...], change: Callable[[Any], None] | None = None) -> bytes:
    """A workbook with the header and these rows, changed before it is saved."""
    made = openpyxl.Workbook()
    made.active.title = "名册"
    for row in (COLUMNS, *rows):
        made.active.append(row)
    if change:
        change(made)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def of(data: bytes | Callable[[], bytes]) -> bytes:
    """The bytes of a row; what takes a while to write is written when it is wanted."""
    return data() if callable(data) else data


def said(data: bytes, name: str = "名册.xlsx") -> list[str]:
    """Every fault of a file, reading and checking together, as place and sentence."""
    found = read_file(data, name)
    _, faults = ([], []) if found.faults and not found.lines else roster.read(found.lines)
    told = {(f.row, f.column) for f in found.faults}
    return [f"{f.where}：{f.sentence}" for f in [*found.faults, *(x for x in faults if (x.row, x.column) not in told)]]


def with_row(**changes: str) -> tuple[str, ...]:
    """The good row with other cells."""
    return tuple(changes.get(column, text) for column, text in zip(COLUMNS, GOOD, strict=True))


def put(cell: str, value: Any) -> Callable[[Any], None]:
    def change(made: Any) -> None:
        made.active[cell] = value
    return change


def put_far(made: Any) -> None:
    made.active["XFD1048576"] = "x"


def hide(state: str) -> Callable[[Any], None]:
    def change(made: Any) -> None:
        sheet = made.create_sheet("旧名册")
        sheet.append(COLUMNS)
        sheet.append(with_row(账号="old"))
        sheet.sheet_state = state
    return change


def blank_formatted(made: Any) -> None:
    for n in range(3, 10_003):
        made.active.cell(n, 1).font = Font(bold=True)


NUMBER = "（{}），请把这一列设成“文本”再重新输入，免得丢掉开头的 0 或后几位"
MERGED = "合并了单元格（{}），请取消合并，每一行都填完整"
AS_XLSX = "请用 Excel 或 WPS 打开它，核对没有乱码，再“另存为”选“Excel 工作簿（*.xlsx）”"
TEXT = f"整个文件：这不是 Excel 工作簿，看起来是文本或 CSV。{AS_XLSX}"
CSV = ",".join(COLUMNS) + "\n" + ",".join(GOOD) + "\n"
BAD = {
    "X1-002 @SUM in a name cell": (book(with_row(姓名="@SUM(A1)")), [
        "第 2 行“姓名”列：“@SUM(A1)”以 @ 开头，像一个公式，请改成文字"]),
    "X1-010 two header rows": (book(COLUMNS, GOOD), ["第 2 行：又是一行表头，请删掉"]),
    "X1-011 merged cells in header": (book(GOOD, change=lambda b: b.active.merge_cells("E1:F1")), [
        f"第 1 行 E 列：{MERGED.format('E1:F1')}"]),
    "X1-013 merged cell spanning units": (book(GOOD, with_row(账号="b.b"), change=lambda b: b.active.merge_cells("B2:B3")), [
        f"第 2 行 B 列：{MERGED.format('B2:B3')}"]),
    "X1-015 header missing": (book(GOOD, change=lambda b: b.active.delete_cols(3)), [
        "第 1 行：表头缺少：账号；第一行要写全 组别、单位、账号、姓名、角色、职务"]),
    "X1-017 extra column": (book(GOOD, change=put("G1", "备注")), [
        "第 1 行 G 列：不认识的表头“备注”，只能有：组别、单位、账号、姓名、角色、职务、上级单位"]),
    "cell without a header": (book(GOOD, change=put("H2", "x")), ["第 2 行 H 列：这一列没有表头，却有内容，请删掉"]),
    "X1-018 date serial": (book(with_row(职务=45330)), [f"第 2 行“职务”列：是数字{NUMBER.format(45330)}"]),
    "X1-023 ID number as float": (book(with_row(账号=3.30106e17)), [
        f"第 2 行“账号”列：是数字{NUMBER.format('3.30106e+17')}"]),
    "X1-025 error cell": (book(with_row(单位="#REF!")), ["第 2 行“单位”列：是错误值 #REF!，请改成正确的内容"]),
    "formula": (book(with_row(姓名='=HYPERLINK("http://x","y")')), [
        "第 2 行“姓名”列：是公式，名册里只能填文字；请复制后“选择性粘贴”为数值"]),
    "X1-029 5,001 rows": (lambda: book(*(with_row(账号=f"a{n}") for n in range(5001))), [
        "第 5002 行：一次最多导入 5000 行，请分几次导入"]),
    "X1-030 cell of 32,768 characters": (book(with_row(单位="长" * 32767)), [
        "第 2 行“单位”列：单位最多 100 个字，现在有 32767 个"]),
    "X1-033 csv renamed xlsx": (CSV.encode(), [TEXT]),
    "X1-035 GBK csv": (CSV.encode("gbk"), [TEXT]),
    "X1-036 UTF-8 csv": (CSV.encode("utf-8-sig"), [TEXT]),
    "X1-037 UTF-16 csv": (CSV.replace(",", "\t").encode("utf-16"), [TEXT]),
    "X1-038 csv with ;": (CSV.replace(",", ";").encode(), [TEXT]),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, [
        f"整个文件：这是旧版 Excel（.xls），或者设了打开密码。{AS_XLSX}，不要设密码"]),
    "nothing": (b"", ["整个文件：文件是空的，请重新选择"]),
    "torn": (book(GOOD)[:2000], [f"整个文件：文件打不开，可能损坏或没有传完整。{AS_XLSX}"]),
    "too large": (b"PK" + b"\0" * 5 * 1024 * 1024, [
        "整个文件：文件超过 5 MB，名册不会这么大；请删掉图片和多余的内容，或者分几次导入"]),
    "several sheets": (book(GOOD, change=lambda b: b.create_sheet("附件")), [
        "整个文件：有 2 个工作表（名册、附件），不知道读哪一个；请只留名册那一个"]),
    "far cell": (book(GOOD, change=put_far), ["第 1048576 行 XFD 列：这里有内容，离名册太远，可能是误填的；请删掉再导入"]),
    "duplicate account": (book(GOOD, with_row(账号="JIA.TIAN")), ["第 3 行“账号”列：账号“jia.tian”和第 2 行重复"]),
    "unknown role": (book(with_row(角色="主任")), [
        "第 2 行“角色”列：没有“主任”这个角色，只能填填报员、签审人，兼任写成“填报员、签审人”"]),
    "office role": (book(with_row(角色="复核员")), [
        "第 2 行“角色”列：“复核员”账号由安全管理员建立，这里只能填填报员、签审人"]),
    "empty": (book(with_row(姓名="　")), ["第 2 行“姓名”列：请填写姓名"]),
    "one unit in two groups": (book(GOOD, with_row(账号="b.b", 组别="县直部门")), [
        "第 3 行“组别”列：“甲乡”在第 2 行属于“乡镇”，这里写的是“县直部门”，一个单位只能在一个组别"]),
    "several faults at once": (book(with_row(账号=1001, 角色="主任"), with_row(姓名="")), [
        f"第 2 行“账号”列：是数字{NUMBER.format(1001)}",
        "第 2 行“角色”列：没有“主任”这个角色，只能填填报员、签审人，兼任写成“填报员、签审人”",
        "第 3 行“姓名”列：请填写姓名"]),
    "header alone": (book(), ["整个文件：表里没有一行内容，请按模板填好再导入"]),
}


@pytest.mark.parametrize("name", list(BAD))
def test_a_bad_file_is_refused_by_row_and_column(name: str) -> None:
    data, expected = BAD[name]
    assert said(of(data)) == expected


FINE = {
    "as it should be": (book(GOOD), []),
    "X1-003 -1 in a text cell": (book(with_row(职务="-1")), []),
    "X1-021 number stored as text": (book(with_row(账号="0013800")), []),
    "X1-009 very hidden sheet with data": (book(GOOD, change=hide("veryHidden")), ["隐藏的工作表没有读：旧名册。"]),
    "hidden sheet": (book(GOOD, change=hide("hidden")), ["隐藏的工作表没有读：旧名册。"]),
    "X1-027 empty rows between": (book(GOOD, ("",) * 6, with_row(账号="b.b")), ["第 3 行是空行，跳过了。"]),
    "X1-028 10,000 blank formatted rows": (lambda: book(GOOD, change=blank_formatted), []),
}


@pytest.mark.parametrize("name", list(FINE))
def test_a_fine_file_is_read_with_its_notes(name: str) -> None:
    data, notes = FINE[name]
    file = of(data)
    found = read_file(file, "名册.xlsx")
    assert (said(file), found.notes, found.lines[0].texts[1]) == ([], notes, "甲乡")


def test_columns_are_found_by_name_in_any_order() -> None:
    order = (4, 2, 0, 5, 3, 1)
    made = openpyxl.Workbook()
    made.active.append([f" {COLUMNS[n]}* " for n in order])
    made.active.append([GOOD[n] for n in order])
    out = BytesIO()
    made.save(out)
    assert read_file(out.getvalue(), "a.xlsx").lines == [Line(2, (*GOOD, ""))]


def test_an_xlsx_named_xls_is_read_and_noted() -> None:
    found = read_file(book(GOOD), "名册.xls")
    assert (found.lines, found.notes) == (
        [Line(2, (*GOOD, ""))], ["文件名“名册.xls”的后缀不是 .xlsx，内容是 Excel 工作簿，已按工作簿读取。"])


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    out = BytesIO(book(GOOD))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * 30_000_000)
    assert said(out.getvalue()) == [
        "整个文件：文件解开后太大，可能有大片带格式的空行或图片；请把名册复制到一个新的工作簿再导入"]


def test_the_template_reads_back_without_fault() -> None:
    found = read_file(template(), "名册.xlsx")
    assert ([line.texts[4] for line in found.lines], found.faults, found.notes) == (["填报员", "签审人"], [], [])


def test_links_are_text_cells_alone() -> None:
    rows = [("甲乡", "=1+1", "@x", "http://localhost/activate/abc")]
    sheet = openpyxl.load_workbook(BytesIO(links_file(rows))).active
    cells = list(sheet.iter_rows(min_row=2))[0]
    assert [(c.value, c.data_type, c.hyperlink) for c in cells] == [(text, "s", None) for text in rows[0]]


def test_spellings_of_one_unit_are_one(tmp_path: Any) -> None:
    entries, faults = roster.read([Line(2, (*GOOD, "")), Line(3, ("乡 镇", "甲　乡", "b.b", "示例·乙", "签审人、填报员", "分管领导"))])
    assert (faults, [roster.key(e.unit) for e in entries], entries[1].roles) == (
        [], ["甲乡", "甲乡"], frozenset({"clerk", "signer"}))


def test_xlsxwriter_books_read_the_same() -> None:
    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("Sheet1")
    for r, row in enumerate((COLUMNS, GOOD)):
        for c, text in enumerate(row):
            sheet.write_string(r, c, text)
    made.close()
    assert read_file(out.getvalue(), "a.xlsx").lines == [Line(2, (*GOOD, ""))]

"""Indicator tables in Excel become drafts: whole workbooks, hostile texts, and tables that must be refused."""
from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from scoring.rulebook.loading import load
from scoring.rulebook.strict import read_text
from scoring.rulebook.table_draft import draft
from scoring.rulebook.table_guess import Case, guess

HEAD = ["一级指标", "二级指标", "分值", "评分标准", "备注"]


def book(rows: list[list[Any]], merged: tuple[str, ...] = (), cover: str = "") -> bytes:
    """A workbook whose sheet 指标 holds `rows`; text is text even where it starts with an equals sign."""
    made = Workbook()
    sheet = made.active
    if cover:
        sheet.title, sheet["A1"] = "封面", cover
        sheet = made.create_sheet()
    sheet.title = "指标"
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            cell = sheet.cell(r, c, value)
            if isinstance(value, str) and not value.startswith("=SUM"):
                cell.data_type = "s"
    for area in merged:
        sheet.merge_cells(area)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


THREE_LEVELS = book([
    ["2024年政务公开考核指标"],
    ["序号", "一级指标", "二级指标", "三级指标", "分值", "评分标准", "备注"],
    [1, "主动公开（30分）", "机构信息", "领导信息", 10, "每条0.5分", "看网站"],
    [2, None, None, "机构职能", "5分", "每发现一处扣２分，扣完为止"],
    [3, None, "财政信息", "预决算", " 10 分", "每季度公开一次，\n每缺一期扣0.5分"],
    [4, None, None, "三公经费", 5, "内容具体，真实"],
    [],
    [5, "依申请公开", None, None, 70, "按比例得分"],
    ["合计", None, None, None, 100],
    ["注：本表由办公室解释"],
], ("A1:G1", "B3:B6", "C3:C4", "C5:C6", "B8:D8", "A9:D9", "A10:G10"), cover="填报说明")

THREE_LEVELS_DRAFT = """\
# 这是由“table.xlsx”的工作表“指标”起草的评分规则，还不是定稿。
# 末级指标 5 项：计分规则已定 0 项，推断 4 项，待定 1 项。
# 标“推断”的请核对；标“待定”的请改定。改好后删去这些注释，再用 scoring ruleset check 检查。
# 表下说明：注：本表由办公室解释
ruleset: zheng-wu-gong-kai-kao-he-zhi-biao
version: "2024"
title: 2024年政务公开考核指标
points: 100
indicators:
  - id: zhu-dong-gong-kai
    title: 主动公开（30分）
    points: 30
    indicators:
      - id: ji-gou-xin-xi
        title: 机构信息
        points: 15
        indicators:
          - id: ling-dao-xin-xi
            title: 领导信息
            # 备注：看网站
            points: 10
            # 推断：请核对
            score: {rule: per_entry, each: 0.5}
            guide: 每条0.5分
          - id: ji-gou-zhi-neng
            title: 机构职能
            points: 5
            # 推断：请核对
            score: {rule: per_defect, each: 2}
            guide: "每发现一处扣２分，扣完为止"
      - id: cai-zheng-xin-xi
        title: 财政信息
        points: 15
        indicators:
          - id: yu-jue-suan
            title: 预决算
            points: 10
            # 推断：请核对
            score: {rule: periodic, every: quarter, loss: 0.5}
            guide: |-
              每季度公开一次，
              每缺一期扣0.5分
          - id: san-gong-jing-fei
            title: 三公经费
            points: 5
            # 待定：原文是“内容具体，真实”，请改成合适的计分规则
            filled_by: reviewer
            score: {rule: judged}
            guide: 内容具体，真实
  - id: yi-shen-qing-gong-kai
    title: 依申请公开
    points: 70
    # 推断：请核对
    score: {rule: ratio}
    guide: 按比例得分
"""


def drafted(data: bytes) -> tuple[Any, list[str]]:
    """The tree of a draft that loads without any error, and what was said on the way."""
    made = draft(data, "table.xlsx", 2026)
    assert [str(f) for f in made.faults] == []
    assert made.text is not None
    loaded = load(made.text.encode(), "draft.yaml")
    assert [str(f) for f in loaded.errors] == []
    return read_text(made.text.encode(), "draft.yaml").tree, [str(r) for r in made.remarks]


def refused(data: bytes) -> list[str]:
    """The sentences with which a table is refused."""
    made = draft(data, "table.xlsx", 2026)
    assert made.text is None
    return [str(f) for f in made.faults]


def leaves(node: Any) -> list[tuple[str, str | None, Any]]:
    """Title, points and score of every leaf."""
    below = node.get("indicators")
    return [x for child in below for x in leaves(child)] if below else [
        (node["title"], node.get("points"), node["score"])]


def test_three_levels_of_merged_cells() -> None:
    drafted(THREE_LEVELS)
    assert draft(THREE_LEVELS, "table.xlsx", 2026).text == THREE_LEVELS_DRAFT


def test_the_sheet_that_was_read_is_named() -> None:
    assert drafted(THREE_LEVELS)[1] == [
        "读的是工作表“指标”，表头在第 2 行。末级指标 5 项：计分规则已定 0 项，推断 4 项，待定 1 项。"]


def test_points_on_the_first_level_only_are_spread() -> None:
    tree, _ = drafted(book([
        ["考核项目", "权重", "考核内容", "计分办法"],
        ["组织领导", 20, "领导分工", "有分工得10分，无分工不得分"], [None, None, "专题会议", "每少一次扣2分"],
        ["公开", 80, "重点信息", "牌子、印章、场所齐全，每缺一项扣1分"], [None, None, "解读", "酌情给分"],
    ], ("A2:A3", "B2:B3", "A4:A5", "B4:B5")))
    assert leaves(tree) == [
        ("领导分工", "10", {"rule": "yes_no"}),
        ("专题会议", "10", {"rule": "per_defect", "each": "2", "unit": "次"}),
        ("重点信息", "40", {"rule": "checklist", "of": ["牌子", "印章", "场所"], "missing": "1"}),
        ("解读", "40", {"rule": "judged"})]


def test_bonus_deductions_and_veto_have_pools_and_caps() -> None:
    tree, _ = drafted(book([
        HEAD, ["公开", "信息", 100, "优100分良80分一般60分差0分"], ["加分项（最多6分）", "表彰", None, "每项加2分"],
        ["扣分项（10分）", "被通报", None, "每次扣2分"], [None, "逾期", -3, "视情况扣"], ["一票否决", "泄密", None, "发生泄密的"],
    ], ("A4:A5",)))
    assert [(t["title"], t.get("pool")) for t in tree["indicators"]] == [
        ("公开", None), ("加分项（最多6分）", "bonus"), ("扣分项（10分）", "deduction"), ("一票否决", "veto")]
    assert leaves(tree) == [
        ("信息", "100", {"rule": "levels", "levels": {"优": "100", "良": "80", "一般": "60", "差": "0"}}),
        ("表彰", None, {"rule": "per_entry", "each": "2", "unit": "项"}),
        ("被通报", None, {"rule": "per_defect", "each": "2", "unit": "次"}),
        ("逾期", "3", {"rule": "judged"}), ("泄密", None, {"rule": "yes_no"})]
    assert tree["stages"] == ["not_applicable", {"deduction": {"cap": "10"}}, {"bonus": {"cap": "6"}}, "veto", "round",
                              "grade"]


def test_a_messy_table_with_sums_that_do_not_add_up() -> None:
    tree, said = drafted(book([
        ["附件1"], ["某县政务公开工作考评表"], [],
        ["评分细则", "分 值", "二级\n指标", "一级指标", "责任单位", "分值"],
        ["每发布１条得１分", "１０分", "政策解读", "主动公开", "办公室", 30],
        [], ["按月报送，每缺1期扣0.5分", 15, "信息报送", None, "办公室"],
        ["评分细则", "分 值", "二级\n指标", "一级指标", "责任单位", "分值"],
        ["真实", "0.3", "质量", "质量", None, None],
        [None, None, None, "总 分", None, 100], ["填表人：", None, "审核人："],
    ], ("D5:D7",)))
    assert leaves(tree) == [
        ("政策解读", "10", {"rule": "per_entry", "each": "1"}),
        ("信息报送", "15", {"rule": "periodic", "every": "month", "year": "2026", "loss": "0.5"}),
        ("质量", "0.3", {"rule": "judged", "step": "0.1"})]
    assert (tree["title"], tree["points"]) == ("某县政务公开工作考评表", "25.3")
    assert tree["notes"] == [
        "待定：指标!D5 “主动公开”表上写 30 分，下级合计 25 分；草稿按下级合计，请核对。",
        "待定：指标!D10 “总分”写 100 分，各项相加是 25.3 分；草稿按相加的数，请核对。"]
    assert said[1:] == [
        "指标!E4: “责任单位”这一列没有用到",
        "指标!D5: “主动公开”表上写 30 分，下级合计 25 分；草稿按下级合计，请核对",
        "指标!D10: “总分”写 100 分，各项相加是 25.3 分；草稿按相加的数，请核对"]


@pytest.mark.parametrize("text", [
    "=1+2", "# 不是注释", "a: b", "{{7*7}}", '说“完”"', "'x", '"', "- a", "| x", "&a *b !c", "no", "010", "a #b", "key：值",
    "一\n\n  二  \n三", "a\tb\\n", "%TAG", "[a, b]", "😀<b>", "x" * 2000, "guide: |-\n  x", "---\n...", "points：5\nid：x"])
def test_every_text_comes_back_exactly(text: str) -> None:
    title = text if len(text) <= 200 else "标题"
    tree, _ = drafted(book([HEAD, [f"{title}甲", f" {title}", 5, text, text]]))
    top, = tree["indicators"]
    leaf, = top["indicators"]
    assert (top["title"], leaf["title"], leaf["guide"]) == (f"{title}甲", title, text)


def test_all_faults_are_told_at_once() -> None:
    assert refused(book([
        HEAD, ["甲", "a", "十分", "x"], [None, "b", None, "y"], [None, "c", -3, "z"], [None, "d", "=SUM(A1:A2)", "z"],
        ["乙", "e", 5, "a\u2028b"], ["丙", "f", 5, "x" * 20000], ["加减分", "g", 5, "x"]])) == [
        "指标!C2: 分值一栏写的是“十分”，请只写一个数字，例如 10",
        "指标!C3: “b”没有分值；请在它自己或者上级指标那里写上",
        "指标!C4: 分值不能是负数，现在是 -3；扣分的指标请放在名称带“扣分”的一级指标下",
        "指标!C5: 这里是公式，文件里没有存下算好的值；请用 Excel 或 WPS 打开后保存一次，或者直接写上结果",
        "指标!D6: 这里有特殊的换行符（U+2028），多半是从网页粘贴来的，请改成普通换行",
        "指标!D7: 这里有 20000 个字，最多 2000 个；请精简",
        "指标!A8: “加减分”既加分又扣分；请在表里分成“加分项”和“扣分项”两个一级指标"]


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


AS_XLSX = "请用 Excel 或 WPS 打开，“另存为”选“Excel 工作簿（*.xlsx）”"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(("data", "sentence"), [
    (OLD, f"这是旧版 Excel（.xls）或 Word 文件，这里只读 .xlsx。{AS_XLSX}"),
    (OLD + "EncryptedPackage".encode("utf-16-le"), "文件设了打开密码，读不出来；请先去掉密码再保存"),
    (archive({"a.txt": b"x"}), f"这是一个压缩包或别的文档，不是 Excel 工作簿（.xlsx）。{AS_XLSX}"),
    ("一级指标,分值".encode(), f"这不是 Excel 工作簿（.xlsx），可能只是改了扩展名。{AS_XLSX}"),
    (THREE_LEVELS[:2000], "文件已损坏，打不开；请重新保存或重新传一次"),
    (archive({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": bytes(50_000_000)}),
     "文件解开后太大，多半是整列整行设了格式，或者还有别的大表；请把指标表复制到一个新的工作簿再试"),
    (book([HEAD, *[[]] * 5000, ["甲"]]),
     "工作表“指标”第 5002 行离表太远的地方还有内容；一张表最多 5000 行、50 列，请删去无关的内容"),
    (book([["甲", "乙"], [1, 2]]),
     "没有找到指标表的表头：要有一行写着“一级指标”“二级指标”（或“考核项目”“考核内容”）和“分值”“评分标准”"
     "这样的列名；隐藏的工作表不读"),
])
def test_what_is_no_table_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    assert refused(data) == [f"table.xlsx: {sentence}"]


@pytest.mark.parametrize("text", [
    "工作扎实", "每逾期一天扣1分", "每少2次扣1分", "全年不少于4次，每少1次扣2.5分", "有方案得3分，有总结得2分", "每发现一处扣2分，发现严重错误扣5分",
    "每条0.5分，未报送不得分", "每条6分"])
def test_what_is_not_plain_is_left_to_the_author(text: str) -> None:
    assert guess(text, Case(Decimal(5), "base", 2026)) is None

"""The self-inspection report: its order, and that each figure is the sheet's."""
from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from scoring.core import points as p
from scoring.core.published import Published, Row
from scoring.exports._circular import plain
from scoring.exports._report import Report, report
from scoring.exports._report_annex import HEADS, RULED
from scoring.exports._report_parts import Part, Piece, Table, counted
from scoring.exports._word import Hole
from tests.exports import reports, samples

FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def made(published: Published, view: Any = "claimed", unit: str = "月山乡") -> Report:
    result = published.result(unit)
    assert result is not None
    return report(published, result, view)


def text_of(piece: Piece) -> str:
    if isinstance(piece, Table):
        return "\n".join(" | ".join(row) for row in (piece.heads, *piece.rows))
    return piece.text if isinstance(piece.text, str) else "".join(
        part.text if isinstance(part, Hole) else part for part in piece.text)


def headings(told: Report) -> list[str]:
    return [text_of(x) for x in told.pieces if isinstance(x, Part) and x.kind == "heading"]


def under(told: Report, heading: str) -> list[str]:
    """The texts from a heading to the next."""
    found, inside = [], False
    for piece in told.pieces:
        if isinstance(piece, Part) and piece.kind == "heading":
            inside = text_of(piece).endswith(f"、{heading}")
        elif inside and not (isinstance(piece, Part) and piece.kind in ("note", "office", "date")):
            found.append(text_of(piece))
    return found


# ── figures ──────────────────────────────────────────────────────────────────

def figures(text: str) -> set[Decimal]:
    return {Decimal(x) for x in FIGURE.findall(text)}


def scored_text(row: Row, view: str) -> str:
    """Everything that the sheet says of a leaf, as text."""
    line = row.claimed if view == "claimed" else row.verified
    fields = row.leaf.asked_fields()
    options = " ".join(o.title for f in fields for o in getattr(f.kind, "options", ()))
    standard = row.leaf.rule.standard(row.leaf.setting()) if row.leaf.rule else ""
    return " ".join((row.leaf.title, row.leaf.ask, *row.parents, *(f.label for f in fields), options, standard,
                     row.claimed_fact, row.verified_fact, row.note, row.claim, row.reason, *line.steps,
                     p.show(line.points), p.show(line.max), p.show(line.lost)))


def known(published: Published, view: str) -> set[Decimal]:
    """The figures of a unit's sheet, of its total, and of what the report names."""
    result = published.groups[0].results[0]
    totals = " ".join(p.show(x) for card in (result.claimed, result.verified) for x in (card.total, card.max) if x is not None)
    places = " ".join(str(x) for x in (result.place, result.of) if x is not None)
    before = " ".join(str(x) for x in (result.before or {}).values())
    about = " ".join((published.title, published.ruleset.title, *published.basis, *map(str, published.period)))
    months = " ".join(map(str, range(1, 13)))
    return figures(" ".join((*(scored_text(row, view) for row in result.rows), totals, places, before, about, months)))


def unheard(published: Published, view: Any) -> set[Decimal]:
    """The figures in the text of a report that are not the sheet's; its own counts and numbers left out."""
    report_ = made(published, view)
    bare = [re.sub(r"^[0-9]+\.(?=\D)|，共[0-9]+项|有[0-9]+个方面", "", text_of(x)) for x in report_.pieces]
    return figures(" ".join(bare)) - known(published, view)


@pytest.mark.parametrize("view", ["claimed", "verified"])
@pytest.mark.parametrize("name", reports.names())
def test_every_figure_in_the_text_is_the_sheets(name: str, view: str) -> None:
    for case in range(len(reports.shipped(name).cases)):
        assert unheard(reports.worked(name, case), view) == set()


def test_the_figures_can_fail() -> None:
    """The control: the figures of another unit's sheet are noticed."""
    other = reports.demonstration_published()
    sheet = known(reports.worked("self-check"), "claimed")
    text = " ".join(text_of(x) for x in made(other).pieces)
    assert {Decimal(134), Decimal(250)} <= figures(text) - sheet


@pytest.mark.parametrize("name", reports.names())
def test_no_answer_is_left_out(name: str) -> None:
    published = reports.worked(name)
    text = "\n".join(text_of(x) for x in made(published).pieces)
    lacking = [(row.leaf.id, x) for row in published.groups[0].results[0].rows if "月" not in row.leaf.ask
               for x in figures(row.claimed_fact) if x not in figures(text)]
    assert lacking == []


@pytest.mark.parametrize("view", ["claimed", "verified"])
@pytest.mark.parametrize("name", reports.names())
def test_the_points_of_the_annex_are_the_cards(name: str, view: str) -> None:
    published = reports.worked(name)
    result, told_ = published.groups[0].results[0], made(published, view)
    rows = {row[0]: row for row in told_.table.rows}
    scored = [row for row in result.rows if row.leaf.points is not None and row.leaf.pool != "veto"]
    assert {row.leaf.number for row in result.rows if row.leaf.rule_name == "record"} & set(rows) == set()
    column = told_.table.heads.index("自评分" if view == "claimed" else "复核分")
    for row in scored:
        line = row.claimed if view == "claimed" else row.verified
        shown = rows[row.leaf.number][column].lstrip("+−")
        away = line.state == "not_applicable" and shown.startswith("不适用")
        assert away or shown == p.show(line.points) or (shown == "—" and row.leaf.filled_by == "reviewer"), row.leaf.id
    last = told_.table.rows[-1]
    total = result.claimed.total if view == "claimed" else result.verified.total
    assert (last[1], last[column]) == ("总分", "—" if total is None else p.show(total))


@pytest.mark.parametrize("name", reports.names())
def test_every_lost_point_is_a_problem_with_a_measure(name: str) -> None:
    published = reports.worked(name)
    result, told_ = published.groups[0].results[0], made(published)
    lost = [line.lost for row in result.rows if (line := row.claimed).lost > 0 and row.leaf.filled_by == "unit"
            and row.leaf.own_fields() and row.leaf.pool in ("base", "deduction")]
    said = [Decimal(x) for text in under(told_, "存在的问题") for x in re.findall(r"(?:失|该项扣)([0-9.]+)分(?:（评|。)", text)]
    office = [row.claimed.lost for row in result.rows if row.claimed.lost > 0 and not row.leaf.own_fields()
              or (row.leaf.filled_by == "office" and row.claimed.lost > 0)]
    assert sorted(said) == sorted([*lost, *(x for x in office if x in said)])
    measures = [x for x in under(told_, "改进措施") if "方面的问题" in x]
    assert (len(measures), all(x.endswith("，由【请填写责任单位、责任人】负责，于【请填写完成时限】前完成。") for x in measures)) == (
        len(said), True)


# ── order ────────────────────────────────────────────────────────────────────

def test_the_parts_in_their_customary_order() -> None:
    assert headings(made(reports.worked("demonstration-town"))) == [
        "一、组织领导与制度建设情况", "二、主动公开情况", "三、依申请公开情况", "四、咨询、投诉和互动交流情况",
        "五、行政复议和行政诉讼情况", "六、加分项情况", "七、上年问题整改情况", "八、存在的问题", "九、改进措施", "十、下一步工作计划"]


def test_a_ruleset_that_says_no_part_keeps_its_own_headings() -> None:
    told_ = made(samples.opened(samples.county()), "verified")
    assert headings(told_)[5:12] == [
        "六、政府网站采用信息情况", "七、政府信息公开与行权平台应用情况", "八、电子公文签收情况", "九、表扬与信息采用情况",
        "十、通报问题情况", "十一、发生泄密事件情况", "十二、上年问题整改情况"]
    assert under(told_, "依申请公开情况") == [
        "【评分规则没有列入这方面的指标，请填写收到和办理申请的件数、结果；没有收到申请的，写明没有收到；确实不需要的，删去这一部分】"]
    assert [x for x in headings(told_) if "经费" in x] == []


def test_the_nearest_branch_says_the_part() -> None:
    rules = reports.shipped("demonstration-town")
    parts = {leaf: rules.report_part(rules.find(leaf)) for leaf in (  # type: ignore[arg-type]
        "training", "proactive", "decision-steps", "weibo-replies", "model-villages")}
    assert parts == {"training": "organisation", "proactive": "disclosure", "decision-steps": "disclosure",
                     "weibo-replies": "consultations", "model-villages": None}


def test_records_alike_are_one_table() -> None:
    tables = [x for x in made(reports.worked("disclosure-annual")).pieces if isinstance(x, Table)]
    assert [(x.heads[0], len(x.heads), len(x.rows)) for x in tables] == [("项目", 8, 10), ("项目", 6, 3)]
    wide = next(x for x in made(reports.worked("special-funds")).pieces if isinstance(x, Table))
    assert (wide.heads, wide.rows[0]) == (
        ("项目（单位：万元）", "到位清单（万元）", "支出清单（万元）"), ("图书馆免费开放", "20", "20"))
    mixed = next(x for x in made(reports.worked("department-board")).pieces if isinstance(x, Table))
    assert mixed.rows == (("领取补贴人数", "1人", "2人", "3人", "8人", "14人"), ("每月补贴金额", "260元", "200元", "240元", "200元", "900元"))


@pytest.mark.parametrize(("title", "said"), [
    ("村务公开自查评分", "村务公开自查评分表"), ("政务公开自评", "政务公开自评表"), ("政务公开自查", "政务公开自查评分表"), ("评分表", "评分表")])
def test_the_annex_is_named_after_the_ruleset(title: str, said: str) -> None:
    rules = samples.ruleset({**samples.TARGETS, "title": title})
    assert made(reports.publication(rules, {"group": "乡镇", "facts": {}})).annex == said


# ── opening, past, problems ──────────────────────────────────────────────────

def test_the_points_in_either_view() -> None:
    def points(published: Published, view: str, unit: str = "月山乡") -> str:
        return text_of(made(published, view, unit).pieces[2])

    county = samples.opened(samples.county())
    assert points(county, "claimed") == "经自查，自评总分99.93分（满分100分）。"
    assert points(county, "verified") == (
        "经自查，自评总分99.93分（满分100分）；经复核，总分86.93分（满分100分），等次为良好，在3个单位中列第1名。")
    assert points(county, "verified", "陵江镇（示例）").endswith("，被一票否决，等次为不合格，在3个单位中列第3名。")
    nothing = samples.opened(samples.extreme())
    assert points(nothing, "verified", "全部不适用的单位") == "经自查和复核，各项指标均不适用，没有总分。"
    assert points(reports.worked("self-check"), "claimed").endswith("，其中“信息质量抽查评定”12分由复核员评定，暂按0分计。")


def test_what_the_review_said_is_in_no_draft() -> None:
    county = samples.opened(samples.county())
    drafted, after = ("\n".join(text_of(x) for x in made(county, view).pieces) for view in ("claimed", "verified"))
    said = plain(samples.CORRECTED)
    assert ("复核" in drafted, said in drafted, f"复核意见：{said}" in after) == (False, False, True)
    assert ([*made(county, "claimed").table.heads], [*made(county, "verified").table.heads]) == (
        [x for x in HEADS if x != "复核分"], [RULED if x == "填报数据" else x for x in HEADS])


def test_the_last_outcome_is_told_where_there_is_one() -> None:
    said = under(made(reports.worked("self-check", before=reports.BEFORE)), "上年问题整改情况")
    assert said[0] == "上一次公布的考核《示例县2023年度政务公开考核》中，本单位总分84.5分（满分100分），等次为良好，在22个单位中列第5名。"
    gap = "【请逐条填写上年度检查、考核反馈的问题和整改结果；没有完成整改的，写明原因和完成时限】"
    assert said[1:] == [gap] == under(made(reports.worked("self-check")), "上年问题整改情况")


def test_a_sheet_without_answers_is_all_gaps() -> None:
    rules = reports.shipped("township-standards")
    told_ = made(reports.publication(rules, {"group": rules.groups[0] if rules.groups else "", "facts": {}}))
    assert under(told_, "公共企事业单位办事公开情况") == [f"{n}.{title}。【没有填报，请到自查表补填】" for n, title in enumerate(
        ("已开展的单位", "公开内容", "检查指导"), 1)]
    assert len(under(told_, "存在的问题")) == 2 + len(rules.leaves)
    assert under(told_, "存在的问题")[1].startswith("1.三个统一。【没有填报，请到自查表补填】。该项分值3分，失3分")


def test_nothing_lost_leaves_the_author_the_word() -> None:
    told_ = made(reports.worked("egov-targets"))
    assert under(told_, "存在的问题") == [
        "对照评分标准，各项指标均没有失分。【评分表以外还有问题的，请补充；没有的，删去这一句】"]
    assert under(told_, "改进措施") == ["【请填写改进措施、责任人和完成时限】"]


def test_many_items_are_numbered() -> None:
    assert [text_of(x) for x in counted(["甲"])] == ["甲"]
    assert [text_of(x) for x in counted(["甲", "乙"])] == ["一是甲", "二是乙"]
    assert [text_of(x) for x in counted(["甲"] * 120)][::119] == ["1.甲", "120.甲"]


def doubled(texts: Iterator[str]) -> list[str]:
    return [x for x in texts if re.search(r"[。；，、：][。；，、：]|分分|的的|[⺀-鿿，。] [⺀-鿿0-9]|[0-9] [⺀-鿿]", x)]


@pytest.mark.parametrize("view", ["claimed", "verified"])
@pytest.mark.parametrize("name", reports.names())
def test_no_punctuation_is_doubled_and_no_space_is_left(name: str, view: str) -> None:
    published = reports.worked(name, notes={leaf.id: "说明到此；\n第二行。" for leaf in reports.shipped(name).leaves})
    told_ = made(published, view)
    assert doubled(text_of(x) for x in told_.pieces if isinstance(x, Part) and x.kind in ("text", "heading")) == []
    assert [cell for row in told_.table.rows for cell in row if re.search(r"[。；，、：][。；，、：]", cell)] == []
    assert doubled(iter(["一。。", "甲 12"])) == ["一。。", "甲 12"]

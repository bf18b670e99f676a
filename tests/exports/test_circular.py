"""What a circular says: every figure as the ranking page has it, and nothing that the snapshot does not say."""
from __future__ import annotations

from dataclasses import replace

import pytest

from scoring.core import points as p
from scoring.core.published import Published
from scoring.exports._circular import Part, circular, numeral, plain, signed
from scoring.exports._circular_rolls import Roll
from tests.exports import samples
from tests.exports.circulars import NO_LEAK, many, publication


def told(text: str) -> list[str]:
    return said(samples.opened(text))


def said(published: Published) -> list[str]:
    return [part.text for part in circular(published).parts]


def section(text: str, heading: str) -> list[str]:
    """The paragraphs under a heading."""
    parts = circular(samples.opened(text)).parts
    start = next(n for n, part in enumerate(parts) if part.text == heading) + 1
    end = next((n for n, part in enumerate(parts[start:], start) if part.kind in ("heading", "note")), len(parts))
    return [part.text for part in parts[start:end]]


OVERALL, GOOD, BAD, NEXT = "一、总体情况", "二、主要做得好的方面", "三、存在的问题", "四、下一步要求"


def table(roll: Roll) -> list[tuple[str, ...]]:
    return [tuple(c.title for c in roll.columns), *roll.rows]


# ── the whole of it ──────────────────────────────────────────────────────────

def test_the_parts_stand_in_the_order_of_the_standard() -> None:
    made = circular(samples.opened(samples.county()))
    assert "".join(made.title) == "关于《苍溪县2024年度政务公开工作考核》结果的通报"
    assert [(p.kind, p.text) for p in made.parts if p.kind not in ("text", "subheading")] == [
        ("to", "各参评单位："), ("heading", OVERALL), ("heading", GOOD), ("heading", BAD), ("heading", NEXT),
        ("note", "附件：各单位考核结果"), ("office", "苍溪县人民政府办公室"), ("date", "〔　〕年〔　〕月〔　〕日")]


def test_the_opening_has_basis_object_and_time() -> None:
    assert told(samples.county())[1] == (
        "根据苍府办〔2024〕45号、国办发〔2019〕54号，苍溪县人民政府办公室对4个单位（乡镇3个、县直部门1个）进行了考核，"
        "考核期间为2024年1月1日至2024年12月31日，数据截至2024年12月31日。现将结果通报如下。")


def test_no_basis_and_no_office() -> None:
    published = replace(samples.opened(publication({"月山乡": {}})), basis=(), office="")
    assert said(published)[1].startswith("对乡镇1个单位进行了考核，")
    assert [p.kind for p in circular(published).parts][-2:] == ["note", "date"]


def test_a_correction_says_so() -> None:
    changed = replace(samples.opened(samples.county()), replaces={"digest": samples.SHA, "reason": "乙乡漏计。"})
    assert said(changed)[2] == "本通报取代此前公布的结果。更正原因：乙乡漏计。"


# ── 一、总体情况 ─────────────────────────────────────────────────────────────

def test_several_groups_are_told_one_by_one() -> None:
    assert section(samples.county(), OVERALL) == [
        "本次考核共4个单位，其中优秀1个、良好1个、合格1个、不合格1个。",
        "（一）乡镇组",
        "共3个单位，其中良好1个、合格1个、不合格1个。1个单位被一票否决。全组平均83.1分；上述1个单位除外，"
        "最高86.93分（月山乡），最低62.44分（龙山镇）。",
        "（二）县直部门组",
        "共1个单位：县档案馆，总分98.43分，等次为优秀。"]


@pytest.mark.parametrize("text", [samples.county(), samples.forty(), many(40)])
def test_means_and_places_are_those_of_the_ranking_page(text: str) -> None:
    published = samples.opened(text)
    joined = "".join(said(published))
    means = [p.show(p.rounded(group.mean_total, 2)) for group in published.groups if len(group.results) > 1]
    assert [mean for mean in means if f"全组平均{mean}分；" not in joined] == []
    rows = {row[-3:] if len(row) == 3 else row[:4] for roll in circular(published).rolls[:len(published.groups)]
            for row in roll.rows}
    placed = [(str(x.place), x.unit, str(x.total), x.grade) for g, group in enumerate(published.groups)
              for x, r in zip(group.places, group.results, strict=True) if not r.verified.vetoes]
    assert rows == set(placed)
    assert len(placed) > 0


def test_one_group_and_no_grades() -> None:
    text = publication({"甲乡": {}, "乙乡": {"disclosed": 54}, "丙乡": {"disclosed": 54}}, grades=[], indicators=NO_LEAK)
    assert section(text, OVERALL) == ["共3个单位。全组平均91.26分；最高99.93分（甲乡），最低86.93分（乙乡、丙乡）。"]
    assert table(circular(samples.opened(text)).rolls[0]) == [
        ("名次", "单位", "总分"), ("1", "甲乡", "99.93"), ("2", "乙乡", "86.93"), ("2", "丙乡", "86.93")]


@pytest.mark.parametrize(("units", "expected"), [
    ({"甲乡": {}}, "共1个单位：甲乡，总分99.93分，等次为优秀。"),
    ({"甲乡": {"leak": "yes"}}, "共1个单位：甲乡，总分99.93分，等次为不合格。1个单位被一票否决。"),
    ({"甲乡": {}, "乙乡": {}}, "共2个单位，其中优秀2个。全组平均99.93分；各单位均为99.93分。"),
    ({"甲乡": {}, "乙乡": {"leak": "yes"}},
     "共2个单位，其中优秀1个、不合格1个。1个单位被一票否决。全组平均99.93分；上述1个单位除外，甲乡为99.93分。"),
    ({"甲乡": {"leak": "yes"}, "乙乡": {"leak": "yes"}},
     "共2个单位，其中不合格2个。2个单位被一票否决。全组平均99.93分。"),
    ({f"第{n}乡": {} for n in range(5)} | {"末乡": {"disclosed": 54}},
     "共6个单位，其中优秀5个、良好1个。全组平均97.76分；最高99.93分（第0乡等5个单位），最低86.93分（末乡）。"),
])
def test_the_few_and_the_equal(units: dict[str, dict[str, str]], expected: str) -> None:
    assert section(publication(units), OVERALL) == [expected]


def test_nobody_has_a_total() -> None:
    rules = samples.ruleset()
    claims = {leaf.id: "不适用" for leaf in rules.leaves}
    parts = tuple(samples.Participant(samples.sheet(rules, unit, "乡镇", {}, None, claims)) for unit in ("甲乡", "乙乡"))
    text = samples.snapshot(parts, rules)
    assert section(text, OVERALL) == ["共2个单位。2个单位没有总分、不参加排名。没有单位有总分。"]
    assert (section(text, GOOD), section(text, BAD)) == (["各一级指标均没有得分。"], ["各项指标均没有失分。"])
    assert table(circular(samples.opened(text)).rolls[0]) == [
        ("名次", "单位", "总分", "原因"), ("—", "甲乡", "—", "各项指标均不适用，没有总分"),
        ("—", "乙乡", "—", "各项指标均不适用，没有总分")]


def test_a_publication_without_units() -> None:
    made = circular(samples.opened(samples.snapshot(())))
    assert (made.parts[3].text, made.rolls) == ("本次考核共0个单位。", ())


# ── 二、三、四 ───────────────────────────────────────────────────────────────

def test_what_was_done_well() -> None:
    assert section(samples.county(), GOOD) == [
        "从一级指标的平均得分率看，一是“政府网站采用信息”平均得分率100%，4个单位均得满分；"
        "二是“电子公文签收”平均得分率99.29%，3个单位均未得满分。"]


def test_where_points_were_lost() -> None:
    assert section(samples.county(), BAD) == [
        "从各单位失分合计看，一是“公开政府信息”（政府信息公开与行权平台应用）3个单位共失39.5分，最多的失25分；"
        "二是“机构、牌子、场所、经费、专干”（六有）4个单位共失8分，最多的失2分；三是“明确分管领导”（六有）1个单位失5分。",
        "有1个单位被一票否决，其中发生泄密事件1个，名单见附件。",
        "等次为不合格的有1个单位：陵江镇（示例）。"]


def test_a_deduction_is_a_deduction_and_one_indicator_has_no_number() -> None:
    perfect = {"disclosed": 80, "things": ["机构", "牌子", "场所", "经费", "专干"], "receipts": {"done": "10", "of": "10"}}
    text = publication({"甲乡": {**perfect, "faults": "2"}})
    assert section(text, BAD) == ["从各单位失分合计看，“通报问题”1个单位扣4分。"]
    assert section(publication({"甲乡": perfect}), BAD) == ["各项指标均没有失分。"]
    assert section(publication({"甲乡": perfect}), NEXT)[0::2] == ["（一）逐项整改"]


DISCLOSURE = {"id": "disclosure", "title": "公开政府信息", "points": "100", "score": {"rule": "per_entry", "each": "1"}}
LEADER = {"id": "leader", "title": "明确分管领导", "points": "5", "score": {"rule": "yes_no"}}


def below(combiner: str, **more: str) -> list[str]:
    """What is said of two indicators below such a branch, one with 50 points got and the other with none of its 5."""
    branch = {"id": "openness", "title": "政府信息公开", "points": "60", "combine": combiner,
              "indicators": [DISCLOSURE | more, LEADER | {"weight": "1"} if combiner == "weighted" else LEADER]}
    text = publication({"甲乡": {"disclosed": 50, "leader": "no"}}, indicators=[samples.TARGETS["indicators"][0], branch])
    return section(text, BAD)[:1]


def test_below_a_weight_the_loss_of_the_total_gives_the_order() -> None:
    """Half the weight each: five points of five cost 30 of 60, fifty of a hundred 15."""
    assert below("weighted", weight="1") == [
        "从各单位失分对总分的影响看，一是“明确分管领导”（政府信息公开）1个单位失5分；二是“公开政府信息”（政府信息公开）1个单位失50分。"]


def test_a_branch_that_gathers_subordinate_units_counts_with_its_own_share() -> None:
    """Twelve points of eighty count 60 × 0.5 ÷ 85 each below the roll-up; five beside it count whole."""
    gathered = {"id": "openness", "title": "政府信息公开", "points": "60", "combine": {"rollup": {"own": "5", "groups": {"村": "5"}}},
                "indicators": [{**DISCLOSURE, "points": "80"}, LEADER]}
    text = publication({"甲乡": {"disclosed": 68, "leader": "yes", "website": "70"}},
                       indicators=[samples.TARGETS["indicators"][0], gathered], groups=["乡镇", "村"])
    assert section(text, BAD)[0] == (
        "从各单位失分对总分的影响看，一是“政府网站采用信息”1个单位失5分；二是“公开政府信息”（政府信息公开）1个单位失12分。")


def test_below_a_choice_the_branch_is_what_lost_the_points() -> None:
    assert below("max", points="60") == ["从各单位失分合计看，“政府信息公开”1个单位失10分。"]


@pytest.mark.parametrize(("grades", "expected"), [
    (["优秀", "合格", "较差"], ["等次为较差的有1个单位：乙乡。"]),
    (["优秀", "合格", "基本合格", "不达标"], ["等次为不达标的有1个单位：乙乡。"]),
    (["先进", "未达标"], ["等次为未达标的有1个单位：乙乡。"]),
    (["优", "良", "差"], []),
    (["优秀", "合格"], []),
])
def test_units_are_named_only_if_the_grades_say_they_failed(grades: list[str], expected: list[str]) -> None:
    scale = [{"name": name, "at_least": str(90 - 10 * n)} for n, name in enumerate(grades[:-1])] + [{"name": grades[-1]}]
    text = publication({"甲乡": {}, "乙乡": {"website": "0", "disclosed": 0}}, grades=scale, indicators=NO_LEAK)
    assert section(text, BAD)[1:] == expected


def test_many_failing_units_are_told_by_number() -> None:
    failed = {"website": "0", "disclosed": 0}
    text = publication({"甲乡": {}} | {f"第{n}乡": failed for n in range(11)})
    assert section(text, BAD)[-1] == "等次为不合格的有11个单位，名单见附件。"


def test_what_is_asked_for_leaves_the_dates_to_the_office() -> None:
    assert section(samples.county(), NEXT) == [
        "（一）逐项整改",
        "各参评单位要对照本单位评分卡，逐项查明失分原因，明确整改措施和责任人，于〔　〕年〔　〕月〔　〕日前整改到位，"
        "并将整改情况书面报送苍溪县人民政府办公室。",
        "（二）补齐短板",
        "要针对“公开政府信息”“机构、牌子、场所、经费、专干”“明确分管领导”等失分较多的指标，查找制度和日常工作中的原因，"
        "于〔　〕年〔　〕月〔　〕日前完善措施，防止再次失分。"]


# ── the attachment ───────────────────────────────────────────────────────────

def test_the_vetoed_stand_apart_with_the_reason() -> None:
    rolls = circular(samples.opened(samples.county())).rolls
    assert [roll.title for roll in rolls] == ["乡镇组（2个单位）", "县直部门组（1个单位）", "被一票否决的单位（1个）"]
    assert table(rolls[0]) == [("名次", "单位", "总分", "等次"), ("1", "月山乡", "86.93", "良好"), ("2", "龙山镇", "62.44", "合格")]
    assert table(rolls[2]) == [
        ("组别", "名次", "单位", "总分", "等次", "原因"),
        ("乡镇", "3", "陵江镇（示例）", "99.93", "不合格", "一票否决：发生泄密事件")]


def test_everybody_is_listed_once() -> None:
    published = samples.opened(many())
    rolls = circular(published).rolls
    assert [(r.title, len(r.rows)) for r in rolls] == [
        ("乡镇组（175个单位）", 175), ("县直部门组（175个单位）", 175), ("垂直管理单位组（174个单位）", 174),
        ("被一票否决和不参加排名的单位（6个）", 6)]
    names = [row[1] for roll in rolls[:3] for row in roll.rows] + [row[2] for row in rolls[3].rows]
    assert sorted(names) == sorted(r.unit for group in published.groups for r in group.results)


# ── small things ─────────────────────────────────────────────────────────────

@pytest.mark.parametrize(("typed", "expected"), [
    ("苍府办[2024]45号", "苍府办〔2024〕45号"), ("国办发（2019） 54 号", "国办发〔2019〕54号"),
    ("川府〔2020〕第3号", "川府〔2020〕第3号"), ("考核（2024）", "考核（2024）"), ("2024 年度 政务", "2024年度 政务"),
    ("一\n二", "一 二"),
])
def test_document_numbers_and_spaces(typed: str, expected: str) -> None:
    assert plain(typed) == expected


def test_numerals() -> None:
    assert [numeral(n) for n in (1, 9, 10, 11, 20, 35, 99)] == ["一", "九", "十", "十一", "二十", "三十五", "九十九"]


@pytest.mark.parametrize(("office", "expected"), [
    ("县府办", (Part("office", "县府办", 13), Part("date", "〔　〕年〔　〕月〔　〕日", 2))),
    ("县" * 14, (Part("office", "县" * 14, 2), Part("date", "〔　〕年〔　〕月〔　〕日", 2))),
    ("县" * 20, (Part("office", "县" * 20, 2), Part("date", "〔　〕年〔　〕月〔　〕日", 8))),
    ("县" * 60, (Part("office", "县" * 60, 2), Part("date", "〔　〕年〔　〕月〔　〕日", 16))),
])
def test_the_date_begins_two_characters_right_of_the_office(office: str, expected: tuple[Part, ...]) -> None:
    assert signed(office) == expected

"""The PDFs, read back with poppler and pypdf: every word, page, font and link as it should be."""
from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pypdf
import pytest

from scoring.core.published import Published
from scoring.core.snapshot import Participant
from scoring.exports import _fonts, pdf_booklet, pdf_scorecard
from tests.exports import samples
from tests.exports.hostile import ABSENT, HOSTILE, hostile_file

Poppler = Callable[..., str]
HEAD = "序号一级指标二级指标分值评分标准自评分复核分增减原因佐证"
FOOT = re.compile(r"第(\d+)页，共(\d+)页")


def plain(text: str) -> str:
    """Without any space, as lines of Chinese are joined."""
    return re.sub(r"\s", "", text)


def card(unit: str, text: str) -> bytes:
    return pdf_scorecard.render(samples.opened(text), unit)


def read(poppler: Poppler, content: bytes) -> str:
    return plain(poppler("pdftotext", content, "-raw"))


# ── the scorecard ────────────────────────────────────────────────────────────

@pytest.mark.parametrize("unit", ["月山乡", "龙山镇", "陵江镇（示例）", "县档案馆"])
def test_a_card_as_it_was_looked_at(unit: str, poppler: Poppler, golden: Callable[[str, str], None]) -> None:
    published = samples.opened(samples.county())
    text = poppler("pdftotext", pdf_scorecard.render(published, unit), "-layout")
    golden(f"card-{unit}", text.replace(published.digest, "SHA256"))


def test_a_card_says_everything(poppler: Poppler) -> None:
    published = samples.opened(samples.county())
    result = published.result("月山乡")
    assert result is not None
    content = read(poppler, pdf_scorecard.render(published, "月山乡"))
    said = [published.title, *published.basis, published.office, "月山乡", "第1名（共3个）", "良好", "86.93", "99.93",
            published.digest, samples.CORRECTED, "自评：94条", "复核：54条", "54条×0.5分=27分", "链接2", "文件1",
            "单位说明：含村务公开栏目，编辑张𬱖、䶮㛃堃。", "33.67", "2024年12月20日17:30",
            *(step for row in result.rows for step in row.verified.steps),
            *(row.leaf.title for row in result.rows),
            *(step for stage in result.verified.stages for step in stage.steps)]
    assert [x for x in said if plain(x) not in content] == []


def test_a_veto_stands_at_the_top(poppler: Poppler) -> None:
    content = read(poppler, card("陵江镇（示例）", samples.county()))
    assert content.index("一票否决：发生泄密事件。") < content.index("一、一级指标得分")


@pytest.mark.parametrize(("title", "times"), [("加分项", 1), ("经验推广", 2)])
def test_a_bonus_branch_that_says_so_itself_has_no_second_heading(title: str, times: int, poppler: Poppler) -> None:
    base, praise = samples.TARGETS["indicators"][0], samples.TARGETS["indicators"][3]
    branch = {"id": "more", "title": title, "points": "5", "pool": "bonus", "indicators": [
        {k: v for k, v in praise.items() if k != "pool"}]}
    rules = samples.ruleset({**samples.TARGETS, "indicators": [{**base, "points": "100"}, branch]})
    part = Participant(samples.sheet(rules, "月山乡", "乡镇", {"website": "80", "praise": "1"}))
    content = read(poppler, card("月山乡", samples.snapshot((part,), rules)))
    assert content.count("加分项") + content.count("经验推广") == times


def test_every_page_bears_its_number_and_the_hash(poppler: Poppler) -> None:
    published = samples.opened(samples.forty())
    content = pdf_scorecard.render(published, "示例第1镇")
    pages = [plain(page) for page in poppler("pdftotext", content, "-raw").split("\f")[:-1]]
    assert [FOOT.findall(page) for page in pages] == [[(str(n), str(len(pages)))] for n in range(1, len(pages) + 1)]
    assert [page.count(published.digest) for page in pages] == [1] * len(pages)
    assert f"Pages:           {len(pages)}\n" in poppler("pdfinfo", content)


def test_the_head_of_a_table_is_repeated_on_every_page_of_it(poppler: Poppler) -> None:
    pages = [plain(p) for p in poppler("pdftotext", card("示例第1镇", samples.forty()), "-raw").split("\f")[:-1]]
    scored = ["每条0.1分" in page for page in pages]
    assert [page.count(HEAD) for page in pages] == [int(has) for has in scored]
    assert sum(scored) >= 3


def test_forty_leaves_are_all_there_once_and_in_order(poppler: Poppler) -> None:
    content = read(poppler, card("示例第1镇", samples.forty()))
    places = [content.index(plain(f"{title}之第{n}项")) for b, title in enumerate(
        ("规范化建设", "政府信息公开", "村务公开", "行政权力透明运行", "公共企事业单位办事公开", "平台建设", "基础工作", "监督保障"), 1)
        for n in range(1, 6)]
    assert places == sorted(places)


def test_long_reasons_run_over_pages_without_a_word_lost(poppler: Poppler) -> None:
    published = samples.opened(samples.extreme())
    content = pdf_scorecard.render(published, samples.LONG_UNIT)
    # The field of a page without its header and footer; heads of tables are taken out.
    body = plain(poppler("pdftotext", content, "-raw", "-x", "0", "-y", "74", "-W", "596", "-H", "702"))
    top = samples.opened(samples.extreme()).ruleset.indicators[0].title
    body = body.replace(HEAD, "").replace(plain(f"{top}（续）"), "")
    said = [samples.LONG_UNIT, samples.LONG_REASON, samples.LONG_REASON[::-1], "x" * 2000, "a1/" * 300,
            samples.LONG_REASON[:600], *published.basis, published.title]
    assert [x[:20] for x in said if plain(x) not in body] == []


def test_a_unit_without_a_total_has_a_card(poppler: Poppler) -> None:
    content = read(poppler, card("全部不适用的单位", samples.extreme()))
    assert content.count("没有总分") == 3
    assert content.count("不参加排名") == 1


def test_erased_reasons_are_said_to_be_erased(poppler: Poppler) -> None:
    file = samples.county()
    start = file.index('"openings":{') + len('"openings":')
    erased = file[:start] + "{}" + file[file.index("}}", start) + 2:]
    content = read(poppler, card("月山乡", erased))
    assert content.count("（文字已依法删除）") == 3
    assert plain(samples.CORRECTED) not in content


# ── what foreign text cannot do ──────────────────────────────────────────────

def hostile_county(text: str) -> Published:
    """One unit whose every free text is `text`."""
    return samples.opened(hostile_file(text))


@pytest.mark.parametrize(("text", "expected"), HOSTILE + ABSENT)
def test_foreign_text_is_printed_as_typed(text: str, expected: str, poppler: Poppler) -> None:
    content = pdf_scorecard.render(hostile_county(text), text)
    said = read(poppler, content)
    label = plain(expected)
    assert [x for x in (f"复核更正：{label}", f"单位说明：{label}", f"1.{label}", f"更正原因：{label}", f"考核机关{label}",
                        f"依据{label}") if x not in said] == []
    assert b"/URI" not in content and b"/Subtype /Image" not in content and b"/JavaScript" not in content


def test_half_a_character_does_no_harm(poppler: Poppler) -> None:
    published = replace(samples.opened(samples.county()), title="半\ud800个", office="\udfff")
    assert "半\ufffd个" in read(poppler, pdf_scorecard.render(published, "月山乡")).replace("〓", "\ufffd")


def test_what_the_font_lacks_is_named_on_the_card(poppler: Poppler) -> None:
    content = read(poppler, pdf_scorecard.render(hostile_county("好😀的𠮷"), "好😀的𠮷"))
    assert "本件中的〓代替字库没有的字，其Unicode编码是：U+1F600、U+20BB7。" in content
    assert "代替字库没有的字" not in read(poppler, card("月山乡", samples.county()))


# ── the file itself ──────────────────────────────────────────────────────────

def test_all_fonts_are_embedded(poppler: Poppler) -> None:
    listed = poppler("pdffonts", pdf_booklet.render(samples.opened(samples.county()), "乡镇")).splitlines()[2:]
    assert sorted({line.split()[0].split("+")[1] for line in listed}) == [
        "NotoSansSC-Bold", "NotoSansSC-Regular", "NotoSerifSC-Regular"]
    assert {tuple(line.split()[-5:-2]) for line in listed} == {("yes", "yes", "yes")}


def test_the_file_says_what_it_is_and_no_more() -> None:
    published = samples.opened(samples.county())
    reader = pypdf.PdfReader(io.BytesIO(pdf_scorecard.render(published, "月山乡")))
    assert dict(reader.metadata or {}) == {
        "/Author": "苍溪县人民政府办公室", "/Creator": "政务公开自查评分", "/Title": "苍溪县 2024 年度政务公开工作考核：月山乡评分卡",
        "/Subject": f"快照 SHA-256 {published.digest}", "/Keywords": "", "/Producer": "ReportLab PDF Library - (opensource)",
        "/CreationDate": "D:20000101000000+00'00'", "/ModDate": "D:20000101000000+00'00'", "/Trapped": "/False",
    }
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"


# ── the booklet ──────────────────────────────────────────────────────────────

def test_the_booklet_as_it_was_looked_at(poppler: Poppler, golden: Callable[[str, str], None]) -> None:
    published = samples.opened(samples.county())
    text = poppler("pdftotext", pdf_booklet.render(published, "乡镇"), "-layout")
    golden("booklet-乡镇", text.replace(published.digest, "SHA256"))


def test_it_tells_of_every_card_it_has_set() -> None:
    published, told = samples.opened(samples.county()), []
    group = published.groups[0]
    made = pdf_booklet.render(published, group.name, lambda: told.append(1))
    assert (len(told), made) == (len(group.results), pdf_booklet.render(published, group.name))


def test_contents_ranking_and_outline_lead_to_the_cards(poppler: Poppler) -> None:
    published = samples.opened(samples.forty())
    content = pdf_booklet.render(published, "乡镇")
    reader = pypdf.PdfReader(io.BytesIO(content))
    units = [result.unit for result in published.groups[0].results]
    cover, contents, ranking, figures, cards, *inner = reader.outline
    named = [x.title for x in (cover, contents, ranking, figures, cards, *inner[0], inner[1])]
    assert named == ["封面", "目录", "排名", "总分分布和失分", "评分卡", *(f"第 {r.place} 名 {r.unit}" for r in published.groups[0].results), "附：说明"]
    pages = [plain(page) for page in poppler("pdftotext", content, "-raw").split("\f")[:-1]]
    targets = [reader.get_destination_page_number(x) for x in inner[0]]
    assert [pages[n].startswith(plain(f"{published.title}单位评分卡{unit}")) for n, unit in zip(targets, units, strict=True)] \
        == [True] * 22
    expected = [plain(f"第{r.place}名{r.unit}{n + 1}") for r, n in zip(published.groups[0].results, targets, strict=True)]
    told = plain(poppler("pdftotext", content, "-layout", "-f", "2", "-l", "2"))
    assert [x for x in expected if x not in told] == []


def test_what_is_asked_for_is_there_before_it_is_used() -> None:
    """The control for rare characters: the fonts on this machine are the full ones."""
    assert _fonts.missing_glyphs(samples.RARE) == set()

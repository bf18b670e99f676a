"""The sign-off sheet (签审单): what a unit prints of its sheet before its leader signs.

It is no format of the drawer: a sheet that is still being signed has no snapshot.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from ._merged import Inner, Merged
from ._paper import FIELD, MM, About, Paper, absent_note
from ._table import Cell, Row, Table
from ._text import file_name
from ._type import INK, NEED, QUIET, Block, Space, Style, Words
from ._wording import NONE, number

BODY = Style(9.5, 15.5, align="justify")
SMALL = Style(9, 13.5)
FINE = Style(7.5, 11, color=QUIET)
HEAD = SMALL.but(font="sans-bold", color=INK)
SECTION = Style(12, 18, font="sans-bold", color=INK, before=14, keep=True)
HEADLINE = Style(20, 29, font="serif", color=INK, align="centre", stroke=0.5, balance=True)
MISSING = 30        # items that are named; of more, only the number


@dataclass(frozen=True)
class Section:
    """A first-level indicator of the base pool with what the unit gives itself."""

    number: str
    title: str
    points: Decimal
    worth: Decimal | None


@dataclass(frozen=True)
class Stage:
    """What is done to the sum: its name, its steps in words, and what it leaves."""

    title: str
    steps: tuple[str, ...]
    after: Decimal | None


@dataclass(frozen=True)
class Proof:
    """One piece of evidence: the indicator it belongs to, its title, 文件 or 链接."""

    indicator: str
    title: str
    kind: str


@dataclass(frozen=True)
class Step:
    """One step of the sign-off; `signer` is '' while it is still to come."""

    title: str
    position: str
    attests: str            # what whoever signs it declares
    signer: str = ""
    at: str = ""
    opinion: str = ""


@dataclass(frozen=True)
class SignOff:
    """A unit's sheet as it is signed. `receipt` and `submitted_at` are '' until it is handed in."""

    assessment: str
    unit: str
    group: str
    total: Decimal | None
    maximum: Decimal
    answered: int
    asked: int
    missing: tuple[str, ...]
    sections: tuple[Section, ...]
    stages: tuple[Stage, ...]
    evidence: tuple[Proof, ...]
    steps: tuple[Step, ...]
    content: str            # hex SHA-256 of the answers
    evidence_digest: str    # hex SHA-256 of the list of evidence
    receipt: str = ""
    submitted_at: str = ""


def sign_off_name(sheet: SignOff) -> str:
    """'2026 年度政务公开考核-月山乡-签审单.pdf'."""
    return file_name(sheet.assessment, sheet.unit, "签审单", suffix="pdf")


def render_sign_off(sheet: SignOff) -> bytes:
    """The sheet as PDF; equal sheets give equal bytes."""
    title = f"{sheet.assessment}：{sheet.unit}签审单"
    paper = Paper(About(title, sheet.unit, f"填报内容 SHA-256 {sheet.content}"), sheet.assessment, sheet.unit)
    paper.put(Words(sheet.assessment, HEADLINE),
              Words("自查表签审单", HEADLINE.but(size=12, leading=20, font="sans", stroke=0, color=QUIET)),
              Words(sheet.unit, Style(16, 24, font="sans-bold", color=INK, before=12)), _verdict(sheet), _state(sheet),
              _facts(sheet))
    for n, (heading, blocks) in enumerate(_sections(sheet)):
        put = paper.together if heading == _SIGNING else paper.put
        put(Words(f"{'一二三四'[n]}、{heading}", SECTION), *blocks)
    paper.put(*absent_note(paper, FINE.but(before=8)))
    return paper.bytes()


_SIGNING = "逐级签审"


def _sections(sheet: SignOff) -> Iterator[tuple[str, list[Block]]]:
    yield "自评得分", [_points(sheet)]
    if sheet.missing:
        named = "；".join(sheet.missing[:MISSING])
        more = f"等 {len(sheet.missing)} 项" if len(sheet.missing) > MISSING else ""
        yield f"没有填的 {len(sheet.missing)} 项", [Words(f"{named}{more}。", BODY)]
    yield f"佐证清单（{len(sheet.evidence)} 件）", [_evidence(sheet) if sheet.evidence else Words("没有佐证。", BODY)]
    yield _SIGNING, [_steps(sheet)]


def _verdict(sheet: SignOff) -> Table:
    cells = (("自评总分", number(sheet.total), f"满分 {number(sheet.maximum)} 分"),
             ("已填", str(sheet.answered), f"共 {sheet.asked} 项"),
             ("未填", str(sheet.asked - sheet.answered), "项"), ("佐证", str(len(sheet.evidence)), "件"))
    big = Style(18, 26, font="sans-bold", color=INK)
    worded = tuple(Cell((Words(label, FINE), Words(figure, big), Words(below, FINE))) for label, figure, below in cells)
    return Table((FIELD / 4,) * 4, (), (Row(worded, "thick"),), before=8)


def _state(sheet: SignOff) -> Words:
    if sheet.receipt:
        return Words(f"已提交考核办：{sheet.submitted_at}，回执编号 {sheet.receipt}。", BODY.but(before=6))
    return Words("草稿：还没有提交考核办。提交以前改动了内容，校验值就不同，已有的签字作废。",
                 BODY.but(before=6, color=NEED))


def _facts(sheet: SignOff) -> Table:
    facts = (("组别", sheet.group), ("填报内容校验值", sheet.content), ("佐证清单校验值", sheet.evidence_digest))
    rows = tuple(Row((_cell(label, SMALL.but(color=QUIET)), _cell(text, SMALL.but(size=8.5))), "none", pad=1.4)
                 for label, text in facts if text)
    return Table((32 * MM, FIELD - 32 * MM), (), rows, before=4, end="none")


def _points(sheet: SignOff) -> Table:
    right = SMALL.but(align="right")
    head = Row((_cell("序号", HEAD), _cell("一级指标", HEAD), _cell("分值", HEAD.but(align="right")),
                _cell("自评得分", HEAD.but(align="right"))), "thick")
    rows = [Row((_cell(one.number, SMALL), _cell(one.title, SMALL), _cell(number(one.worth), right),
                 _cell(number(one.points), right.but(font="sans-bold")))) for one in sheet.sections]
    added = sum((one.points for one in sheet.sections), Decimal(0))
    rows += [Row((Cell(), _cell("合计", HEAD), Cell(), _cell(number(added), HEAD.but(align="right"))))]
    rows += [Row((Cell(), Cell((Words(stage.title, SMALL), *(Words(step, FINE) for step in stage.steps))), Cell(),
                  _cell(number(stage.after), right))) for stage in sheet.stages]
    total = Row((Cell(), _cell("自评总分", HEAD), _cell(number(sheet.maximum), HEAD.but(align="right")),
                 _cell(number(sheet.total), HEAD.but(align="right"))), "thick")
    return Table(tuple(w * MM for w in (16, 104, 25, 25)), (head,), (*rows, total), before=4)


def _evidence(sheet: SignOff) -> Merged:
    head = Row((_cell("指标", HEAD), _cell("序号", HEAD), _cell("佐证", HEAD), _cell("种类", HEAD)), "thick")
    rows: list[Row] = []
    for indicator, some in groupby(sheet.evidence, key=lambda proof: proof.indicator):
        for n, proof in enumerate(some):
            cells = (_cell(str(len(rows) + 1), SMALL), _cell(proof.title, SMALL), _cell(proof.kind, SMALL))
            rows.append(Inner((Cell(), *cells), "none", part=indicator, style=SMALL) if n else
                        Row((_cell(indicator, SMALL), *cells)))
    return Merged(tuple(w * MM for w in (52, 13, 89, 16)), (head,), tuple(rows), before=4, column=0)


def _steps(sheet: SignOff) -> Table:
    head = Row((_cell("环节", HEAD), _cell("声明", HEAD), _cell("签审", HEAD)), "thick")
    return Table(tuple(w * MM for w in (36, 74, 60)), (head,), tuple(map(_step, sheet.steps)), before=4)


def _step(step: Step) -> Row:
    who = (Words(step.title, SMALL.but(font="sans-bold")), Words(step.position or "本单位签审人", FINE))
    return Row((Cell(who), Cell((Words(step.attests, SMALL),)), Cell(tuple(_hand(step)))))


def _hand(step: Step) -> Iterator[Block]:
    """Who signed and when, or the lines to sign on."""
    if step.signer:
        yield Words(step.signer, SMALL.but(font="sans-bold"))
        yield Words(step.at, SMALL)
        yield Words(f"意见：{step.opinion or NONE}", SMALL)
        return
    yield Words("意见：", SMALL)
    yield Space(14)
    yield Words("签字：", SMALL)
    yield Words("　　　　　　年　　月　　日", SMALL.but(align="right"))


def _cell(text: str, style: Style) -> Cell:
    return Cell((Words(text, style),))

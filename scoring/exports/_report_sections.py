"""The body of a self-inspection report: what the ruleset asked, in the parts that such reports customarily have."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from scoring.core.published import Row

from ._circular import numeral, plain
from ._report_facts import told
from ._report_parts import Inspected, Part, Piece, Table, hole, joined, line_of, paragraphs, stopped
from ._word import Hole, Text

MOST_COLUMNS = 8
BLANK = "未填"


@dataclass(frozen=True)
class Customary:
    """A part that such reports have: its heading, and what the author writes where the ruleset asks nothing ('' leaves
    the part out)."""

    title: str
    write: str


# By the words of `report` in a ruleset, in the order of the report. 上年问题整改 comes after all others.
CUSTOMARY: Mapping[str, Customary] = {
    "organisation": Customary("组织领导与制度建设情况", "领导小组、承办机构和人员、工作制度、保密审查、业务培训等情况"),
    "disclosure": Customary("主动公开情况", "主动公开的条数、渠道和各栏目情况"),
    "applications": Customary("依申请公开情况", "收到和办理申请的件数、结果；没有收到申请的，写明没有收到"),
    "consultations": Customary("咨询、投诉和互动交流情况", "咨询、投诉、留言的件数和办理情况，开展互动交流的情况"),
    "review": Customary("行政复议和行政诉讼情况",
                        "因政府信息公开被申请行政复议、提起行政诉讼的件数和结果；没有的，写明没有发生"),
    "costs": Customary("经费和收费情况", ""),
}
LAST = "rectification"
RECTIFIED = "上年问题整改情况"


def sections(unit: Inspected) -> Iterator[tuple[str, list[Piece]]]:
    """The parts in order, each with its heading: the customary ones, then first-level indicators that say no part."""
    by_part: dict[str, list[Row]] = {}
    rules = unit.published.ruleset
    for row in unit.result.rows:
        top = (row.leaf, *rules.above(row.leaf.id))[-1]
        by_part.setdefault(rules.report_part(row.leaf) or f"{top.id} itself", []).append(row)
    for word, custom in CUSTOMARY.items():
        rows = by_part.pop(word, [])
        if rows:
            yield custom.title, list(pieces(unit, rows))
        elif custom.write:
            yield custom.title, [Part("text", (hole(
                f"评分规则没有列入这方面的指标，请填写{custom.write}；确实不需要的，删去这一部分"),))]
    rectified = by_part.pop(LAST, [])
    for rows in by_part.values():
        yield _own_title(rows[0]), list(pieces(unit, rows) if rows[0].parents else _alone(unit, rows[0]))
    yield RECTIFIED, [*before(unit), *pieces(unit, rectified)]


def _alone(unit: Inspected, row: Row) -> Iterator[Part]:
    """A first-level leaf under its own heading, which is its title already."""
    yield from (Part("text", text) for text in _told(unit, row, titled=False))


def _own_title(row: Row) -> str:
    title = line_of(row.parents[0] if row.parents else row.leaf.title)
    return title if title.endswith("情况") else f"{title}情况"


def before(unit: Inspected) -> Iterator[Part]:
    """The unit's last published outcome where there is one, and what the author must add to it."""
    last = unit.result.before
    if last is not None:
        total = f"总分{last['total']}分（满分{last['max']}分）" if last["total"] is not None else "没有总分"
        grade = f"，等次为{plain(last['grade'])}" if last["grade"] else ""
        place = f"，在{last['of']}个单位中列第{last['place']}名" if last["place"] is not None else ""
        yield Part("text", f"上一次公布的考核《{_inner(plain(last['title']))}》中，本单位{total}{grade}{place}。")
    yield Part("text", (hole("请逐条填写上年度检查、考核反馈的问题和整改结果；没有完成整改的，写明原因和完成时限"),))


def _inner(title: str) -> str:
    return title.translate(str.maketrans("《》", "〈〉"))


# ── the paragraphs of a part ─────────────────────────────────────────────────

def pieces(unit: Inspected, rows: Sequence[Row]) -> Iterator[Piece]:
    """The rows of one part under the branches that tell them apart, each a paragraph; records alike as a table."""
    depth = _shared(rows)
    groups = [(title, list(some)) for title, some in groupby(rows, lambda row: "".join(row.parents[depth:depth + 1]))]
    titled = len(groups) > 1 and all(title for title, _ in groups)
    if not titled:
        yield from _items(unit, rows)
        return
    for n, (title, some) in enumerate(groups, 1):
        yield Part("subheading", f"（{numeral(n) if n < 100 else n}）{line_of(title)}")
        yield from _items(unit, some)


def _shared(rows: Sequence[Row]) -> int:
    """How many of the branches above are the same for all rows."""
    depth = 0
    while rows and all(len(row.parents) > depth and row.parents[depth] == rows[0].parents[depth] for row in rows):
        depth += 1
    return depth


def _items(unit: Inspected, rows: Sequence[Row]) -> Iterator[Piece]:
    blocks = list(_blocks(unit, rows))
    single, n = sum(not isinstance(block, list) for block in blocks) == 1, 0
    for block in blocks:
        if isinstance(block, list):
            yield from _tabled(unit, block)
            continue
        n += 1
        first, *more = _told(unit, block)
        yield Part("text", joined("" if single else f"{n}.", first))
        yield from (Part("text", text) for text in more)


def _blocks(unit: Inspected, rows: Sequence[Row]) -> Iterator[Row | list[Row]]:
    """Single rows, and runs of records with the same columns, which make one table if any of them is answered."""
    for alike, some in groupby(rows, _columns):
        found = list(some)
        answered = any(unit.facts(row) is not None for row in found)
        if alike and answered and len(found) > 1 and min(len(alike), len(found)) < MOST_COLUMNS:
            yield found
        else:
            yield from found


def _columns(row: Row) -> tuple[str, ...]:
    """The columns of a record; () for anything that is told in words."""
    fields = row.leaf.asked_fields()
    return tuple(field.label for field in fields) if row.leaf.rule_name == "record" and len(fields) > 1 else ()


def _told(unit: Inspected, row: Row, titled: bool = True) -> list[Text]:
    """A leaf as paragraphs: its title where the sentence does not begin with it, its facts, the unit's own note."""
    said, title = sentence(unit, row), plain(row.leaf.title)
    opens = isinstance(said, str) and said.startswith(title)
    note = paragraphs(row.note)
    first = joined("" if opens or not titled else stopped(title), said, note[0] if note else "")
    return [first, *note[1:]]


def sentence(unit: Inspected, row: Row) -> Text:
    """What a leaf says in this view, with its full stop; a marked gap where the unit has not answered."""
    facts, line, claim = unit.facts(row), unit.line(row), "".join(paragraphs(row.claim))
    if line.state == "not_applicable" and row.claim:
        return stopped(f"{'申请' if unit.claimed else ''}按不适用处理，理由：{claim}")
    if facts is not None:
        nothing = "，没有可考核的事项，按不适用处理" if line.state == "not_applicable" else ""
        return stopped(f"{told(row.leaf, facts)}{nothing}")
    if row.claim:
        return stopped(f"申请按不适用处理，未予采纳，申请理由：{claim}")
    if row.leaf.filled_by == "reviewer":
        return "由复核员评定。" if unit.claimed else "复核员没有评定。"
    if not row.leaf.own_fields() or row.leaf.filled_by == "office":
        return "由考核机关提供数据。"
    return (unanswered(row),)


def unanswered(row: Row) -> Hole:
    """The gap where a leaf has no facts."""
    offices = any(field.by == "office" and not field.optional for field in row.leaf.asked_fields())
    return hole("没有填报，或者考核机关还没有录入有关数据" if offices else "没有填报，请到自查表补填")


def _tabled(unit: Inspected, rows: list[Row]) -> Iterator[Piece]:
    yield Part("text", "有关数据见下表。")
    yield _table(unit, rows)
    if any(unit.facts(row) is None for row in rows):
        yield Part("text", (hole(f"表中“{BLANK}”的，请到自查表补填"),))
    for row in rows:
        yield from (Part("text", f"{stopped(plain(row.leaf.title))}{text}") for text in paragraphs(row.note))


def _table(unit: Inspected, rows: list[Row]) -> Table:
    """Records as rows of one table, turned where they have more columns than the page takes."""
    labels = [plain(label) for label in _columns(rows[0])]
    units = {field.unit for row in rows for field in row.leaf.asked_fields()}
    cells = [[_cell(unit, row, n, len(units) > 1) for n in range(len(labels))] for row in rows]
    names = [plain(row.leaf.title) for row in rows]
    if len(labels) >= MOST_COLUMNS:
        labels, names, cells = names, labels, [list(column) for column in zip(*cells, strict=True)]
    first = 0.18 if len(labels) > 5 else 0.3
    common = f"（单位：{plain(*units)}）" if len(units) == 1 and "" not in units else ""
    return Table((f"项目{common}", *labels), (first, *((1 - first) / len(labels) for _ in labels)),
                 (False, *(True for _ in labels)),
                 tuple((name, *row) for name, row in zip(names, cells, strict=True)))


def _cell(unit: Inspected, row: Row, n: int, with_unit: bool) -> str:
    field, facts = row.leaf.asked_fields()[n], unit.facts(row) or {}
    return f"{field.kind.show(facts[field.name])}{field.unit if with_unit else ''}" if field.name in facts else BLANK

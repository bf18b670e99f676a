"""The two assessments of the demonstration, told in order and at their own dates."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import islice

from flask import current_app
from sqlalchemy import select

from ... import clock, places
from ...actions import managing, publishing, reviewing
from ...core.digests import ALGORITHMS
from ...core.plan import DutyPlan, Plan
from ...core.release import Release
from ...rulebook.loading import load
from ...store.database import db
from ...store.sheets import Submission
from . import county, work
from .people import group_keys, import_units, key_of, settle, unit_keys, who

OFFICE = "示例县政务公开工作考核办公室"
Say = Callable[[str], None]


def tell(say: Say) -> None:
    """Everything, from an empty site; `say` prints how far it is."""
    with clock.at(_moment(2024, 11, 25)):
        settle()
        import_units()
    say(f"单位 {len(county.UNITS)} 个，账号已建好")
    _published(say)
    _running(say)
    _planned()
    say("一次已公布、一次进行中、一次筹备中的考核已装好")


def _moment(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=clock.ZONE)


def _adopt(name: str, year: int = 2024) -> int:
    """The key of a shipped ruleset, adopted; its edition for another year has the year's dates in it."""
    text = (places.rulesets() / f"{name}.yaml").read_text(encoding="utf-8").replace("2024", str(year))
    return int(managing.adopt(who("khb"), loaded=load(text.encode(), f"{name}.yaml")).id)


def _set_up(plan: Plan, groups: tuple[str, ...], duties: tuple[DutyPlan, ...]) -> int:
    office, units = who("khb"), unit_keys()
    key = int(managing.create(office, plan=plan).id)
    managing.enrol(office, key, units=tuple(units[name] for g in groups for name in county.GROUPS[g]))
    managing.assign(office, key, add=duties)
    return key


def _sheets(assessment: int) -> dict[str, int]:
    rows = db.session.scalars(select(Submission).where(Submission.assessment_id == assessment))
    return {row.unit.name: row.id for row in rows}


def _reviewer(unit: str) -> str:
    return "fh-xz" if unit in county.TOWNS else "fh-bm"


def _published(say: Say) -> None:
    """The 2024 targets: filled in, reviewed with corrections, published, and corrected once."""
    groups = group_keys()
    duties = (DutyPlan(key_of("fh-xz"), groups["乡镇"]), DutyPlan(key_of("fh-bm"), groups["县直部门"]))
    with clock.at(_moment(2024, 12, 2)):
        plan = Plan("2024 年电子政务建设目标任务考核", _adopt("egov-targets"), date(2024, 1, 1), date(2024, 12, 31),
                    date(2024, 12, 31), date(2025, 1, 5), date(2025, 1, 12))
        key = _set_up(plan, ("乡镇", "县直部门"), duties)
        managing.open_(who("khb"), key)
    sheets = _sheets(key)
    for n, (unit, sheet) in enumerate(sheets.items()):
        with clock.at(_moment(2024, 12, 10 + n % 18, 9 + n % 8)):
            _fill_targets(unit, sheet)
            work.hand_in(sheet, unit)
    say(f"2024 年度：{len(sheets)} 份自查表已提交")
    with clock.at(_moment(2025, 1, 6)):
        managing.start_review(who("khb"), key)
        for unit, sheet in sheets.items():
            found = county.CORRECTIONS.get(unit)
            if found is not None:
                work.rule(sheet, _reviewer(unit), found.leaf, found.facts, found.reason)
            work.close(sheet, _reviewer(unit))
    with clock.at(_moment(2025, 1, 15, 10)):
        publishing.scope(who("khb"), key, release=Release(document=county.DOCUMENT))
        _freeze(key)
    with clock.at(_moment(2025, 1, 17, 15)):
        publishing.publish(who("khb-gb"), key)
    _correct(key, sheets)
    say("2024 年度：已公布，并更正公布过一次")


def _fill_targets(unit: str, sheet: int) -> None:
    website, items, done, of = county.TARGETS[unit]
    work.fill(sheet, unit, {"website": str(website), "disclosure": str(items),
                            "receipts": {"done": str(done), "of": str(of)}},
              {"disclosure": "清单按公开日期排列，已与网站后台核对。"})
    work.link(sheet, unit, "website", f"2024/{sheet}", "县政府网站采用信息栏目")
    if unit == "月山乡":
        work.register(sheet, unit, "disclosure", items, 2024)
    else:
        work.link(sheet, unit, "disclosure", f"list/{sheet}", "政府信息公开栏目")


def _correct(key: int, sheets: dict[str, int]) -> None:
    unit, change = county.LATER
    with clock.at(_moment(2025, 1, 24)):
        publishing.correct(who("khb"), key, reason=county.LATER_REASON)
        reviewing.reopen_review(who(_reviewer(unit)), sheets[unit])
        work.rule(sheets[unit], _reviewer(unit), change.leaf, change.facts, change.reason)
        reviewing.finish_review(who(_reviewer(unit)), sheets[unit])
        _freeze(key)
    with clock.at(_moment(2025, 1, 24, 16)):
        publishing.publish(who("khb-gb"), key)


def _freeze(key: int) -> None:
    publishing.freeze(who("khb"), key, office=OFFICE, algorithm=ALGORITHMS[current_app.extensions["scoring"].digest])


def _running(say: Say) -> None:
    """This year's self-check, with a sheet in every state."""
    today = clock.today()
    year, groups = today.year, group_keys()
    duties = (DutyPlan(key_of("fh-xz"), groups["乡镇"]), DutyPlan(key_of("fh-bm"), groups["县直部门"]),
              DutyPlan(key_of("fh-zl"), None, "quality"))
    with clock.at(clock.now() - timedelta(12)):
        plan = Plan(f"{year} 年政务公开工作自查评分", _adopt("self-check", year), date(year, 1, 1), date(year, 12, 31),
                    max(today, date(year, 1, 31)), today + timedelta(6), today + timedelta(20))
        key = _set_up(plan, ("乡镇", "县直部门"), duties)
        managing.open_(who("khb"), key)
    for n, (unit, sheet) in enumerate(_sheets(key).items()):
        with clock.at(clock.now() - timedelta(9, minutes=7 * n)):
            _part(unit, sheet, year, county.STAND[unit])
        with clock.at(clock.now() - timedelta(2, minutes=11 * n)):
            _review(unit, sheet, county.STAND[unit])
    say(f"{year} 年度：各单位在不同阶段")


def _part(unit: str, sheet: int, year: int, stand: str) -> None:
    """What the unit itself has done so far."""
    if stand == "none":
        return
    facts = county.self_check(unit, year)
    if stand == "half":
        facts = dict(islice(facts.items(), 9 if unit == "月山乡" else 5))
    work.fill(sheet, unit, facts)
    for leaf, title in (("items-published", "主动公开目录核对表"), ("annual-report", "政府信息公开工作年度报告"),
                        ("catalogue-parts", "政府信息公开指南")):
        if leaf in facts:
            work.link(sheet, unit, leaf, f"{year}/{leaf}-{sheet}", title)
    if stand == "half":
        return
    if stand in ("signing", "signed"):
        work.start(sheet, unit)
        work.sign(sheet, unit, ("gs",) if stand == "signing" else ("gs", "ld", "bm"))
        return
    work.hand_in(sheet, unit)


def _review(unit: str, sheet: int, stand: str) -> None:
    """What the reviewers have done so far."""
    reviewer = _reviewer(unit)
    if stand == "returned":
        reviewing.send_back(who(reviewer), sheet, reason="年度报告的链接打不开，保密审查登记簿没有附，请补齐后重新提交")
    if stand in ("reviewing", "reviewed"):
        claimed = county.self_check(unit, clock.today().year)["items-published"]
        work.rule(sheet, reviewer, "items-published", claimed | {"done": str(int(claimed["done"]) - 4)},
                  "对照公开目录抽查，有 4 项栏目虽建但没有内容，不计入已公开")
        work.confirm(sheet, reviewer, "annual-report")
    if stand == "reviewed":
        work.rule(sheet, "fh-zl", "quality-review", "良", "抽查 10 条，要素齐全，有 2 条解读文字不够通俗")
        work.close(sheet, reviewer)


def _planned() -> None:
    """Next: the towns' standardisation, still being set up."""
    year = clock.today().year
    plan = Plan(f"{year} 年乡镇政务公开标准化规范化建设考核", _adopt("township-standards", year), date(year, 1, 1),
                date(year, 12, 31), date(year, 12, 31), clock.today() + timedelta(40), clock.today() + timedelta(60))
    _set_up(plan, ("乡镇",), (DutyPlan(key_of("fh-xz"), group_keys()["乡镇"]),))

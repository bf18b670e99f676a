"""Setting up an assessment: rulesets that never change, settings that stand once open, units, duties, extensions."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from scoring import clock, places
from scoring.actions import managing
from scoring.core.plan import DEFAULT_STEPS, DutyPlan, Plan, Step
from scoring.core.policy import Actor
from scoring.errors import Invalid, Refused, Stale, WrongState
from scoring.rulebook.loading import load
from scoring.store import holidays
from scoring.store.assessments import AdoptedRuleset, Assessment, ReviewDuty
from scoring.store.audit import AuditRow
from scoring.store.database import db
from scoring.store.freezing import submissions_of
from scoring.store.people import Recusal, User
from scoring.store.progress import reviewers_of, unreviewed
from scoring.store.queries import actor_of
from scoring.store.sheets import Submission
from scoring.store.writing import writing
from tests import make


def who(county: make.County, name: str = "office") -> Actor:
    return actor_of(db.session.get(User, county.users[name]))


def plan(adopted_id: int, **changes: object) -> Plan:
    usual = Plan("2027 年度考核", adopted_id, date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31), date(2027, 1, 10))
    return replace(usual, **changes)


def told(action: str) -> dict[str, object]:
    """The detail of the newest audit row of an action."""
    return db.session.query(AuditRow).filter_by(action=action).order_by(AuditRow.seq.desc()).first().detail


def test_a_version_is_adopted_once_and_never_changes(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        text = (places.rulesets() / "egov-targets.yaml").read_bytes()
        row = managing.adopt(who(county), loaded=load(text, "egov-targets.yaml"))
        assert (row.ruleset_id, row.yaml.encode()) == ("egov-targets", text)
        with pytest.raises(Invalid) as same:
            managing.adopt(who(county), loaded=load(text, "egov-targets.yaml"))
        other = text.replace("每条".encode(), "每一条".encode(), 1)
        with pytest.raises(Invalid) as different:
            managing.adopt(who(county), loaded=load(other, "egov-targets.yaml"))
        named = f"egov-targets {row.ruleset_version}"
        assert other != text
        assert (same.value.sentence, different.value.sentence) == (
            f"评分规则 {named} 已经采用过，内容也相同，直接使用即可。",
            f"评分规则 {named} 已经采用过，但内容不同：已采用的版本不能改，请换一个 version 再采用。")
        assert db.session.query(AdoptedRuleset).count() == 2


def test_a_faulty_ruleset_is_not_adopted(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        with pytest.raises(Invalid) as refusal:
            managing.adopt(who(county), loaded=load(b"ruleset: x\n", "x.yaml"))
        assert refusal.value.details["problems"] != []


def test_only_the_office_sets_up(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        with pytest.raises(Refused):
            managing.create(who(county, "clerk"), plan=plan(1))
        assert db.session.query(Assessment).count() == 1


def test_a_new_assessment_knows_the_holidays_and_ends_with_confidentiality(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        adopted = make.row(Assessment, county.assessment).adopted_id
        row = managing.create(who(county), plan=plan(adopted))
        assert [(s.title, s.confidential) for s in row.steps] == [
            ("股室负责人审核", False), ("分管领导审签", False), ("保密审查", True)]
        assert (row.calendar["2026-10-01"], row.calendar.get("2026-10-08"), row.state) == ("off", None, "draft")
        own = managing.create(who(county), plan=plan(adopted, title="自己的日历", calendar={"2026-03-03": "off"},
                                                     steps=(Step("保密审查"),)))
        assert (own.calendar, own.steps[0].confidential) == ({"2026-03-03": "off"}, True)


@pytest.mark.parametrize(("changes", "field"), [
    ({"title": " "}, "title"), ({"title": "长" * 121}, "title"), ({"title": "2026 年度政务公开考核"}, "title"),
    ({"adopted_id": 999}, "adopted_id"), ({"period_to": date(2025, 12, 31)}, "period_to"),
    ({"as_of": date(2025, 1, 1)}, "as_of"), ({"review_due_on": date(2026, 12, 1)}, "review_due_on"),
    ({"due_on": date(9999, 12, 31)}, "due_on"), ({"steps": ()}, "steps"), ({"steps": DEFAULT_STEPS * 3}, "steps"),
    ({"steps": (Step("审"), Step("审"))}, "steps"), ({"steps": (Step("审\x00"),)}, "steps"),
    ({"title": "考\u200b核"}, "title"), ({"note": "\x00"}, "note"), ({"steps": (Step("", "分管领导"), Step("保密审查"))}, "steps")])
def test_what_cannot_be_set_is_named_by_its_field(app: Flask, changes: dict[str, object], field: str) -> None:
    with app.app_context():
        county = make.county()
        adopted = make.row(Assessment, county.assessment).adopted_id
        with pytest.raises(Invalid) as refusal:
            managing.create(who(county), plan=plan(**({"adopted_id": adopted} | changes)))
        assert list(refusal.value.details["problems"]) == [field]


def test_once_open_ruleset_and_steps_stand_and_dates_may_move(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        row = make.row(Assessment, county.assessment)
        usual = plan(row.adopted_id, title=row.title)
        other = make.adopted(make.RULESET.replace('version: "1"', 'version: "2"')).id
        for changes in ({"adopted_id": other}, {"steps": DEFAULT_STEPS[1:]}, {"separate_hands": False}):
            with pytest.raises(Invalid):
                managing.edit(who(county), row.id, plan=replace(usual, **changes))
        managing.edit(who(county), row.id, plan=replace(usual, due_on=date(2027, 2, 1)))
        assert make.row(Assessment, row.id).due_on == date(2027, 2, 1)
        assert told("assessment.edit")["due_on"]["after"] == "2027-02-01"


def test_a_stale_edit_is_refused(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        row = make.row(Assessment, county.assessment)
        usual, version = plan(row.adopted_id, title=row.title), row.version
        managing.edit(who(county), row.id, plan=usual, version=version)
        with pytest.raises(Stale):
            managing.edit(who(county), row.id, plan=replace(usual, note="旧页面"), version=version)
        assert make.row(Assessment, row.id).note == ""


def test_enrolment_is_exactly_what_was_ticked_but_keeps_who_has_begun(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        jia, yi, bing = (county.units[n] for n in ("甲乡", "乙乡", "丙局"))
        make.answer(county.submissions["甲乡"], "disclosure", {"count": 1})
        managing.enrol(who(county), county.assessment, units=(jia, bing))
        assert {s.unit_id for s in db.session.query(Submission)} == {jia, bing}
        with pytest.raises(Invalid) as refusal:
            managing.enrol(who(county), county.assessment, units=(yi,))
        assert refusal.value.sentence == "这些单位已经填过内容，不能移出：甲乡。"
        alien = make.unit("丁公司", make.group("公共企事业单位").id)
        with pytest.raises(Invalid):
            managing.enrol(who(county), county.assessment, units=(jia, bing, alien.id))
        assert {s.unit_id for s in db.session.query(Submission)} == {jia, bing}


def test_what_nobody_reviews_is_said(app: Flask) -> None:
    with app.app_context():
        county = make.county()

        def gaps() -> list[str]:
            return unreviewed(submissions_of(db.session(), county.assessment),
                              reviewers_of(db.session(), county.assessment))

        assert gaps() == []
        reviewer, town = county.users["reviewer"], county.groups["乡镇"]
        whole = db.session.query(ReviewDuty).one().id
        managing.assign(who(county), county.assessment, add=(DutyPlan(reviewer, town, "basics"),), remove=(whole,))
        assert gaps() == ["乡镇：主动公开、信息质量没有人复核", "县直部门：主动公开、制定方案、留言办结、人员保障等 5 项没有人复核"]
        managing.assign(who(county), county.assessment, add=(DutyPlan(reviewer),))
        with writing() as session:
            session.add(Recusal(user_id=reviewer, unit_id=county.units["乙乡"], reason="亲属"))
        assert gaps() == ["乙乡：主动公开、制定方案、留言办结、人员保障等 5 项没有人复核"]


@pytest.mark.parametrize("bad", [("clerk", None, ""), ("reviewer", 99, ""), ("reviewer", None, "nothing"),
                                 ("reviewer", None, "")])
def test_a_duty_that_makes_no_sense_is_refused(app: Flask, bad: tuple[str, int | None, str]) -> None:
    with app.app_context():
        county = make.county()
        with pytest.raises(Invalid):
            managing.assign(who(county), county.assessment, add=(DutyPlan(county.users[bad[0]], bad[1], bad[2]),))
        assert db.session.query(ReviewDuty).count() == 1


def test_opening_needs_units_and_a_day_to_come(app: Flask) -> None:
    with app.app_context():
        county = make.county(state="draft")
        empty = make.assessment(make.row(Assessment, county.assessment).adopted_id, "空的", state="draft")
        late = make.assessment(empty.adopted_id, "过期的", state="draft", due_on=clock.today() - timedelta(1))
        make.submission(late.id, db.session.get(User, county.users["clerk"]).unit)
        for row, sentence in ((empty, "还没有单位参加"), (late, "填报截止日期已经过去")):
            with pytest.raises(Invalid) as refusal:
                managing.open_(who(county), row.id)
            assert refusal.value.sentence == f"还不能开放填报：{sentence}。"
        managing.open_(who(county), county.assessment)
        assert make.row(Assessment, county.assessment).state == "open"
        with pytest.raises(WrongState):
            managing.open_(who(county), county.assessment)


def test_an_extension_is_for_one_unit_with_a_reason(app: Flask) -> None:
    with app.app_context():
        county = make.county()
        key, day = county.submissions["甲乡"], clock.today() + timedelta(30)
        for due, reason in ((clock.today() - timedelta(1), "停电了三天"), (day, "嗯"), (date(9999, 1, 1), "停电了三天")):
            with pytest.raises(Invalid):
                managing.extend(who(county), key, due_on=due, reason=reason)
        managing.extend(who(county), key, due_on=day, reason="停电了三天")
        assert [make.row(Submission, k).due_on for k in county.submissions.values()] == [day, None, None]
        assert told("submission.extend")["reason"] == "停电了三天"


@pytest.mark.parametrize(("text", "found"), [
    ("2026-02-16 休\n\n2026-02-14班", ({"2026-02-16": "off", "2026-02-14": "work"}, "")),
    ("2026-02-30 休", ({}, "第 1 行“2026-02-30 休”看不懂，请写成“2026-02-16 休”或“2026-02-14 班”")),
    ("2026-02-16 休\n2026-02-16 班", ({}, "第 2 行：2026-02-16 写了两次"))])
def test_a_calendar_is_read_line_by_line(text: str, found: tuple[dict[str, str], str]) -> None:
    assert holidays.read(text) == found


def test_a_year_whose_holidays_are_unknown_gives_none() -> None:
    assert (holidays.unknown_years(date(2025, 1, 1), date(2090, 1, 1))[-1], holidays.seed(date(2090, 1, 1), date(2090, 2, 1))
            ) == (2090, {})

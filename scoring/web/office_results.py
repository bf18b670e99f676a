"""From review to publication: the draft preview, scope, freeze, thaw, publish, correct, and all editions."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any, cast

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from ..actions import publishing
from ..actions.giving_out import given_out
from ..core import figures
from ..core.digests import ALGORITHMS
from ..core.published import Group, Published, Result
from ..errors import Invalid, NotFound
from ..exports import drawer, for_office
from ..settings import Settings
from ..store import freezing
from ..store.assessments import Assessment
from ..store.database import db
from ..store.queries import one_for
from ..store.results import Publication
from ..store.sheets import Submission
from . import office_draft_views as drafts
from . import office_papers
from . import office_release as release
from . import office_views as views
from .gate import actor, names
from .office import Answer, desk, loaded
from .office_forms import FreezeForm, ReasonForm, ScopeForm, scope_form, show_faults

CHANGING = ("draft", "open", "reviewing")     # states in which the result still moves
CURRENT = ("frozen", "published")   # editions of which a circular may be made
NOT_ACKNOWLEDGED = "有单位没有提交自查表：请核对名单并勾选确认，再定版。"


def _settings() -> Settings:
    return cast(Settings, current_app.extensions["scoring"])


def _office_name() -> str:
    return str(_settings().office_name)


@desk.get("/assessments/<int:assessment>/draft")
@names("assessment.freeze")
def draft(assessment: int) -> Answer:
    """The ranking as it would be published; nobody else sees it."""
    row = loaded(assessment)
    submissions = freezing.submissions_of(db.session(), row.id) if row.state in CHANGING else []
    published = freezing.standing(db.session(), row, _office_name(), submissions)
    group = published.group(request.args.get("group", "")) or (published.groups[0] if published.groups else None)
    sheets = freezing.sheets_by_unit(db.session(), row.id)
    if group is None:
        return render_template("office/draft.html", assessment=row, published=published, group=None)
    return render_template(
        "office/draft.html", assessment=row, published=published, group=group, sheets=sheets,
        bars={r.unit: _bars(published, r) for r in group.results}, **_beside(row, submissions, published, group))


def _beside(row: Assessment, submissions: Sequence[Submission], published: Published, group: Group) -> dict[str, Any]:
    """What stands beside a group's ranking: what is provisional, what decides, and the figures."""
    ruleset = published.ruleset
    return {"pending": drafts.pending(row, submissions, group.name), "effects": drafts.effects(ruleset, group),
            "spread": figures.spread(ruleset, group), "indicators": figures.indicators(ruleset, group),
            "losses": figures.losses(ruleset, group)}


def _bars(published: Published, result: Result) -> list[tuple[str, str, str]]:
    """Title, points and maximum of each first-level indicator asked of the unit."""
    subtotals = result.verified.subtotals
    return [(top.title, str(subtotals[top.id].points), str(subtotals[top.id].max))
            for top in published.ruleset.indicators if top.id in subtotals and subtotals[top.id].max > 0]


@desk.get("/sheets/<int:sheet>/scorecard.pdf")
@names("assessment.freeze")
def draft_card(sheet: int) -> Response:
    """One unit's scorecard from the result as it stands."""
    row = one_for(actor(), Submission, sheet)
    assessment = loaded(row.assessment_id)
    published = freezing.standing(db.session(), assessment, _office_name())
    export = drawer()["pdf_scorecard"]
    if published.result(row.unit.name) is None:
        raise NotFound
    mark = "定版稿-" if assessment.state == "frozen" else ""
    return send_file(BytesIO(export.render(published, row.unit.name)), mimetype=export.media_type, as_attachment=True,
                     download_name=f"{mark}{export.filename(published, row.unit.name)}")


@desk.get("/assessments/<int:assessment>/result")
@names("assessment.freeze")
def result(assessment: int) -> Answer:
    """What stands in the way of the freeze, or what comes after it; and every edition."""
    return _page(loaded(assessment))


@desk.get("/publications/<int:publication>/<name>")
@names("assessment.freeze")
def circular(publication: int, name: str) -> Response:
    """A format that only the office is offered, such as the circular, of a frozen or published result."""
    row = one_for(actor(), Publication, publication)
    export = next((x for x in for_office() if x.name == name), None)
    if export is None or row.state not in CURRENT:
        raise NotFound
    made, mark = export.render(row.opened, row.file), "定版稿-" if row.state == "frozen" else ""
    data = given_out(export.name, made) if row.public else made
    return send_file(BytesIO(data), mimetype=export.media_type, as_attachment=True,
                     download_name=f"{mark}{export.filename(row.opened, row.file)}")


@desk.post("/assessments/<int:assessment>/scope")
@names("assessment.scope")
def scope(assessment: int) -> Answer:
    """Sets how far the result goes."""
    form = ScopeForm()
    return _act(assessment, lambda: publishing.scope(actor(), assessment, release=form.release()),
                "公布范围已保存。", form)


@desk.post("/assessments/<int:assessment>/freeze")
@names("assessment.freeze")
def freeze(assessment: int) -> Answer:
    """Freezes the result."""
    form = FreezeForm()
    without = frozenset(int(k) for k in (form.without.data or "").split(",") if k.isdecimal() and len(k) < 10)
    if without and not form.acknowledged.data:
        return _page(loaded(assessment), fault=NOT_ACKNOWLEDGED)
    return _act(assessment, lambda: publishing.freeze(
        actor(), assessment, office=_office_name(), without=without, algorithm=ALGORITHMS[_settings().digest]),
        "已定版。请考核办的另一个人核对送审稿，无误后公布。")


@desk.post("/assessments/<int:assessment>/thaw")
@names("assessment.thaw")
def thaw(assessment: int) -> Answer:
    """Takes a frozen result back."""
    form = ReasonForm()
    return _act(assessment, lambda: publishing.thaw(actor(), assessment, reason=form.reason.data or ""),
                "定版已撤回，复核可以继续。", form)


@desk.post("/assessments/<int:assessment>/publish")
@names("assessment.publish")
def publish(assessment: int) -> Answer:
    """Shows the result to whom it is meant for."""
    return _act(assessment, lambda: publishing.publish(actor(), assessment), loaded(assessment).release.done)


@desk.post("/assessments/<int:assessment>/correct")
@names("assessment.correct")
def correct(assessment: int) -> Answer:
    """Takes a published result back into review."""
    form = ReasonForm()
    return _act(assessment, lambda: publishing.correct(actor(), assessment, reason=form.reason.data or ""),
                "考核已回到复核。更正后重新定版、公布，原来的公布仍可查。", form)


def _act(key: int, act: Callable[[], object], sentence: str, form: ReasonForm | ScopeForm | None = None) -> Answer:
    """Does it and goes back to the result; a refusal is said on the page, with what was typed."""
    loaded(key)
    try:
        act()
    except Invalid as refusal:
        if form is not None:
            show_faults(form, refusal)
        return _page(loaded(key), form, refusal.sentence)
    flash(sentence, "done")
    return redirect(url_for("office.result", assessment=key))


def _page(row: Assessment, typed: ReasonForm | ScopeForm | None = None, fault: str = "") -> Answer:
    session = db.session()
    submissions = freezing.submissions_of(session, row.id) if row.state in CHANGING else []
    found = [*freezing.conditions(submissions), *freezing.unauthorised(row)] if row.state in CHANGING else []
    editions = freezing.editions(session, row.id)
    current = next((one for one in editions if one.state in CURRENT), None)
    frozen = current if current is not None and current.state == "frozen" else None
    page = render_template(
        "office/result.html", assessment=row, fault=fault, editions=editions, formats=for_office(), current=current,
        form=typed if isinstance(typed, ReasonForm) else ReasonForm(formdata=None),
        scope=typed if isinstance(typed, ScopeForm) else scope_form(row),
        hands=release.hands(session, actor(), row) if row.state in ("reviewing", "frozen") else None,
        erased=release.erased(editions) if row.correcting else (),
        scope_before=release.scope_before(row, editions),
        correction=release.correction(frozen.opened) if frozen is not None else None, **office_papers.shown(current),
        stops=views.problems(found, row.id, "fault"), absent=views.problems(found, row.id, "absent"),
        hints=views.problems(found, row.id, "hint"), units=len(submissions),
        without=",".join(str(k) for k in sorted(freezing.absent(submissions))))
    return (page, 422) if fault else page

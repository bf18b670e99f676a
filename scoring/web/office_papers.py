"""All scorecards of a publication: asked for, watched, stopped and fetched by the office."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from .. import clock
from ..actions import making
from ..core.workflow import JOB, State
from ..errors import Invalid
from ..store import jobs
from ..store.database import db
from ..store.jobs import Job
from ..store.papers import papers
from ..store.queries import one_for
from ..store.results import Publication
from .gate import actor, names
from .office import Answer, desk
from .papers import LIGHT, sent

MARKED = {"frozen": "定版稿-"}
TONES = {"waiting": "wait", "running": "wait", "done": "done", "failed": "need", "stopped": "quiet"}
STUCK = "等了一会儿还没有开始：服务器上好像没有在运行的制作进程。请系统管理员重新启动服务，或者运行 scoring work。"


@dataclass(frozen=True)
class Making:
    """One thing that can be had: what it is, its job if it was asked for, and how that stands, in words."""

    form: str
    group: str
    title: str
    what: str
    job: Job | None
    state: State | None
    tone: str
    words: str
    gone: bool = False      # it was made and has been cleared away since

    @property
    def under_way(self) -> bool:
        """Whether it changes without anybody's doing."""
        return self.job is not None and self.job.state in jobs.AT_HAND


@dataclass(frozen=True)
class Makings:
    """What a publication offers: the things with a job or a button of their own, and the groups one may choose."""

    publication: Publication
    things: tuple[Making, ...]
    choices: tuple[tuple[str, str], ...]     # (group, label) of booklets that nobody has asked for
    at: str     # in the link that refreshes: a browser stays where it is if only the part behind # differs

    @property
    def under_way(self) -> bool:
        """Whether anything changes without anybody's doing."""
        return any(one.under_way for one in self.things)

    @property
    def states(self) -> str:
        """Job and state of all of them: while it is the same, only figures change."""
        return " ".join(f"{one.job.id}:{one.job.state}" for one in self.things if one.job)


def makings(publication: Publication) -> Makings:
    """What the page shows of a frozen or published edition."""
    session, now = db.session(), clock.now()
    found, queue = jobs.newest_of(session, publication.id), jobs.queue(session, now)
    groups = jobs.groups_of(session, publication.assessment_id)
    several = [("", "全部组别"), *((group, group) for group in groups)] if len(groups) > 1 else [("", "")]
    forms = [("zip", "", ""), *(("booklet", group, label) for group, label in several)]
    things = [_making(form, group, label, found.get((form, group)), queue, now) for form, group, label in forms]
    shown = [one for one in things if one.job or one.form == "zip" or len(several) == 1]
    return Makings(publication, tuple(shown), tuple((one.group, dict(several)[one.group]) for one in things
                                                    if one not in shown), f"{now:%H%M%S}")


def _making(form: str, group: str, label: str, job: Job | None, queue: jobs.Queue, now: datetime) -> Making:
    if form == "zip":
        title, what = "全部评分卡（ZIP）", "每个单位一份 PDF，连同目录装在一个压缩包里。"
    else:
        title = f"评分卡汇编：{label}" if label else "评分卡汇编"
        what = "封面、目录、排名和每个单位的评分卡合成一份 PDF。"
    if job is None:
        return Making(form, group, title, what, None, None, "quiet", "")
    gone = job.state == "done" and papers().found(job.file) is None
    return Making(form, group, title, what, job, JOB[job.state], "quiet" if gone else TONES[job.state],
                  "很久没有人用，文件已经清理。要用可以重新制作，内容不变。" if gone else _words(job, queue, now), gone)


def _words(job: Job, queue: jobs.Queue, now: datetime) -> str:
    if job.state == "waiting":
        before = queue.before(job.id)
        if not queue.worked_on and now - job.asked_at > jobs.PATIENCE:
            return STUCK
        return f"前面还有 {before} 件，做完就轮到它。" if before else "马上开始。"
    if job.state == "running":
        return running_words(job, now)
    if job.state == "stopped":
        return f"已制作 {job.done} / {job.total} 份，接着做时不用重做。" if job.total else "还没有开始就停止了。"
    return job.fault


def running_words(job: Job, now: datetime) -> str:
    """'已制作 213 / 530 份，约还要 1 分钟'."""
    if not job.total:
        return "正在打开结果文件"
    said = f"已制作 {job.done} / {job.total} 份"
    if job.done >= job.total:
        return f"{said}，正在合成一个文件"
    if job.expected_at is None:
        return said
    left = max(1, -int((now - job.expected_at).total_seconds() // 60))
    return f"{said}，约还要 {left} 分钟" if left < 90 else f"{said}，约还要 {round(left / 60)} 小时"


@desk.post("/publications/<int:publication>/jobs")
@names("job.ask")
def papers_ask(publication: int) -> Answer:
    """Has all scorecards made in the form that was chosen."""
    row = one_for(actor(), Publication, publication, *LIGHT)
    try:
        making.ask(actor(), row.id, form=request.form.get("form", ""), group=request.form.get("group", ""))
    except Invalid as refusal:
        flash(refusal.sentence, "need")
    return _back(row)


@desk.get("/publications/<int:publication>/jobs")
@names("job.ask")
def papers_watch(publication: int) -> Response:
    """How far everything is, for the page's script."""
    found = makings(one_for(actor(), Publication, publication, *LIGHT))
    told = [{"id": one.job.id, "done": one.job.done, "total": one.job.total, "words": one.words,
             "said": f"{one.title}：{one.state.title}"} for one in found.things if one.job and one.state]
    return jsonify(states=found.states, under_way=found.under_way, jobs=told,
                   html=render_template("office/_papers.html", makings=found))


@desk.post("/jobs/<int:job>/stop")
@names("job.stop")
def papers_stop(job: int) -> Answer:
    """Stops the making."""
    row = one_for(actor(), Job, job, joinedload(Job.publication).options(*LIGHT))
    making.stop(actor(), job)
    return _back(row.publication)


@desk.get("/jobs/<int:job>/file")
@names("job.ask")
def papers_file(job: int) -> Response:
    """What a job made, from the disk."""
    row = one_for(actor(), Job, job, joinedload(Job.publication).options(*LIGHT))
    mark = MARKED.get(row.publication.state, "")
    return sent(row, f"{mark}{row.publication.assessment.title}")


def _back(publication: Publication) -> Response:
    return redirect(url_for("office.result", assessment=publication.assessment_id) + "#papers")


def shown(publication: Publication | None) -> dict[str, Any]:
    """What the result page hands to its part about scorecards; nothing where there is no edition in force."""
    return {"makings": makings(publication) if publication is not None else None}

"""Collecting evidence: a file or a link onto one leaf of a sheet, and off it again.

A file is examined before anything of it is stored; its bytes are on the disk before its row is; bytes that no
row names any more leave the disk while the write lock is held.
"""
from __future__ import annotations

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from .. import clock
from ..core.marking import is_marked
from ..core.policy import Actor
from ..core.ruleset import Indicator, applies
from ..errors import Busy, Invalid, NotFound, ScoringError, WrongState
from ..store.database import db
from ..store.files import store
from ..store.intake_apart import examine_apart
from ..store.intake_look import Marked
from ..store.intake_names import clean_title, link_address, link_title
from ..store.queries import one_for
from ..store.sheets import Evidence, EvidenceCheck, Submission
from ..store.writing import append_audit, writing
from .acting import action, demand, record

MOST_ON_A_LEAF = 20
MOST_PER_ENTRY = 200           # where every entry brings its own
MOST_ON_A_SHEET = 1024 ** 3    # bytes of all files of one sheet
MARK_RULE = "国家秘密标志"


def add_file(actor: Actor, key: int, *, leaf: str, name: str, data: bytes) -> tuple[Evidence, tuple[str, ...]]:
    """The new evidence and what its uploader should know; Invalid with a sentence if the file cannot be taken."""
    _may_add(actor, key, leaf)
    try:
        taken = examine_apart(name, data)
    except Marked:
        _note_refusal(actor, key, rule=MARK_RULE)
        raise
    digest = keep(data)
    try:
        row = add(actor, key, leaf=leaf, kind="file", title=taken.title, data=data, sha256=digest,
                  media_type=taken.media_type)
    except BaseException:
        forget_unnamed(digest)
        raise
    return row, taken.notes


def add_link(actor: Actor, key: int, *, leaf: str, url: str, title: str = "") -> Evidence:
    """The new evidence that points to a page elsewhere; the address is kept as text and never opened."""
    _may_add(actor, key, leaf)
    address = link_address(url)
    shown = clean_title(title) or link_title(address)
    if is_marked(shown) or is_marked(address):
        _note_refusal(actor, key, rule=MARK_RULE)
        raise Marked
    row: Evidence = add(actor, key, leaf=leaf, kind="link", title=shown, url=address)
    return row


def remove(actor: Actor, key: int) -> Evidence:
    """The evidence taken off its sheet; its bytes are gone unless another row names them."""
    row: Evidence = take_off(actor, key)
    forget_unnamed(row.sha256)
    return row


@action("evidence.add", of=Submission)
def add(actor: Actor, submission: Submission, leaf: str, kind: str, title: str, data: bytes = b"", url: str = "",
        sha256: str = "", media_type: str = "") -> Evidence:
    """Add a file or a link to one leaf as evidence."""
    most = most_on(own_leaf(submission, leaf))
    there = [e for e in submission.evidence if e.removed_at is None]
    _refuse_too_much([e for e in there if e.leaf == leaf], there, sha256, url, len(data), most)
    if kind == "file" and store().size(sha256) != len(data):
        store().put(data)      # its last other reference was removed between the first put and this lock
    row = Evidence(submission=submission, leaf=leaf, kind=kind, title=title, url=url, sha256=sha256, size=len(data),
                   media_type=media_type, added_at=clock.now(), added_by=actor.id or 0)
    db.session.add(row)
    db.session.flush()
    record(leaf=leaf, evidence=row.id, kind=kind, sha256=sha256)   # no title: the log can never be purged
    return row


@action("evidence.remove", of=Evidence)
def take_off(actor: Actor, evidence: Evidence) -> Evidence:
    """Take a piece of evidence off the sheet; a file nobody else refers to is deleted for good."""
    if evidence.removed_at is not None:
        raise NotFound("这份佐证已经删除了。")
    evidence.removed_at = clock.now()
    record(leaf=evidence.leaf, kind=evidence.kind, sha256=evidence.sha256)
    return evidence


def own_leaf(submission: Submission, leaf: str) -> Indicator:
    """The leaf; raises NotFound unless it is asked of this unit, WrongState if it takes no evidence from the unit."""
    node = submission.assessment.ruleset.find(leaf)
    if node is None or not node.is_leaf or node.obsolete or not applies(node, submission.group.name):
        raise NotFound("这项指标不在本单位这次的自查表里，请刷新页面。")
    if node.filled_by != "unit" or node.evidence == "none":
        raise WrongState("这一项不需要本单位附佐证。")
    return node


def most_on(leaf: Indicator) -> int:
    """How many pieces of evidence a leaf takes."""
    return MOST_PER_ENTRY if leaf.evidence == "per_entry" else MOST_ON_A_LEAF


def forget_unnamed(sha256: str) -> None:
    """Deletes bytes that no live row names; under the write lock, so nobody is just about to name them."""
    if not sha256:
        return
    with writing() as session:
        if not _is_named(session, sha256):
            store().remove(sha256)


def _is_named(session: Session, sha256: str) -> bool:
    live = exists().where(Evidence.sha256 == sha256, Evidence.removed_at.is_(None))
    check = exists().where(EvidenceCheck.sha256 == sha256)
    return bool(session.scalar(select(or_(live, check))))


def _may_add(actor: Actor, key: int, leaf: str) -> None:
    """The same refusals as the action's, before a file is examined; they are recorded alike."""
    try:
        submission = one_for(actor, Submission, key)
        demand(actor, "evidence.add", submission.policy_view(), leaf)
        own_leaf(submission, leaf)
    except ScoringError as refusal:
        _note_refusal(actor, key, reason=refusal.sentence)
        raise


def keep(data: bytes) -> str:
    """The digest under which bytes lie on the disk now; Busy if the disk refuses them."""
    try:
        return store().put(data)
    except OSError:
        raise Busy("服务器的存储暂时写不进去，这份文件没有保存：请稍候再试，仍不行请联系系统管理员。") from None


def _note_refusal(actor: Actor, key: int, **detail: str) -> None:
    """Records a refusal; of a marked file only rule, time and account, nothing of the file itself."""
    with writing() as session:
        append_audit(session, actor, "evidence.add", Submission.__tablename__, key, "refused", detail)


def _refuse_too_much(here: list[Evidence], there: list[Evidence], sha256: str, url: str, size: int,
                     most: int) -> None:
    for old in here:
        if sha256 and old.sha256 == sha256:
            raise Invalid(f"这份文件已经在这一项的佐证里了（“{old.title}”），没有重复保存。")
        if url and old.url == url:
            raise Invalid(f"这个网址已经在这一项的佐证里了（“{old.title}”），没有重复添加。")
    if len(here) >= most:
        raise Invalid(f"这一项已有 {most} 份佐证，不能再加：请合并成一份，或先删除不需要的。")
    if sum(e.size for e in there) + size > MOST_ON_A_SHEET:
        raise Invalid("这份自查表的文件合计超过 1 GB：请压缩扫描件，或删除不需要的文件。")

"""What a clerk does to one leaf: save facts, a note, a not-applicable claim. An empty answer clears."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from .. import clock
from ..core.facts import FactError, Facts, clean_text, dump_facts, read_facts, show_facts
from ..core.kinds_compound import STRUCK
from ..core.policy import Actor
from ..core.ruleset import Indicator
from ..core.sheet import clean_reason
from ..errors import Invalid, NotFound, Refused, Stale
from ..store.database import db
from ..store.people import User
from ..store.sheets import Answer, Submission
from . import explaining
from .acting import action, record

NOTE_LIMIT = 2000
BY_OTHERS = {"reviewer": "这一项由复核员评定，不用填报。", "office": "这一项由考核办录入，不用填报。"}
CLAIM_LEAST = 5


def asked_leaf(submission: Submission, leaf_id: str) -> Indicator:
    """The leaf of that id if it is asked of this unit's group; NotFound otherwise."""
    asked = submission.assessment.ruleset.asked_of(submission.group.name)
    for leaf in asked:
        if leaf.id == leaf_id:
            return leaf
    raise NotFound("这份自查表里没有这一项，它可能属于别的考核或别的组别。")


@action("answer.save", of=Submission)
def save(actor: Actor, submission: Submission, *, leaf: str, version: int, facts: Any, note: str | None = None,
         claim: str | None = None, ignored: tuple[str, ...] = ()) -> Answer:
    """Save what the unit says of one leaf.

    `facts` are raw (None clears them); a note or claim left None stays as it is. `version` is the one the
    clerk started from, 0 for none. Raises Invalid with the path of the part at fault, and Stale with both
    values if somebody else saved in between.
    """
    node = asked_leaf(submission, leaf)
    if node.filled_by != "unit":
        raise Refused(BY_OTHERS[node.filled_by])
    row = db.session.scalars(
        select(Answer).where(Answer.submission_id == submission.id, Answer.leaf == leaf)).one_or_none()
    said = _read(node, facts, note, claim, row)
    found = row.version if row else 0
    if version > found:
        raise Invalid("页面的版本号对不上，请刷新页面再填。", path=[])
    if row is not None and _same(row, said):
        record(leaf=leaf, version=found, unchanged=True)
        return row
    if version != found and row is not None:
        raise _stale(node, row, said)
    if row is None:
        row = Answer(submission_id=submission.id, leaf=leaf)
        db.session.add(row)
    row.facts, row.note, row.claim = said
    row.saved_at, row.saved_by = clock.now(), actor.id
    db.session.flush()
    if submission.explanations:
        db.session.expire(submission, ["answers"])
        explaining.forget_settled(submission)
    detail: dict[str, Any] = {"leaf": leaf, "version": row.version}
    record(**detail, **({"ignored": list(ignored)} if ignored else {}))
    return row


def words(leaf: Indicator, facts: Any, note: str, claim: str) -> str:
    """An answer in words, for a person who must choose between two of them."""
    fields = leaf.own_fields()
    parts = [show_facts(fields, read_facts(fields, facts)) if facts is not None else "没有填数据"]
    parts += [f"不适用：{claim}"] if claim else []
    parts += [f"说明：{note}"] if note else []
    return "；".join(parts)


Said = tuple[Any, str, str]


def _read(leaf: Indicator, facts: Any, note: str | None, claim: str | None, row: Answer | None) -> Said:
    """Facts in canonical form, note and claim, cleaned; raises Invalid."""
    fields = leaf.own_fields()
    try:
        dumped = None if facts is None else dump_facts(fields, _unstruck(read_facts(fields, facts)))
    except FactError as error:
        raise Invalid(f"{error.sentence}。", path=list(error.path)) from None
    return (dumped, _text("note", note, row.note if row else ""), _claim(leaf, claim, row.claim if row else ""))


def _unstruck(facts: Facts) -> Facts:
    """The facts, unless they strike rows of a register, which only a reviewer may; then FactError."""
    for value in facts.values():
        for n, row in enumerate(value if isinstance(value, tuple) else (), 1):
            if isinstance(row, Mapping) and STRUCK in row:
                raise FactError(f"第 {n} 行写了划去理由；划去由复核员做，不要的行请直接删掉")
    return facts


def _text(name: str, given: str | None, stored: str) -> str:
    if given is None:
        return stored
    try:
        return clean_text(given, NOTE_LIMIT)
    except FactError as error:
        raise Invalid(f"{error.sentence}。", path=[name]) from None


def _claim(leaf: Indicator, given: str | None, stored: str) -> str:
    text = _text("claim", given, stored)
    if not text:
        return ""
    if leaf.not_applicable != "claim":
        raise Invalid("这一项不能申请不适用，请填写数据。", path=["claim"])
    try:
        return clean_reason(text, CLAIM_LEAST)
    except FactError as error:
        raise Invalid(f"{error.sentence}。", path=["claim"]) from None


def _same(row: Answer, said: Said) -> bool:
    return (row.facts, row.note, row.claim) == said


def _stale(leaf: Indicator, row: Answer, said: Said) -> Stale:
    saver = db.session.get(User, row.saved_by) if row.saved_by else None
    return Stale(
        "这一项刚才有人改过，你填的还没有保存，请选择用哪一个。", version=row.version, mine=words(leaf, *said),
        theirs=words(leaf, row.facts, row.note, row.claim), who=saver.name if saver else "",
        when=clock.local(row.saved_at).strftime("%m 月 %d 日 %H:%M"))

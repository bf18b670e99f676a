"""Writing rulesets: drafts are begun, saved and thrown away; what is typed is kept however faulty it is."""
from __future__ import annotations

from sqlalchemy import func, select

from .. import clock
from ..core import canonical
from ..core.plan import one_line
from ..core.policy import Actor
from ..errors import Invalid, Stale, TooLarge
from ..store.database import db
from ..store.drafts import RulesetDraft
from .acting import action, record

LARGEST = 1_000_000      # bytes, as the reader of rulesets takes
TOO_LARGE = "评分规则超过 1 MB，评分规则不会这么大，请核对是不是选错了文件。"
LONGEST_NAME = 80
MOST_DRAFTS = 40


@action("ruleset.draft")
def start(actor: Actor, name: str, text: str) -> RulesetDraft:
    """Begin a draft of a ruleset."""
    session = db.session()
    if session.scalars(select(func.count()).select_from(RulesetDraft)).one() >= MOST_DRAFTS:
        raise Invalid(f"草稿最多存 {MOST_DRAFTS} 份，请先删除不用的。")
    row = RulesetDraft(name=_name(name), text=kept(text), saved_at=clock.now(), saved_by=actor.id)
    session.add(row)
    session.flush()
    _record(row)
    return row


@action("ruleset.edit", of=RulesetDraft)
def save(actor: Actor, draft: RulesetDraft, *, version: int, name: str, text: str) -> RulesetDraft:
    """Save a draft. `version` is the one the writer started from; Stale, with both texts, if it was overtaken."""
    said = (_name(name), kept(text))
    if said == (draft.name, draft.text):
        record(title=draft.name, unchanged=True)
        return draft
    if version != draft.version:
        raise Stale("这份草稿刚才有人保存过，你写的还没有保存，两份都在下面，请选用哪一份。")
    draft.name, draft.text = said
    draft.saved_at, draft.saved_by = clock.now(), actor.id
    db.session.flush()
    _record(draft)
    return draft


@action("ruleset.discard", of=RulesetDraft)
def discard(actor: Actor, draft: RulesetDraft) -> None:
    """Throw a draft away."""
    _record(draft)
    db.session.delete(draft)


def kept(text: str) -> str:
    """The text as it is kept: one kind of line break, no byte order mark.

    Raises TooLarge, or Invalid for what no database keeps.
    """
    if "\0" in text:
        raise Invalid("文字里有不能保存的空字符（U+0000），请删掉。", problems={"text": "请删掉空字符（U+0000）"})
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise TooLarge(TOO_LARGE)
    return text


def _name(name: str) -> str:
    return one_line("".join(c if c.isprintable() else " " for c in name))[:LONGEST_NAME].strip() or "未命名的草稿"


def _record(row: RulesetDraft) -> None:
    record(title=row.name, version=row.version, sha256=canonical.digest(row.text.encode("utf-8")))

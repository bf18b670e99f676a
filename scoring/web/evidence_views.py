"""Pieces of evidence as the pages show them, the same on the unit's and the reviewer's desk."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import current_app, render_template, url_for

from .. import clock
from ..actions.collecting import MOST_ON_A_LEAF, MOST_PER_ENTRY
from ..core.policy import Actor, may
from ..store.intake import KINDS, TAKEN
from ..store.intake_names import extension
from ..store.sheets import Evidence, EvidenceCheck
from .showing import moment, size

VERDICTS = {"good": ("属实", "done"), "doubt": ("存疑", "quiet"), "bad": ("不实", "need")}


def evidence_items(rows: Iterable[Evidence], actor: Actor) -> list[dict[str, Any]]:
    """The rows not removed as the evidence_list macro wants them; `removable` where the actor may take one off.

    Asks the database nothing if the rows came with adder, checks, checkers and submission (tallying.LOADED).
    """
    live = [row for row in rows if row.removed_at is None]
    allowed = bool(live) and bool(may(actor, "evidence.remove", live[0].policy_view(), clock.now()))
    return [_item(row, allowed) for row in live]


def _item(row: Evidence, removable: bool) -> dict[str, Any]:
    link = row.kind == "link"
    return {
        "id": row.id, "name": row.title, "external": link, "removable": removable,
        "url": row.url if link else url_for("evidence.download", evidence=row.id),
        "kind": "链接" if link else kind_word(row.title), "size": "" if link else size(row.size),
        "who": row.adder.name, "when": moment(row.added_at), "checks": [_check(check) for check in row.checks],
    }


def kind_word(title: str) -> str:
    """'PDF', 'Word', '图片'… by the extension of a stored name."""
    kind = KINDS.get(extension(title))
    return kind.title.partition("（")[0].strip().removesuffix(" 文件").removesuffix(" 文档") if kind else "文件"


def _check(check: EvidenceCheck) -> dict[str, Any]:
    label, tone = VERDICTS[check.verdict]
    return {"label": label, "tone": tone, "text": check.note, "who": check.checker.name, "when": moment(check.at),
            "url": url_for("evidence.check_file", check=check.id) if check.sha256 else ""}


def block_html(sheet: int, leaf: str, items: list[dict[str, Any]]) -> str:
    """The list of one leaf's evidence as the page's script puts it in place."""
    return render_template("evidence/_list.html", sheet_id=sheet, leaf_id=leaf, items=items)


def upload_rules(per_entry: bool = False) -> dict[str, Any]:
    """What the drop zone says and checks before it sends anything."""
    limit, most = current_app.extensions["scoring"], MOST_PER_ENTRY if per_entry else MOST_ON_A_LEAF
    return {"accept": ",".join(f".{ending}" for ending in KINDS), "most": limit.upload_limit,
            "text": f"{TAKEN}；每个不超过 {limit.upload_limit_mb} MB，每项最多 {most} 份"}

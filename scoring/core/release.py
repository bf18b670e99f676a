"""How far a publication goes: who sees it, how many of a ranking are listed, and the document that authorises it."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .kinds import FactError, clean_text

AUDIENCES: Mapping[str, str] = {
    "public": "向社会公开", "inside": "本系统内部通报", "unit": "只告知各单位自己",
}
MOST_PLACES, DOCUMENT_LEAST, DOCUMENT_MOST = 999, 4, 200


def as_wide_as(audience: str) -> tuple[str, ...]:
    """The audiences that reach at least the people whom this one reaches."""
    order = tuple(AUDIENCES)
    return order[:order.index(audience) + 1]


@dataclass(frozen=True)
class Release:
    """The scope of a publication. `top`: only so many places of each group's ranking are listed; None lists all."""

    audience: str = "public"
    top: int | None = None
    document: str = ""

    @property
    def whole(self) -> bool:
        """Whether everyone it reaches sees every unit: only then may the whole file be handed out."""
        return self.audience != "unit" and self.top is None

    def lists(self, place: int | None) -> bool:
        """Whether a unit at this place is listed to everyone the publication reaches."""
        return self.audience != "unit" and (self.top is None or (place is not None and place <= self.top))

    @property
    def title(self) -> str:
        """The scope in a few words: 向社会公开，每组前 10 名."""
        if self.audience == "unit":
            return AUDIENCES["unit"]
        return f"{AUDIENCES[self.audience]}，{'全部名次' if self.top is None else f'每组前 {self.top} 名'}"

    @property
    def promise(self) -> str:
        """What a publication of this scope lets people see, for whoever is about to publish it."""
        if self.audience == "unit":
            return "公布后，各单位登录只看得到自己的评分卡，看不到别的单位的；社会公众看不到。"
        who = "任何人都能" if self.audience == "public" else "只有登录本系统的人能"
        hidden = "" if self.audience == "public" else "，社会公众看不到"
        if self.top is None:
            return f"公布后，{who}查看全部名次和评分卡、下载结果文件并重新计算{hidden}。"
        return (f"公布后，{who}查看每组前 {self.top} 名的名次和评分卡{hidden}；没有列出的单位只看得到自己的评分卡，"
                "整份结果文件不提供下载。")

    @property
    def done(self) -> str:
        """What is so once it is published."""
        if self.audience == "unit":
            return "结果已告知各单位，每个单位只看得到自己的评分卡。"
        if self.audience == "inside":
            return "结果已在本系统内通报，社会公众看不到。"
        if self.top is None:
            return "结果已公布，任何人都可以查看和重新计算。"
        return f"结果已公布，任何人都可以查看每组前 {self.top} 名。"

    def to_json(self) -> dict[str, Any]:
        """As the snapshot has it."""
        return {"audience": self.audience, "top": self.top, "document": self.document}


def release_of(data: Mapping[str, Any]) -> Release:
    """What `to_json` wrote."""
    return Release(data["audience"], data["top"], data["document"])


def release_faults(release: Release) -> dict[str, str]:
    """Field → sentence for everything in a scope that cannot be taken."""
    found: dict[str, str] = {}
    if release.audience not in AUDIENCES:
        found["audience"] = "请选一个公布范围"
    if release.top is not None and not 1 <= release.top <= MOST_PLACES:
        found["top"] = f"写 1 到 {MOST_PLACES} 的整数；全部列出的，这里留空"
    elif release.top is not None and release.audience == "unit":
        found["top"] = "只告知各单位自己的，没有名次表，这里留空"
    try:
        if len(clean_text(release.document, DOCUMENT_MOST)) < DOCUMENT_LEAST:
            found["document"] = f"写明批准公布的文件，至少 {DOCUMENT_LEAST} 个字，例如苍政办〔2024〕12号"
    except FactError as error:
        found["document"] = error.sentence
    return found

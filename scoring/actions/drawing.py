"""The draw of an assessment: a seed that decides which indicators and which units below count."""
from __future__ import annotations

import secrets

from .. import clock
from ..core.draws import needed
from ..core.facts import FactError
from ..core.policy import Actor
from ..core.sheet import clean_reason
from ..errors import Invalid
from ..store.assessments import Assessment
from .acting import action, record

SEED_BYTES = 16


@action("assessment.draw", of=Assessment)
def draw(actor: Actor, assessment: Assessment, reason: str = "") -> Assessment:
    """Draw: a random seed that anybody can check the outcome with. A second draw needs a reason."""
    if not needed(assessment.ruleset):
        raise Invalid("这次考核的评分规则里没有要抽取的内容。")
    if assessment.seed and assessment.correcting:
        raise Invalid("结果已经公布过，更正时不能重新抽取。")
    before, why = assessment.seed, _reason(reason) if assessment.seed else ""
    assessment.seed, assessment.drawn_at = secrets.token_hex(SEED_BYTES), clock.now().replace(microsecond=0)
    record(title=assessment.title, seed={"before": before, "after": assessment.seed}, reason=why)
    return assessment


def _reason(reason: str) -> str:
    try:
        return clean_reason(reason, most=500)
    except FactError as error:
        said = f"已经抽取过，重新抽取要写明原因：{error.sentence}"
        raise Invalid(f"{said}。", problems={"reason": error.sentence}) from None

"""Figures of a sheet that contradict one another: what they are, and the unit's word on those that only warn."""
from __future__ import annotations

from ..core.facts import FactError
from ..core.policy import Actor
from ..core.relations import Finding, examine
from ..core.sheet import clean_reason
from ..errors import Invalid
from ..store import tallying
from ..store.sheets import Submission
from .acting import action, record

LEAST, MOST = 5, 500


@action("submission.explain", of=Submission)
def explain(actor: Actor, submission: Submission, *, number: int, text: str) -> None:
    """Say why figures that a check warns of are right as they are; signers and reviewers read it.

    `number` is the check's position in the ruleset, from 0. Raises Invalid if the check holds, if it has to be
    mended instead, or if the words are fewer than 5 or more than 500.
    """
    found = next((f for f in findings(submission) if f.number == number), None)
    if found is None:
        raise Invalid("这一条核对现在已经相符，不用说明。", path=["text"])
    if found.level == "error":
        raise Invalid(f"这一条要改数据，不能只作说明：{found.sentence}", path=["text"])
    try:
        said = clean_reason(text, LEAST, MOST)
    except FactError as error:
        raise Invalid(f"{error.sentence.replace('理由', '说明')}。", path=["text"]) from None
    submission.explanations = {**(submission.explanations or {}), str(number): said}
    record(check=number + 1)


def findings(submission: Submission) -> tuple[Finding, ...]:
    """The checks that do not hold on what the unit says."""
    ruleset = submission.assessment.ruleset
    return examine(ruleset, tallying.sheet_of(submission), "claimed") if ruleset.checks else ()


def forget_settled(submission: Submission) -> None:
    """Drops what was said of checks that hold again."""
    said = submission.explanations or {}
    if said:
        open_now = {str(found.number) for found in findings(submission)}
        kept = {number: text for number, text in said.items() if number in open_now}
        if kept != said:
            submission.explanations = kept or None


def demand_checked(submission: Submission) -> None:
    """Raises Invalid while figures contradict one another: an error stands, or a warning without a word on it."""
    found = findings(submission)
    errors = [f.sentence for f in found if f.level == "error"]
    if errors:
        raise Invalid(f"有 {len(errors)} 处数据互相矛盾，改好才能送签审：{''.join(errors)}", path=["checks"])
    said = submission.explanations or {}
    silent = [f.sentence for f in found if str(f.number) not in said]
    if silent:
        raise Invalid(f"有 {len(silent)} 处数据对不上，改数据或者写明原因后才能送签审：{''.join(silent)}",
                      path=["checks"])

"""The states of an assessment and a submission, and the moves between them: small tables, read by everyone."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """A state with its Chinese name, what happens next, and who holds it."""

    code: str
    title: str
    next: str
    holder: str


@dataclass(frozen=True)
class Move:
    """From which states an action leads where; a target of '' is settled by the action itself."""

    sources: frozenset[str]
    target: str


def _states(*states: State) -> Mapping[str, State]:
    return {s.code: s for s in states}


ASSESSMENT = _states(
    State("draft", "筹备", "考核办设好单位、日期和复核分工后开放填报", "考核办"),
    State("open", "填报中", "各单位在截止日前填报、签审、提交", "各单位"),
    State("reviewing", "复核中", "复核员逐项核实，全部复核完后定版", "复核员"),
    State("frozen", "已定版", "由定版人以外的人核对送审稿，无误后公布", "考核办"),
    State("published", "已公布", "发现错误可以更正公布，原公布仍可查", "考核办"),
    State("closed", "已结束", "只供查阅", ""),
)

SUBMISSION = _states(
    State("draft", "草稿", "填完后送本单位签审", "本单位填报员"),
    State("signing", "内审中", "逐环节签审，最后是保密审查", "本单位签审人"),
    State("submitted", "已提交", "等待复核员复核", "复核员"),
    State("reviewing", "复核中", "复核员正在逐项核实", "复核员"),
    State("returned", "已退回", "按退回意见修改后重新签审提交", "本单位填报员"),
    State("reviewed", "已复核", "等待考核办定版公布", "考核办"),
    State("appealed", "申诉中", "考核办复议", "考核办"),
    State("final", "已定", "结果已公布，可以查阅", ""),
)

PUBLICATION = _states(
    State("frozen", "已定版，待公布", "由定版人以外的人公布，或者撤回", "考核办"),
    State("discarded", "已撤回", "只留作记录", ""),
    State("published", "公布中", "", ""),
    State("superseded", "已被更正", "原样可查", ""),
)

RECTIFICATION = _states(
    State("open", "待整改", "责任单位填写措施和时限", "责任单位"),
    State("replied", "已反馈", "等待核实", "复核员"),
    State("verified", "已核实", "等待销号", "考核办"),
    State("closed", "已销号", "", ""),
)

JOB = _states(
    State("waiting", "等候", "轮到它时开始制作", "服务器"),
    State("running", "制作中", "做好以后可以下载", "服务器"),
    State("done", "已做好", "可以下载", "考核办"),
    State("failed", "没有做成", "看清原因后重试，做好的部分不用重做", "考核办"),
    State("stopped", "已停止", "可以接着做，做好的部分不用重做", "考核办"),
)


def _from(*sources: str) -> frozenset[str]:
    return frozenset(sources)


MOVES: Mapping[str, Move] = {
    "assessment.open": Move(_from("draft"), "open"),
    "assessment.start_review": Move(_from("open"), "reviewing"),
    "assessment.freeze": Move(_from("reviewing"), "frozen"),
    "assessment.thaw": Move(_from("frozen"), "reviewing"),
    "assessment.publish": Move(_from("frozen"), "published"),
    "assessment.correct": Move(_from("published"), "reviewing"),
    "assessment.close": Move(_from("published"), "closed"),
    "job.stop": Move(_from("waiting", "running"), "stopped"),
    "job.leave": Move(_from("running"), "waiting"),
    "job.finish": Move(_from("running"), "done"),
    "job.fail": Move(_from("running"), "failed"),
    "submission.start_signing": Move(_from("draft", "returned"), "signing"),
    "signing.send_back": Move(_from("signing"), ""),      # to draft, or to returned once it has been submitted
    "submission.withdraw": Move(_from("signing"), ""),
    "submission.submit": Move(_from("signing"), "submitted"),
    "ruling.give": Move(_from("submitted", "reviewing"), "reviewing"),
    "ruling.confirm_rest": Move(_from("submitted", "reviewing"), "reviewing"),
    "submission.return": Move(_from("submitted", "reviewing"), "returned"),
    "submission.finish_review": Move(_from("submitted", "reviewing"), "reviewed"),
    "submission.reopen_review": Move(_from("reviewed"), "reviewing"),
    "submission.appeal": Move(_from("reviewed"), "appealed"),
    "appeal.decide": Move(_from("appealed"), "reviewed"),
    "rectification.reply": Move(_from("open"), "replied"),
    "rectification.verify": Move(_from("replied"), "verified"),
    "rectification.close": Move(_from("verified"), "closed"),
    "rectification.reopen": Move(_from("replied", "verified", "closed"), "open"),
}

"""The keys of a ruleset file as declarations: what the author may write at the top, at an indicator, at a grade.

Labels and units stand beside each key; the reader, the reference pages and the JSON Schema are made from them.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Literal

from .facts import By
from .relations import Relation
from .rule import param
from .stage import Gate

Pool = Literal["base", "bonus", "deduction", "veto"]
Policy = Literal["rebase", "spread", "mean", "full", "zero", "exclude", "share"]
ReportPart = Literal["organisation", "disclosure", "applications", "consultations", "review", "costs", "rectification"]


@dataclass(frozen=True)
class Effect:
    """What a fired veto does; on another indicator, what happens when its points pass the gate `when`."""

    grade: str | None = param("直接定为", default=None, told="无论总分多少都是这一等")
    total: Decimal | Literal["none"] | None = param(
        "总分最多", "分", default=None,
        told="总分高于它的按它计；none 为不计总分、不参加排名")
    bar: tuple[str, ...] = param("不得评为", default=(), told="不得评为的等次，落入下一等")
    when: Gate | None = param(
        "得分", default=None,
        told="一票否决看填的数，其他指标看得分；一票否决不写就是发生即触发")


@dataclass(frozen=True)
class FieldNote:
    """What an author says of one field of a rule: its label, and whether the office fills it in for each unit."""

    BARE: ClassVar[str] = "label"

    label: str = param("名称", told="表单上显示的名称")
    filled_by: Literal["unit", "office"] = param(
        "由谁填报", default="unit",
        told="office 表示由考核办给每个单位录入，单位看得到、改不了")


@dataclass(frozen=True)
class Settling:
    """How a leaf that does not apply is settled, where the stage's way does not do."""

    accept: Literal["never", "claim"] = param(
        "能否申请", default="claim",
        told="never 不能申请，claim 可以申请、复核员同意才算")
    policy: Policy | None = param("处理办法", default=None, told="不写就按 stages 里 not_applicable 的办法")
    share: Decimal | None = param("按几成计分", default=None, told="有情况说明的按几成计分，如 0.6")
    of: str | None = param("取哪一组的平均", default=None, told="policy: mean 时取哪一组的平均，不写取本组")
    to: str | None = param("分值移到", default=None, told="policy: spread 时分值整个移到哪个指标，不写由同级平均分担")


@dataclass(frozen=True)
class Condition:
    """A leaf's main fact has a value."""

    id: str = param("指标编号", told="看哪个末级指标的答案")
    equals: str = param("等于", told="答案等于它才问，如 yes；勾选题表示勾了这一项")


@dataclass(frozen=True)
class Multiply:
    """Losses (or awards) count `by` times when a leaf holds or the unit is in a group."""

    when: str = param("指标编号或组别", told="末级指标（填“是”或不为 0 时），或者一个组别")
    by: Decimal = param("倍数", told="扣分的按倍扣，得分的按倍得，在封顶和保底以前")


@dataclass(frozen=True)
class Drawing:
    """So many children of a branch are drawn by lot; only these count."""

    of: str = param("指标编号", told="从哪个指标的下级里抽")
    take: int = param("抽取几项", told="抽几项；各项分值相同，本级分值 = 每项分值 × 抽取项数")


@dataclass(frozen=True)
class Declared:
    """The keys of an indicator that need no other part of the ruleset to be read."""

    id: str = param("编号", told="小写字母、数字、连字符，全文件唯一，用过就不再改")
    title: str = param("名称", told="表单和评分卡上的名称")
    points: Decimal | None = param("分值", "分", default=None, told="这一项值多少分；一票否决和只作记录的不写")
    basis: str = param("依据条款", default="", told="依据的条款，印在表单上")
    guide: str = param("填报说明", default="", told="告诉填报人怎么填")
    ask: str = param("填报项名称", default="", told="主要一栏的名称，如“公开信息条数”")
    fields: Mapping[str, FieldNote] = param(
        "各栏名称", factory=dict,
        told="各栏的名称，或者 {label: 名称, filled_by: office}")
    pool: Pool = param(
        "计入", default="base",
        told="只写在一级指标上：base 基本，bonus 加分，deduction 扣分，veto 一票否决")
    floor: Decimal | Literal["none"] | None = param(
        "最低得分", "分", default=None,
        told="最少得几分；none 不保底，可以是负数")
    combine: Any = param("合并方式", default="sum", told="有下级的写：一个词，或 {rollup: {…}}")
    weight: Decimal | None = param("权重", default=None, told="上级是 combine: weighted 时写")
    applies_to: tuple[str, ...] = param("适用组别", default=(), told="只问这些组别，不写就都问")
    requires: tuple[str, ...] = param("须先得分的指标", default=(), told="这些指标都得了分，本项才得分")
    asks_if: Condition | None = param(
        "何时才问", default=None,
        told="另一个指标的答案符合时才问，如 {id: wechat, equals: yes}")
    filled_by: By = param("由谁填报", default="unit", told="unit 单位，reviewer 复核员，office 考核办")
    evidence: Literal["none", "optional", "required", "per_entry"] = param(
        "佐证要求", default="optional",
        told="none 不要，optional 可附，required 必附，per_entry 每条都要附")
    not_applicable: Literal["never", "claim"] | Settling = param(
        "不适用", default="claim",
        told="never 不能申请，claim 可以申请；另有处理办法的写成一组键")
    essential: bool = param("必达项", default=False, told="等次可以要求必达项都是满分")
    multiply: Multiply | None = param("加倍", default=None, told="某种情形下扣分加倍，对下级都有效")
    effect: Effect | None = param("后果", default=None, told="一票否决的后果，或者得分到某个程度的后果")
    report: ReportPart | None = param(
        "自查报告", default=None,
        told="写在报告的哪一部分：organisation 组织领导与制度，disclosure 主动公开，applications 依申请公开，"
             "consultations 咨询、投诉与互动，review 复议诉讼，costs 经费和收费，rectification 上年问题整改；"
             "对下级都有效，下级可以另写；都不写的按一级指标单列")
    obsolete: bool = param("已停用", default=False, told="不再使用的指标不删，写 true")


@dataclass(frozen=True)
class GradeLine:
    """One grade: reached from `at_least` (inclusive) or `above` (strict); a bare one catches the rest."""

    name: str = param("等次", told="等次的名称")
    at_least: Decimal | None = param("不低于", "分", default=None, told="总分不低于它，含本数")
    above: Decimal | None = param("高于", "分", default=None, told="总分高于它，不含本数")
    quota: Decimal | None = param(
        "名额占比", default=None,
        told="最多占本组参加排名单位数的几成，不足一个的舍去，边上同分都不评")
    essential: Literal["all"] | None = param("必达项", default=None, told="all 表示必达项都要满分")
    floors: Mapping[str, Decimal] = param(
        "分项最低", "分", factory=dict,
        told="分项得分都不低于所写的分，如 {site: 21}")

    def reached(self, total: Decimal) -> bool:
        """Whether a total reaches this grade."""
        return Gate(self.above, self.at_least).holds(total)

    def words(self) -> str:
        """'，不低于 90 分', or '' for the bare last grade."""
        words = Gate(self.above, self.at_least).words()
        return f"，{words}" if words else ""


@dataclass(frozen=True)
class Ranking:
    """How the cards of a group are ordered."""

    by: Literal["group"] = param("排名范围", default="group", told="按组别各排各的")
    ties: Literal["share", "dense", "order"] = param(
        "同分处理", default="share",
        told="share 并列并占掉后面的名次，dense 并列不占，order 不并列")
    break_: tuple[str, ...] = param("同分时依次比较", default=(), told="总分相同时依次比较这些指标的得分")
    vetoed: Literal["last", "apart"] = param(
        "被否决的单位", default="last",
        told="last 排在最后，apart 另列、没有名次")


@dataclass(frozen=True)
class Effective:
    """The days from and to which a ruleset holds."""

    from_: date = param("起", told="第一天")
    to: date = param("止", told="最后一天；试算时从这一天看")


@dataclass(frozen=True)
class Head:
    """The keys at the top of the file that need no other part of it."""

    ruleset: str = param("规则编号", told="小写字母、数字、连字符")
    version: str = param("版本", told="改动就换一个版本号，用过的版本不再变")
    title: str = param("名称", told="印在表单和评分卡上")
    points: Decimal = param("满分", "分", told="一级基本指标分值之和")
    basis: tuple[str, ...] = param("依据", default=(), told="授权的文件，印在评分卡上")
    effective: Effective | None = param("适用期间", default=None, told="{from: 2024-01-01, to: 2024-12-31}")
    notes: tuple[str, ...] = param("说明", default=(), told="原文有歧义处取哪一种读法，印在附录")
    groups: tuple[str, ...] = param("组别", default=(), told="参评单位分几组，按这个次序列出")
    grades: tuple[GradeLine, ...] = param("等次", default=(), told="从高到低，最后一档不写分数线")
    ranking: Ranking = param("排名", default=Ranking(), told="不写就是分组排名、同分并列")
    floor: Literal["item", "section", "total", "none"] = param(
        "扣到哪一级为止", default="item",
        told="扣分默认停在哪一级：item 每项，section 一级指标，total 总分，none 不停")
    draw: Drawing | tuple[Drawing, ...] = param("抽取", default=(), told="随机抽取几项来考，写一个或几个")
    checks: tuple[Relation, ...] = param("数据核对", default=(), told="单位提交前核对的数据关系，不影响得分")

    READ_ELSEWHERE: ClassVar[tuple[str, ...]] = ("indicators", "stages", "cases")

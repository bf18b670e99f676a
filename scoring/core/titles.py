"""What every action is called in Chinese, and the words of an audit row's detail: pages, exports and docs read this."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .policy import ROLES

TITLES: Mapping[str, str] = {
    "submission.read": "查看自查表", "evidence.read": "查看佐证", "assessment.read": "查看考核",
    "publication.read": "查看公布的结果", "ruleset.read": "查看规则", "unit.read": "查看单位", "user.read": "查看账号",
    "audit.read": "查看审计记录", "audit.export": "导出审计记录", "site.read": "查看系统状态",
    "answer.save": "保存填报", "evidence.add": "添加佐证", "evidence.remove": "删除佐证",
    "submission.explain": "说明数据不符的原因", "submission.start_signing": "送签审", "submission.withdraw": "撤回修改",
    "signing.sign": "签审同意", "signing.send_back": "签审退回", "submission.submit": "提交自查表",
    "ruling.give": "复核一项", "ruling.confirm_rest": "确认其余各项", "evidence.check": "核验佐证",
    "submission.return": "退回自查表", "submission.finish_review": "完成复核",
    "submission.reopen_review": "重新打开复核",
    "ruleset.draft": "新建规则草稿", "ruleset.edit": "修改规则草稿", "ruleset.discard": "删除规则草稿",
    "ruleset.adopt": "采用规则", "unit.import": "导入单位和账号", "unit.place": "设置上级单位",
    "assessment.draw": "抽取", "figure.import": "导入考核办录入的数据", "figure.save": "录入一项数据",
    "assessment.create": "新建考核",
    "assessment.edit": "修改考核", "assessment.enrol": "确定参评单位", "assessment.assign": "安排复核分工",
    "assessment.open": "开放填报", "assessment.start_review": "进入复核",
    "assessment.scope": "确定公布范围", "assessment.freeze": "定版",
    "assessment.thaw": "撤回定版", "assessment.publish": "公布结果", "assessment.correct": "更正公布",
    "assessment.close": "结束考核", "publication.erase": "依法删除文字", "submission.extend": "延长截止日期",
    "job.ask": "制作全部评分卡", "job.stop": "停止制作", "job.take": "开始制作", "job.advance": "记下制作进度",
    "job.leave": "放下没有做完的制作", "job.finish": "评分卡制作完成", "job.fail": "评分卡没有做成",
    "user.create": "新建账号", "user.edit": "修改账号", "user.stop": "停用账号", "user.resume": "恢复账号",
    "user.reset": "重发链接", "user.recuse": "设置回避", "user.unrecuse": "取消回避",
    "password.change": "更换密码", "session.sign_out": "退出", "session.sign_in": "登录",
    "account.activate": "用链接设密码", "site.set_up": "设立管理员", "demo.enter": "演示登录",
    "site.invite": "生成首次设置链接", "site.back_up": "备份站点", "key.rotate": "更换签名密钥",
}
OUTCOMES: Mapping[str, str] = {"done": "已办理", "refused": "被拒绝"}
KINDS: Mapping[str, str] = {
    "submission": "自查表", "assessment": "考核", "user_account": "账号", "evidence": "佐证", "evidence_check": "核验",
    "publication": "公布", "adopted_ruleset": "规则", "ruleset_draft": "规则草稿", "unit": "单位",
    "answer": "填报", "ruling": "复核意见", "job": "评分卡制作",
}
WORDS: Mapping[str, str] = {
    "account": "账号", "accounts": "账号", "name": "姓名", "roles": "角色", "unit": "单位", "units": "单位",
    "position": "职务", "reason": "原因", "why": "原因", "leaf": "指标", "title": "名称",
    "kind": "种类", "size": "字节数",
    "sha256": "SHA-256", "digest": "校验值", "algorithm": "摘要算法",
    "rows": "条数", "filter": "条件", "count": "个数", "version": "版本", "state": "状态",
    "before": "之前", "after": "之后", "claim": "不适用理由", "note": "说明", "step": "环节", "opinion": "意见",
    "due_on": "截止日期", "receipt": "回执", "verdict": "结论", "edition": "版次", "group": "组别", "facts": "填报内容",
    "ruleset": "规则", "adopted_id": "规则", "groups": "组别", "added": "增加", "removed": "去掉",
    "without": "没有提交的单位",
    "supersedes": "被更正的版本", "period_from": "考核期起日", "period_to": "考核期止日", "as_of": "数据截止日",
    "review_due_on": "复核截止日", "separate_hands": "各环节由不同的人办理", "steps": "签审环节",
    "calendar": "放假和调休", "evidence": "佐证", "content": "内容摘要", "leaves": "指标", "unchanged": "没有变化",
    "voided": "作废的签审", "file": "附件摘要", "done": "完成", "of": "应有", "date": "日期", "value": "值",
    "parent": "上级单位", "parents": "上级单位", "seed": "种子", "changes": "改动",
    "scope": "公布范围", "document": "批准公布的文件", "basis": "法律依据", "commitment": "承诺值",
    "form": "形式", "job": "制作编号", "head": "审计链头", "public": "公钥", "whole": "含数据库", "check": "第几条核对",
}
CODES: Mapping[str, str] = {   # words of the program that stand in a detail as values
    "link": "链接", "file": "文件", "confirmed": "确认", "corrected": "更正", "not_applicable": "同意不适用",
    "zip": "评分卡（ZIP）", "booklet": "汇编（PDF）",
    "applicable": "不同意不适用", "good": "属实", "doubt": "存疑", "bad": "不实", "not_done": "未完成",
}


def title_of(action: str) -> str:
    """The action in Chinese; its own word if nobody has named it."""
    return TITLES.get(action, action)


def detail_lines(detail: Any) -> tuple[str, ...]:
    """An audit row's detail as lines of text, '姓名：甲 → 乙' for a change."""
    if not isinstance(detail, Mapping):
        return () if detail in (None, "", []) else (_words(detail),)
    return tuple(f"{WORDS.get(key, key)}：{_value(key, value)}" for key, value in detail.items()
                 if value not in (None, "", []))


def _value(key: str, value: Any) -> str:
    if isinstance(value, Mapping) and set(value) == {"before", "after"}:
        return f"{_value(key, value['before']) or '无'} → {_value(key, value['after']) or '无'}"
    if key == "roles" and isinstance(value, list):
        known = [title for code, title in ROLES.items() if code in value]
        return "、".join([*known, *(code for code in value if code not in ROLES)])
    return _words(value)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_words(v) for v in value)
    if isinstance(value, Mapping):
        return "，".join(f"{WORDS.get(k, k)} {_words(v)}" for k, v in value.items())
    return "" if value is None else CODES.get(str(value), str(value))

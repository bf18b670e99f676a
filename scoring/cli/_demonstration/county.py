"""The county of the demonstration: units, accounts and figures. All names but 月山乡's figures are invented."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

TOWNS = ("月山乡", "示例青石镇", "示例白云镇", "示例河口乡", "示例龙泉镇", "示例金竹乡", "示例望江镇", "示例松林乡",
         "示例南坪镇", "示例茶园乡", "示例石桥镇", "示例东河镇", "示例双溪乡")
DEPARTMENTS = ("示例教育局", "示例财政局", "示例民政局", "示例自然资源局", "示例住房和城乡建设局", "示例农业农村局",
               "示例卫生健康局", "示例文化旅游局", "示例市场监管局", "示例数据局")
GROUPS = {"乡镇": TOWNS, "县直部门": DEPARTMENTS}
UNITS = (*TOWNS, *DEPARTMENTS)
POSITIONS = {"tb": ("clerk", "填报员", ""), "gs": ("signer", "股室负责人", "股室负责人"),
             "ld": ("signer", "分管领导", "分管领导"), "bm": ("signer", "保密审查员", "保密审查员")}
STAFF = (  # account, name, role: who work for the county and not for a unit
    ("khb", "示例·考核办", "office"), ("khb-gb", "示例·考核办公布人", "office"),
    ("fh-xz", "示例·乡镇复核员", "reviewer"),
    ("fh-bm", "示例·部门复核员", "reviewer"), ("fh-zl", "示例·质量复核员", "reviewer"),
)
DOCUMENT = "示例县政办〔2025〕3号"      # by which the published assessment is published
ADMINISTRATORS = {"system": ("xtgl", "示例·系统管理员"), "security": ("aqgl", "示例·安全管理员"),
                  "auditor": ("sjgl", "示例·审计员")}


def account(unit: str, post: str) -> str:
    """The account of a unit's clerk or signer, e.g. 'dw01-tb'."""
    return f"dw{UNITS.index(unit) + 1:02}-{post}"


# 2024, egov-targets: articles taken over by the county's site, items disclosed, documents signed for (done, of).
TARGETS: dict[str, tuple[int, int, int, int]] = {
    "月山乡": (80, 134, 250, 250),
    "示例青石镇": (76, 118, 246, 250), "示例白云镇": (52, 96, 238, 250), "示例河口乡": (41, 88, 250, 250),
    "示例龙泉镇": (90, 142, 249, 250), "示例金竹乡": (33, 71, 225, 250), "示例望江镇": (64, 105, 244, 250),
    "示例松林乡": (28, 64, 230, 250), "示例南坪镇": (70, 99, 250, 250), "示例茶园乡": (45, 82, 241, 250),
    "示例石桥镇": (58, 110, 247, 250), "示例东河镇": (58, 110, 247, 250), "示例双溪乡": (19, 52, 210, 250),
    "示例教育局": (82, 121, 310, 310), "示例财政局": (77, 140, 305, 310), "示例民政局": (69, 98, 300, 310),
    "示例自然资源局": (55, 132, 298, 310), "示例住房和城乡建设局": (48, 90, 310, 310),
    "示例农业农村局": (61, 104, 307, 310), "示例卫生健康局": (73, 115, 309, 310), "示例文化旅游局": (80, 88, 301, 310),
    "示例市场监管局": (66, 126, 296, 310), "示例数据局": (84, 109, 0, 0),
}


@dataclass(frozen=True)
class Correction:
    """A reviewer's correction in the published assessment."""

    leaf: str
    facts: Any
    reason: str


CORRECTIONS: dict[str, Correction] = {
    "月山乡": Correction("disclosure", "94", "其中 40 条是转载县政府文件，不属于本单位公开的信息，予以剔除"),
    "示例白云镇": Correction("disclosure", "90", "有 6 条与上一年度重复，按说明不计入本年度"),
    "示例金竹乡": Correction("website", "31", "采用清单里有 2 条查不到刊发链接，不予计入"),
    "示例南坪镇": Correction("receipts", {"done": "243", "of": "250"}, "按电子公文系统记录，有 7 件超过时限才签收"),
    "示例财政局": Correction("disclosure", "95", "预决算信息按年度公开目录合并计算，重复统计 45 条"),
    "示例文化旅游局": Correction("website", "78", "两条活动预告内容为空，不计入采用条数"),
}
LATER = ("示例白云镇", Correction("disclosure", "95", "经复查，6 条中有 5 条是本年度修订后重新公开，应计入"))
LATER_REASON = "示例白云镇公开条数复查后更正"

# Where each unit stands in the running assessment.
STAND: dict[str, str] = {
    "月山乡": "half", "示例青石镇": "submitted", "示例白云镇": "reviewing", "示例河口乡": "reviewed",
    "示例龙泉镇": "signing", "示例金竹乡": "returned", "示例望江镇": "submitted", "示例松林乡": "none",
    "示例南坪镇": "signed", "示例茶园乡": "reviewed", "示例石桥镇": "half", "示例东河镇": "reviewing",
    "示例双溪乡": "none",
    "示例教育局": "reviewed", "示例财政局": "submitted", "示例民政局": "half", "示例自然资源局": "returned",
    "示例住房和城乡建设局": "none", "示例农业农村局": "signing", "示例卫生健康局": "reviewed",
    "示例文化旅游局": "submitted", "示例市场监管局": "reviewing", "示例数据局": "half",
}
STEPS_SINCE = ("公众参与", "专家论证", "风险评估", "合法性审查", "集体讨论")
PARTS = ("主动公开目录", "政府信息公开指南", "依申请公开指引", "不予公开事项清单")
SECRECY = ("逐条先审查后公开", "审查登记簿完整", "审查人签字齐全")


def self_check(unit: str, year: int) -> dict[str, Any]:
    """A unit's facts for the running self-check, by leaf; varied by its place in the list, the same every time."""
    n = UNITS.index(unit)
    due = 44 + n % 9
    asked = 120 + 37 * n
    return {
        "items-published": {"done": str(due + 12 - n % 4), "of": str(due + 12)},
        "empty-columns": str(n % 3), "overdue-items": str((n * 2) % 5),
        "annual-report": f"{year}-01-{24 + n % 7}" if n % 6 != 5 else f"{year}-02-02",
        "errors-found": {"内容差错": str(n % 2), "文字和链接差错": str(n % 4)},
        "errors-corrected": {"done": str(n % 2 + n % 4 - (1 if n % 4 == 3 else 0)), "of": str(n % 2 + n % 4)},
        "decision-steps": list(STEPS_SINCE[: 2 + n % 4]),
        "interpretations": {"done": str(3 + n % 3), "of": "5"},
        "catalogue-parts": list(PARTS[: 2 + n % 3]),
        "quarterly-items": {"Q1": str(16 + n % 5), "Q2": str(12 + n % 7), "Q3": str(15 + n % 6), "Q4": str(9 + n % 8)},
        "reply-rate": {"done": "40386", "of": "40676"} if unit == "示例数据局" else
                      {"done": str(asked - n % 5 * 3), "of": str(asked)},
        "interaction": {"在线访谈": str(n % 2), "意见征集": str(1 + n % 3), "网上调查": str(n % 3)},
        "applications": {"done": str(n % 4), "of": str(n % 4)},
        "secrecy-review": list(SECRECY[: 2 + n % 2]),
        "praise": {"省级": "0", "市级": str(n % 3)}, "criticism": "1" if n % 9 == 4 else "0", "leak": "no",
    }

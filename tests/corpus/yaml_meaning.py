"""YAML that reads well and cannot be meant (Y4), and values of the wrong kind (Y3), against the small ruleset."""
from __future__ import annotations

from .yaml_files import SMALL, Recipe, swapped

_ID = "只能用小写英文字母、数字和连字符，以字母开头，最长 60 个字符"
_NUMBER = "不是可用的数字：请写成 12 或 12.5 这样，不带单位、逗号和百分号，整数部分最多 9 位，小数最多 4 位"
_SCORE = "score: {rule: per_entry, each: 0.5}"
_GRADES = SMALL[SMALL.index("grades:"):]


def _recipe(data: bytes | str, *faults: str) -> Recipe:
    return Recipe(data.encode() if isinstance(data, str) else data, faults)


def _points(typed: str, *faults: str) -> Recipe:
    return _recipe(swapped("    points: 10", f"    points: {typed}"), *faults)


def _unknown(key: str, value: str, hint: str = "") -> Recipe:
    return _recipe(swapped("    title: 公开条数", f"    title: 公开条数\n    {key}: {value}"),
                   f"9:5: 不认识的键“{key}”{hint}")


def _with(*lines: str) -> str:
    return SMALL + "".join(f"{line}\n" for line in lines)


VALUES: dict[str, Recipe] = {
    "Y3-002 yes": _points("yes", f"9:13: “yes”{_NUMBER}"),
    "Y3-009 0b11": _points("0b11", f"9:13: “0b11”{_NUMBER}"),
    "Y3-011 12:30": _points("12:30", f"9:13: “12:30”{_NUMBER}"),
    "Y3-012 190:20:30": _points("190:20:30", f"9:13: “190:20:30”{_NUMBER}"),
    "Y3-013 1_000": _points("1_000", f"9:13: “1_000”{_NUMBER}"),
    "Y3-016 1e999": _points("1e999", f"9:13: “1e999”{_NUMBER}"),
    "Y3-016 1.0e+999": _points("1.0e+999", f"9:13: “1.0e+999”{_NUMBER}"),
    "Y3-019 .nan": _points(".nan", f"9:13: “.nan”{_NUMBER}"),
    "Y3-019 .inf": _points(".inf", f"9:13: “.inf”{_NUMBER}"),
    "Y3-019 nan": _points("nan", f"9:13: “nan”{_NUMBER}"),
    "Y3-022 empty value": _points("", "9:5: “points”没有写值，请补上；确实不需要就删掉这一行"),
    "Y3-022 ~": _points("~", f"9:13: “~”{_NUMBER}"),
    "Y3-022 null": _points("null", f"9:13: “null”{_NUMBER}"),
    "Y3-022 empty list item": _recipe(swapped("groups: [乡镇]", "groups:\n  -\n  - 乡镇"),
                                      "6:4: “-”后面没有写值，请补上或删掉这一行"),
    "Y3-023 0.5元": _points("0.5元", f"9:13: “0.5元”{_NUMBER}"),
    "Y3-024 10%": _points("10%", f"9:13: “10%”{_NUMBER}"),
    "Y3-027 负1": _points("负1", f"9:13: “负1”{_NUMBER}"),
    "Y3-028 一百": _points("一百", f"9:13: “一百”{_NUMBER}"),
    "Y3-030 5分": _points("5分", f"9:13: “5分”{_NUMBER}"),
    "Y3-033 +5": _points("+5", f"9:13: “+5”{_NUMBER}"),
    "Y3-035 .5": _points(".5", f"9:13: “.5”{_NUMBER}"),
    "Y3-041 010": _points("010", "9:13: “010”有多余的前导 0，是数字就去掉 0，是编号就放在文字键里"),
    "Y3-007 0o10": _points("0o10", f"9:13: “0o10”{_NUMBER}"),
    "Y3-044 =": _points("=", f"9:13: “=”{_NUMBER}"),
    "Y3-045 5,000 nines": _points("9" * 5000, f"9:13: “{'9' * 23}…”{_NUMBER}"),
    "Y3-046 400 nines and .0": _points("9" * 400 + ".0", f"9:13: “{'9' * 23}…”{_NUMBER}"),
    "Y3-036 2024-02-30": _recipe(_with("effective: {from: 2024-02-30, to: 2024-12-31}"),
                                 "14:19: “2024-02-30”这一天不存在，请核对年月日"),
    "Y3-038 2024-1-5": _recipe(_with("effective: {from: 2024-1-5, to: 2024-12-31}"),
                               "14:19: “2024-1-5”不是可用的日期，请写成 2024-01-28 这样"),
    "Y3-041 id 007": _recipe(swapped("id: items", "id: 007"), f"7:9: 编号“007”{_ID}"),
    "Y3-047 0.1 three times is 0.3": _recipe(
        "ruleset: thirds\nversion: 1.10\ntitle: 三份\npoints: 0.3\nindicators:\n" + "".join(
            f"  - {{id: i{n}, title: 第{n}份, points: 0.1, score: {{rule: yes_no}}}}\n" for n in range(3))),
}

MEANING: dict[str, Recipe] = {
    "Y4-002 zero total": _recipe(swapped("points: 10\ngroups", "points: 0\ngroups"),
                                 "4:9: 满分要大于 0，现在是 0",
                                 "12:5: “优秀”要不低于 9 分，而总分最高只有 0 分，永远达不到"),
    "Y4-003 children do not add up": _recipe(
        SMALL.replace("  - id: items\n    title: 公开条数\n    points: 10\n    score",
                      "  - id: top\n    title: 公开\n    points: 10\n    indicators:\n"
                      "      - id: items\n        title: 公开条数\n        points: 8\n        score"),
        "9:13: “公开”的子指标之和 8，应为 10"),
    "Y4-003 first level does not add up": _points("8", "4:9: 一级指标分值之和 8，应为 10"),
    "Y4-004 weights sum to 99.99": _recipe(
        SMALL.replace("  - id: items\n    title: 公开条数\n    points: 10\n    score",
                      "  - id: top\n    title: 公开\n    points: 10\n    combine: weighted\n    indicators:\n"
                      "      - {id: site, title: 平台, points: 5, weight: 49.99, score: {rule: yes_no}}\n"
                      "      - id: items\n        title: 公开条数\n        points: 8\n        weight: 50\n        score"),
        "11:5: “公开”的下级权重之和 99.99，应为 100"),
    "Y4-004 weight that does nothing": _recipe(
        swapped("    score", "    weight: 99.99\n    score"), "10:5: weight 只写在 combine: weighted 的下级上，写在这里不起作用"),
    "Y4-006 cap below the least deduction": _recipe(
        SMALL.replace("grades:", "  - id: late\n    title: 迟报\n    pool: deduction\n    points: 6\n"
                                 "    score: {rule: per_defect, each: 2}\ngrades:")
        + "stages: [{deduction: {cap: 1}}, grade]\n",
        "19:28: 最多扣 1 分，而最轻的一次也要扣 2 分，请核对"),
    "Y4-010 duplicate id": _recipe(
        SMALL.replace("grades:", "  - {id: items, title: 又一项, points: 5, score: {rule: yes_no}}\ngrades:")
        .replace("    points: 10", "    points: 5"),
        "11:10: 编号“items”前面已经用过，编号在全文件里不能重复"),
    "Y4-011 path in an id": _recipe(swapped("id: items", "id: ../etc"), f"7:9: 编号“../etc”{_ID}"),
    "Y4-014 circular dependency": _recipe(
        SMALL.replace("    points: 10", "    points: 5").replace("    score", "    requires: [plan]\n    score").replace(
            "grades:", "  - id: plan\n    title: 制定方案\n    points: 5\n    requires: [items]\n"
                       "    score: {rule: yes_no}\ngrades:"),
        "10:5: “公开条数”的前提绕了一圈又回到它自己", "15:5: “制定方案”的前提绕了一圈又回到它自己"),
    "Y4-014 itself": _recipe(
        swapped("    score", "    requires: [items]\n    score"),
        "10:5: “公开条数”的前提绕了一圈又回到它自己", "10:16: “公开条数”是它自己或它的上下级，不能互为前提"),
    "Y4-015 formula": _unknown("formula", "items * 2"),
    "Y4-016 formula dividing by zero": _unknown("formula", "1 / 0"),
    "Y4-017 formula 9**9**9": _unknown("formula", "9**9**9"),
    "Y4-019 formula with attribute": _unknown("formula", "().__class__"),
    "Y4-020 formula of 10,000 terms": _unknown("formula", '"' + "1+" * 4_999 + '1"'),
    "Y4-021 regex": _unknown("pattern", "(a+)+$"),
    "Y4-022 broken regex": _unknown("pattern", "'(('", ""),
    "Y4-024 no units": _recipe(_with("units: []"), "14:1: 不认识的键“units”，是不是想写“notes”？"),
    "Y4-025 group named twice": _recipe(swapped("[乡镇]", "[乡镇, 乡镇]"), "5:14: 组别“乡镇”写了两次"),
    "Y4-028 end before start": _recipe(_with("effective: {from: 2024-12-31, to: 2024-01-01}"),
                                       "14:1: 适用期间的止日 2024-01-01 早于起日 2024-12-31"),
    "Y4-030 deadline in 9999": _recipe(swapped(_SCORE, "score: {rule: late, due: 9999-12-31, each: 1}"),
                                       "10:30: “9999-12-31”不是可用的日期，请写成 2024-01-28 这样"),
    "Y4-032 no tie rule": _recipe(_with("ranking: {ties: }"), "14:11: “ties”没有写值，请补上；确实不需要就删掉这一行"),
    "Y4-032 unknown tie rule": _recipe(_with("ranking: {ties: shared}"),
                                       "14:17: “shared”不在可选的词里：share、dense、order，是不是想写“share”？"),
    "Y4-033 rounding to -1 places": _recipe(_with("stages: [{round: {places: -1}}, grade]"),
                                            "14:27: 保留小数可写 0 到 4 位，现在是 -1"),
    "Y4-036 title of 20,000 characters": _recipe(swapped("公开条数", "长" * 20_000),
                                                 "8:12: 一段文字最长 10000 字，这里有 20000 字"),
    "Y4-036 title of 3,000 characters": _recipe(swapped("公开条数", "长" * 3_000),
                                                "8:12: 文字最长 2000 字，这里有 3000 字"),
    "Y4-041 javascript link": _unknown("link", '"javascript:alert(1)"'),
    "Y4-042 file link": _unknown("link", '"file:///etc/passwd"'),
    "Y4-043 logo path": _recipe(_with("logo: ../../etc/passwd"), "14:1: 不认识的键“logo”，是不是想写“floor”？"),
    "gate out of reach": _recipe(
        SMALL.replace("grades:", "  - id: praise\n    title: 表扬\n    pool: bonus\n    points: 5\n"
                                 "    score: {rule: per_entry, each: 1}\ngrades:")
        + "stages: [{bonus: {cap: 5, when: {above: 10}}}, grade]\n",
        "19:27: 加分门槛是高于 10 分，而加分前总分最高只有 10 分，永远达不到"),
    "bonus without end": _recipe(
        SMALL.replace("grades:", "  - id: praise\n    title: 表扬\n    pool: bonus\n"
                                 "    score: {rule: per_entry, each: 1}\ngrades:"),
        "11:5: 加分项“表扬”没有上限：请写 points（最多加几分），或者在 stages 里写 bonus: {cap: …}"),
    "grades not falling": _recipe(
        SMALL.replace(_GRADES, "grades: [{name: 合格, at_least: 6}, {name: 优秀, at_least: 9}, {name: 差}]\n"),
        "11:35: “优秀”的分数线 9 不低于上一档的 6，等次要从高到低写"),
    "grades leave a gap": _recipe(
        SMALL.replace(_GRADES, "grades: [{name: 优秀, at_least: 9}, {name: 合格, at_least: 6}]\n"),
        "11:35: 低于 6 分的没有等次，最后一档不要写分数线"),
}

# What is typed after `title: `: it must be read as these very characters.
TYPED: dict[str, str] = {
    "Y3-002 yes": "yes", "Y3-003 on": "on", "Y3-004 off": "off", "Y3-005 y": "y", "Y3-007 0o10": "0o10",
    "Y3-009 0b11": "0b11", "Y3-011 12:30": "12:30", "Y3-012 190:20:30": "190:20:30", "Y3-013 1_000": "1_000",
    "Y3-016 1e999": "1e999", "Y3-016 1.0e+999": "1.0e+999", "Y3-019 nan": "nan", "Y3-019 .nan": ".nan",
    "Y3-022 ~": "~", "Y3-022 null": "null", "Y3-023 0.5元": "0.5元", "Y3-024 10%": "10%", "Y3-027 负1": "负1",
    "Y3-028 一百": "一百", "Y3-030 5分": "5分", "Y3-033 +5": "+5", "Y3-035 .5": ".5", "Y3-036 2024-02-30": "2024-02-30",
    "Y3-036 2024-02-03": "2024-02-03", "Y3-038 2024-1-5": "2024-1-5", "Y3-040 1.10": "1.10", "Y3-041 007": "007",
    "Y3-041 010": "010", "Y3-042 057187052012": "057187052012", "Y3-042 05717052012": "05717052012", "Y3-044 =": "=",
    "Y3-045 5,000 nines": "9" * 5_000, "Y3-046 400 nines and .0": "9" * 400 + ".0", "no": "no", "1e3": "1e3",
}

# What is typed there with its quotes, and the title it is: nobody may take it for a template, a formula or markup.
SHOWN: dict[str, tuple[str, str]] = {
    "Y4-038 {{7*7}}": ("'{{7*7}}'", "{{7*7}}"),
    "Y4-038 {% raw": ("'{% raw %}{{config}}'", "{% raw %}{{config}}"),
    "Y4-039 ${jndi:}": ("'${jndi:ldap://x}'", "${jndi:ldap://x}"),
    "Y4-040 =HYPERLINK(": ("=HYPERLINK(\"http://x\")", "=HYPERLINK(\"http://x\")"),
    "Y4-040 =cmd": ("\"=cmd|' /C calc'!A0\"", "=cmd|' /C calc'!A0"),
    "<script>": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
}

"""Texts that broke documents elsewhere: (what was typed, what must be read back from paper and cells)."""
from __future__ import annotations

from dataclasses import replace

from scoring.core.snapshot import Participant
from tests.exports import samples

HOSTILE: tuple[tuple[str, str], ...] = tuple((text, text) for text in (
    "<b>unclosed", "a<b 且 c>d", "A&B", "&nbsp;", "&#0;", "&lt;", '<img src="/etc/passwd">', '<img src="http://127.0.0.1">',
    '<img src="file:///">', '<img src="data:image/png;base64,iVBORw0KGgo=">',
    '<font color="[1 for x in ().__class__.__bases__]">红</font>', '<para leading="1e308">', '<a href="file:///">',
    '<seq id="a">', "<单位名称>", '<!DOCTYPE a [<!ENTITY b "c">]>&b;', "<!-- comment -->", "<![CDATA[x]]>", "%s%d{0}{unit}",
    "=1+1", "+1", "-1", "@x", "=HYPERLINK(\"http://127.0.0.1\")", "=cmd|' /C calc'!A0", "NaN", "1e308", "{PAGE}",
    'a,"b"\nc', "a/[b]:*?", "张𬱖、䶮㛃堃㐂", "_x0041_", "\\n\\u0000", "第 1 页，共 1 页",
    "<script>alert(1)</script>", '"><svg onload=alert(1)>', "{{7*7}}{% raw %}", "＝1+1", "＠SUM(1)", "'=1", "2024-01-02", "2.10",
    "http://127.0.0.1/a", "&L&G&[Date]",
)) + (
    ("控制\x07符", "控制符"), ("空\x00字符", "空字符"), ("反\u202e向", "反向"), ("\t=1", " =1"), ("零\u200b宽", "零宽"),
    ("葛\U000e0100城", "葛城"), ("\r=1", "\n=1"), ("甲\u2028乙", "甲\n乙"), ("不\u00a0断", "不 断"),
)

# What no Chinese font has: visible on paper, kept in cells.
ABSENT: tuple[tuple[str, str], ...] = (("好😀的", "好〓的"), ("吉𠮷", "吉〓"), ("གཞུང", "〓〓〓〓"))


def hostile_file(text: str) -> str:
    """The published file of one unit whose every free text is `text`."""
    tree = {**samples.TARGETS, "title": text, "notes": [text], "indicators": [
        {**samples.TARGETS["indicators"][0], "points": "100", "title": text}]}
    rules = samples.ruleset(tree)
    part = Participant(samples.sheet(rules, text, "乡镇", {"website": "80"}, {"website": ("corrected", "20", text)}),
                       {"website": text})
    about = replace(samples.ABOUT, title=text, basis=(text,), office=text, replaces={"digest": samples.SHA, "reason": text})
    return samples.snapshot((part,), rules, about)

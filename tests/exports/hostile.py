"""Texts that broke documents elsewhere: (what was typed, what must be read back from paper and cells)."""
from __future__ import annotations

HOSTILE: tuple[tuple[str, str], ...] = tuple((text, text) for text in (
    "<b>unclosed", "a<b 且 c>d", "A&B", "&nbsp;", "&#0;", "&lt;", '<img src="/etc/passwd">', '<img src="http://127.0.0.1">',
    '<img src="file:///">', '<img src="data:image/png;base64,iVBORw0KGgo=">',
    '<font color="[1 for x in ().__class__.__bases__]">红</font>', '<para leading="1e308">', '<a href="file:///">',
    '<seq id="a">', "<单位名称>", '<!DOCTYPE a [<!ENTITY b "c">]>&b;', "<!-- comment -->", "<![CDATA[x]]>", "%s%d{0}{unit}",
    "=1+1", "+1", "-1", "@x", "=HYPERLINK(\"http://127.0.0.1\")", "=cmd|' /C calc'!A0", "NaN", "1e308", "{PAGE}",
    'a,"b"\nc', "a/[b]:*?", "张𬱖、䶮㛃堃㐂", "_x0041_", "\\n\\u0000", "第 1 页，共 1 页",
)) + (
    ("控制\x07符", "控制符"), ("空\x00字符", "空字符"), ("反\u202e向", "反向"), ("\t=1", " =1"), ("零\u200b宽", "零宽"),
    ("葛\U000e0100城", "葛城"),
)

# What no Chinese font has: visible on paper, kept in cells.
ABSENT: tuple[tuple[str, str], ...] = (("好😀的", "好〓的"), ("吉𠮷", "吉〓"), ("གཞུང", "〓〓〓〓"))

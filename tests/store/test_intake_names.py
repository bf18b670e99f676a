"""Names of uploads and addresses of links: cleaned for the eye, Chinese kept, nothing hidden (U1 and L1)."""
from __future__ import annotations

import pytest

from scoring.errors import Invalid
from scoring.store.intake_names import display_name, extension, link_address, link_title

NAMES = {
    "U1-001": ("../../etc/passwd", "passwd"), "U1-003": ("/etc/cron.d/x", "x"), "U1-004": ("C:\\x.pdf", "x.pdf"),
    "U1-006": ("a.pdf\0.exe", "a.pdf.exe"), "U1-007": ("保密检查.pdf", "保密检查.pdf"),
    "U1-009": ("政" * 86 + ".pdf", "政" * 86 + ".pdf"), "U1-010": ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
    "U1-010b": ("a" * 300, "a" * 200), "U1-012": ("", "未命名"), "U1-013": (".", "未命名"), "U1-013b": ("../..", "未命名"),
    "U1-016": ("CON.txt", "_CON.txt"), "U1-016b": ("lpt1", "_lpt1"), "U1-018": ("a.pdf.", "a.pdf"),
    "U1-021": ("a\u202efdp.exe", "afdp.exe"), "U1-023": ('a"; b=\'c\'.pdf', 'a"; b=\'c\'.pdf'),
    "U1-024": ("😀公开.png", "😀公开.png"), "U1-026": ("a.pdf.exe", "a.pdf.exe"), "U1-027": ("a.php.jpg", "a.php.jpg"),
    "U1-032": ("-rf.pdf", "-rf.pdf"), "U1-034": ("=1+1.xlsx", "=1+1.xlsx"), "newline": ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
    "surrogate": ("a\udcff.pdf", "a.pdf"), "blank": ("  公开  目录 .pdf ", "公开  目录 .pdf"),
    "zero width": ("公\u200b开\ufeff.pdf", "公开.pdf"), "line": ("a\u2028b.pdf", "a b.pdf"),
}


@pytest.mark.parametrize(("raw", "shown"), list(NAMES.values()), ids=list(NAMES))
def test_a_name_is_shown_clean(raw: str, shown: str) -> None:
    assert display_name(raw) == shown


@pytest.mark.parametrize(("name", "ending"), [
    ("公开目录.PDF", "pdf"), ("a.pdf.exe", "exe"), ("目录", ""), (".pdf", ""), ("a.", ""),
])
def test_the_extension_is_the_last_one(name: str, ending: str) -> None:
    assert extension(name) == ending


KEPT = {
    "L1-001": "http://127.0.0.1:5432/", "L1-003": "http://[::1]/", "L1-004": "http://0.0.0.0/",
    "L1-005": "http://0x7f000001/", "L1-006": "http://2130706433/", "L1-007": "http://127.1/",
    "L1-010": "http://[::ffff:169.254.169.254]/", "L1-011": "http://100.100.100.200/", "L1-012": "http://10.0.0.1/",
    "path": "HTTPS://www.example.gov.cn/zwgk/公开?a=1&b=2#top", "idn": "https://示例.政务/",
}
SCHEME = "网址要以 http:// 或 https:// 开头：请从浏览器地址栏复制完整的网址。"
ACCOUNT = "网址里不能带账号或密码（@ 前面的部分）：请去掉后再添加。"
SIGNS = "网址里有空格、反斜杠或看不见的字符：请从浏览器地址栏重新复制。"
FORM = "网址的格式不对：请从浏览器地址栏重新复制。"
HOST = "网址里没有网站的名称：请从浏览器地址栏复制完整的网址。"
REFUSED = {
    "L1-013": ("file:///etc/passwd", SCHEME), "L1-014": ("ftp://a/", SCHEME), "L1-015": ("gopher://a/", SCHEME),
    "L1-017": ("javascript:alert(1)", SCHEME), "L1-018": ("vbscript:x", SCHEME), "L1-034": ("//evil.com", SCHEME),
    "data": ("data:text/html,x", SCHEME), "bare": ("www.example.gov.cn", SCHEME), "one slash": ("http:/a/", SCHEME),
    "L1-025": ("http://user:pass@host/", ACCOUNT), "empty account": ("http://@host/", ACCOUNT),
    "L1-026": ("http://127.0.0.1\\@1.1.1.1", SIGNS), "newline": ("http://a/\nb", SIGNS), "tab": ("ht\ttp://a/", SIGNS),
    "rlo": ("http://a/\u202eb", SIGNS), "nul": ("http://a/\0", SIGNS),
    "L1-029": ("http://a/" + "b" * 8183, "网址有 8192 个字符，超过 2000 个：请换用文章页面自己的短网址。"),
    "port": ("http://a:99999/", FORM), "bracket": ("http://[::1/", FORM), "no host": ("http:///a", HOST), "dot": ("http://./", HOST),
    "empty": ("  ", "请填写网址，例如 https://www.example.gov.cn/zwgk/1.html。"),
}


@pytest.mark.parametrize("address", list(KEPT.values()), ids=list(KEPT))
def test_a_link_is_kept_as_it_is(address: str) -> None:
    assert link_address(f" {address}\n") == address


@pytest.mark.parametrize(("raw", "sentence"), list(REFUSED.values()), ids=list(REFUSED))
def test_a_link_is_refused_with_a_reason(raw: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refusal:
        link_address(raw)
    assert refusal.value.sentence == sentence


def test_a_link_without_a_title_is_called_by_host_and_path() -> None:
    assert link_title("https://www.example.gov.cn/zwgk/1.html?a=1") == "www.example.gov.cn/zwgk/1.html"

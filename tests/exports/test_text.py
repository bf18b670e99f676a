"""Foreign text: what is taken out, what stands for it, and what a cell holds."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.exports._text import CELL, CUT, cell, clean, drawable, file_name


@pytest.mark.parametrize(("given", "expected"), [
    ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
    ("a\x07b\x00c\x1bd", "abcd"),
    ("列\t一", "列 一"),
    ("\u202e反\u200b写\ufeff", "反写"),
    ("\ud800半", "\ufffd半"),
    ("\uffff\U0001fffe\ufdd0", "\ufffd\ufffd\ufffd"),
    ("不\u00a0断\u3000行", "不 断\u3000行"),
    ("葛\U000e0100城", "葛城"),
    ("<b>&amp;</b>", "<b>&amp;</b>"),
    ("张𬱖、䶮㛃堃", "张𬱖、䶮㛃堃"),
])
def test_clean(given: str, expected: str) -> None:
    assert clean(given) == expected


def test_what_a_font_lacks_is_printed_as_a_block_and_named() -> None:
    assert drawable("好😀的\n𠮷", {ord("好"), ord("的"), ord("〓")}) == ("好〓的\n〓", ("😀", "𠮷"))


@given(st.text())
def test_clean_text_can_be_written_and_is_clean(text: str) -> None:
    plain = clean(text)
    plain.encode("utf-8")
    assert clean(plain) == plain


@pytest.mark.parametrize(("text", "length"), [("字" * 40_000, CELL), ("一" + "😀" * 20_000, CELL - 1), ("😀" * 20_000, CELL), ("字" * CELL, CELL)])
def test_a_cell_holds_so_much_and_says_what_it_cut(text: str, length: int) -> None:
    made = cell(text)
    assert len(made.encode("utf-16-le")) // 2 == length
    assert made.endswith(CUT) == (made != text)
    assert text.startswith(made.removesuffix(CUT))


@pytest.mark.parametrize(("parts", "expected"), [
    (("甲", "乙"), "甲-乙.pdf"), (("../../etc/passwd",), "etcpasswd.pdf"), (("", "\x00"), "导出.pdf"),
    (("字" * 100,), "字" * 60 + ".pdf"), (("CON. ",), "CON.pdf"),
])
def test_file_name(parts: tuple[str, ...], expected: str) -> None:
    assert file_name(*parts, suffix="pdf") == expected

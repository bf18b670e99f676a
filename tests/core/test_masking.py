"""Personal data leaves no text that is published; figures, dates and document numbers stay."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.masking import mask, mask_name


@pytest.mark.parametrize(("text", "masked"), [
    ("身份证 330327198001011234。", "身份证 330*************34。"),
    ("33032719800101123X", "330*************3X"),
    ("3303 2719 8001 0112 34", "330* **** **** **** 34"),
    ("旧证330327800101123", "旧证330**********23"),
    ("手机13812345678", "手机138******78"),
    ("联系 138-1234-5678", "联系 138-****-**78"),
    ("+86 13812345678", "+86 1********78"),
    ("１３８１２３４５６７８", "１３８******７８"),
    ("0577-88881234", "057*-******34"),
    ("(010) 8888 1234", "(010) **** **34"),
    ("057788881234转 2", "057*******34转 2"),
    ("电话：8888123", "电话：888**23"),
    ("卡号 6222 0212 3456 7890 123", "卡号 622* **** **** **** *23"),
    ("li.si@example.gov.cn", "l****@example.gov.cn"),
    ("李四＠邮箱 a＠b.cn", "李四＠邮箱 a＠b.cn"),
])
def test_what_is_a_persons_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize("text", [
    "134 条 × 0.5 分 = 67 分", "2024-03-02 公布", "苍府办〔2024〕45号", "940,488 件中办结 940,314 件", "12345 热线", "第 12345678 号",
    "统一社会信用代码 91330327MA2ABCDE0X", "", "sha256 " + "a1" * 32,
])
def test_what_is_nobodys_stays(text: str) -> None:
    assert mask(text) == text


def test_a_name_keeps_its_first_character() -> None:
    assert [mask_name(name) for name in ("张某某", "欧阳某", "李", "")] == ["张**", "欧**", "李", ""]


WORDS = st.text(st.sampled_from("公开政务信息，。；()（） \n"), max_size=12)
NUMBERS = st.one_of(
    st.from_regex(r"[1-9][0-9]{5}(19|20)[0-9]{9}[0-9X]", fullmatch=True), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"0[1-9][0-9]{1,2}-[2-8][0-9]{6,7}", fullmatch=True), st.from_regex(r"62[0-9]{14,17}", fullmatch=True),
    st.from_regex(r"[a-z][a-z0-9]{2,8}@[a-z]{2,8}\.(com|cn)", fullmatch=True))


@given(WORDS, NUMBERS, WORDS)
def test_a_planted_number_is_found_wherever_it_stands(before: str, number: str, after: str) -> None:
    masked = mask(f"{before}{number}{after}")
    assert (number in masked, len(masked)) == (False, len(before) + len(number) + len(after))
    assert mask(masked) == masked

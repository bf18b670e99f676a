"""What a password must be: a table of passwords for both presets."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scoring.core.passwords import LASTS, expired, normal, password_faults

OWN = ("yueshan01", "示例·李小满", "月山乡人民政府")
SHORT, CLASSES, NAMES, COMMON = "至少 10", "要用到其中三类", "不能含有", "太常见"
TABLE = [
    # password, dengbao, nist
    ("Qing-Chuan-2031", "", ""), ("correct horse battery", CLASSES, ""), ("一片冰心在玉壶Aa1", "", ""),
    ("春江潮水连海平2031", CLASSES, ""), ("春江潮水连海平X2031", "", ""), ("Aa1!Aa1!", SHORT, SHORT),
    ("abcdefghij", CLASSES, ""), ("Abcdefghij", CLASSES, ""), ("Abcdefghi1", "", ""), ("ABCDEF-123", "", ""),
    ("Yueshan01-Gogo", NAMES, NAMES), ("yue-shan-01-Gogo", "", ""), ("我爱月山乡人民政府A1", NAMES, NAMES),
    ("ＹＵＥＳＨＡＮ０１-gogo", NAMES, NAMES), ("Password2031", COMMON, COMMON), ("P@ssw0rd2031", COMMON, COMMON),
    ("Admin@123456", COMMON, COMMON), ("1234567890", CLASSES, COMMON), ("Zhengwu2031!", COMMON, COMMON),
    ("aaaaaaaaaaaa", CLASSES, COMMON), ("Aa1Aa1Aa1Aa1", COMMON, COMMON), ("          ", CLASSES, COMMON),
    ("", SHORT, SHORT), ("x" * 201, CLASSES, "最多 200"), ("政务公开2031Aa", "", ""), ("1qaz2wsx3edc", CLASSES, COMMON),
    ("Qwertyuiop1", COMMON, COMMON), ("Wo-Ai-Ni-2031", COMMON, COMMON), ("正确\x00的密码Ab1234", "不能用", "不能用"),
    ("half\ud800Abc1234", "不能用", "不能用"),
]


@pytest.mark.parametrize(("password", "dengbao", "nist"), TABLE)
def test_the_table(password: str, dengbao: str, nist: str) -> None:
    for preset, wanted in (("dengbao", dengbao), ("nist", nist)):
        said = password_faults(password, preset, OWN)
        assert (preset, bool(said), wanted in "".join(said)) == (preset, bool(wanted), True)


def test_an_account_that_belongs_to_no_unit_forbids_nothing_by_its_empty_name() -> None:
    assert password_faults("Qing-Chuan-2031", "dengbao", ("sec", "甲", "")) == ()


def test_full_width_typing_is_the_same_password() -> None:
    assert normal("Ｑｉｎｇ－２０３１") == "Qing-2031"


@pytest.mark.parametrize(("age", "preset", "over"), [
    (LASTS, "dengbao", False), (LASTS + timedelta(seconds=1), "dengbao", True), (timedelta(9999), "nist", False)])
def test_a_password_lasts_ninety_days_where_the_preset_says_so(age: timedelta, preset: str, over: bool) -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    assert (expired(at - age, at, preset), expired(None, at, preset)) == (over, False)

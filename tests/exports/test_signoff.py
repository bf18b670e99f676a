"""The sign-off sheet on paper: everything a leader signs is on it, and what is still to come has room."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from scoring.exports._signoff import Proof, Section, SignOff, Stage, Step, render_sign_off, sign_off_name
from tests.exports import samples

Poppler = Callable[..., str]
TRUE, SECRET = "我已逐项核对，内容属实。", "我已逐件看过佐证，不含国家秘密。"
SHEET = SignOff(
    "2026 年度政务公开考核", "月山乡", "乡镇", Decimal("86.5"), Decimal(100), 10, 12, ("2.3 明确分管领导", "3 电子公文签收"),
    (Section("1", "政府网站采用信息", Decimal(40), Decimal(40)), Section("2", "政府信息公开", Decimal("48.5"), None)),
    (Stage("扣分", ("88.5 − 2 = 86.5 分",), Decimal("86.5")),),
    (Proof("1 政府网站采用信息", "采用清单", "链接"), Proof("1 政府网站采用信息", "截图" + samples.RARE, "文件"),
     Proof("2.1 公开政府信息", "<b>目录", "文件")),
    (Step("股室负责人审核", "股室负责人", TRUE, "示例·甲", "2026-11-20 09:30", "同意报送"), Step("分管领导审签", "分管领导", TRUE),
     Step("保密审查", "", SECRET)), "a" * 64, "e" * 64)


def read(poppler: Poppler, sheet: SignOff) -> str:
    return re.sub(r"\s", "", poppler("pdftotext", render_sign_off(sheet), "-raw"))


def test_a_sheet_as_it_was_looked_at(poppler: Poppler, golden: Callable[[str, str], None]) -> None:
    golden("sign-off", poppler("pdftotext", render_sign_off(SHEET), "-layout"))


def test_what_is_not_handed_in_is_a_draft(poppler: Poppler) -> None:
    handed_in = replace(SHEET, receipt="2026-0001-1-ABCD", submitted_at="2026-11-22 09:00")
    draft, done = read(poppler, SHEET), read(poppler, handed_in)
    assert ("草稿：还没有提交考核办" in draft, "已提交考核办" in draft) == (True, False)
    assert ("草稿" in done, "已提交考核办：2026-11-2209:00，回执编号2026-0001-1-ABCD。" in done) == (False, True)


def test_a_step_to_come_has_a_line_to_sign_on(poppler: Poppler) -> None:
    said = read(poppler, SHEET)
    assert said.count("签字：") == 2
    assert said.count("示例·甲2026-11-2009:30意见：同意报送") == 1
    assert (said.count(TRUE), said.count(SECRET)) == (2, 1)


def test_a_long_sheet_goes_over_pages(poppler: Poppler) -> None:
    long = replace(SHEET, unit=samples.LONG_UNIT, missing=tuple(f"{n} 缺项" for n in range(1, 61)),
                   evidence=tuple(Proof(f"{n // 5} 指标", f"材料甲{n}号", "文件") for n in range(300)))
    pages = [re.sub(r"\s", "", page) for page in poppler("pdftotext", render_sign_off(long), "-raw").split("\f")[:-1]]
    whole = "".join(pages)
    assert [n for n in range(300) if whole.count(f"材料甲{n}号") != 1] == []
    assert [page.count("指标序号佐证种类") for page in pages] == [int("材料甲" in page) for page in pages]
    assert ("30缺项等60项。" in whole, "31缺项" in whole, whole.count("（续）") > 3) == (True, False, True)


def test_equal_sheets_give_equal_bytes() -> None:
    assert render_sign_off(SHEET) == render_sign_off(replace(SHEET))
    assert sign_off_name(SHEET) == "2026 年度政务公开考核-月山乡-签审单.pdf"

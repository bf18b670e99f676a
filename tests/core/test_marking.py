"""The detector of secrecy marks: every mark is found, what merely speaks of secrecy is left alone."""
from __future__ import annotations

import itertools

import pytest

from scoring.core.marking import cautions, is_marked, plain

LEVELS = ("绝密", "机密", "秘密", "绝　密", "机 密", "秘\u200b密", "機密", "絕密")
STARS = ("★", "☆", " ★ ", "\u2060★", "⭐\ufe0f")
PERIODS = ("10年", "１０ 年", "长期", "一年", "6个月", "会议开始前", "2030年1月1日前", "")
MARKED = [f"{level}{star}{period}" for level, star, period in itertools.product(LEVELS, STARS, PERIODS)]
LABELLED = [f"{label}{level}" for label in ("密级：", "密级:", "密　级： ", "密级为", "密級：", "密级\n", "【密级】 ")
            for level in ("绝密", "机密", "秘密")]
STARRED_WITH_PERIOD = ["秘密*10年", "机密*长期", "绝密级＊5年", "国家秘密★10年"]
SENTENCES = ["{}", "发文机关：示例县人民政府\n{}\n第一条", "（{}）", "关于印发方案的通知 {} 特急", "件{}.docx"]

SUBJECTS = ("政府信息公开", "机关内部公开", "公共企事业单位办事公开", "村务公开", "政务公开")
TITLES = (
    "{}保密审查表", "{}保密审查制度", "{}中保守国家秘密的规定", "{}不得涉及国家秘密、商业秘密和个人隐私",
    "{}涉密人员管理", "{}定密责任人名单", "{}密级变更与解密办法", "{}★重点任务清单", "{}先进单位★★★★★",
    "★{}保守秘密教育", "{}密级：公开", "{}密级：无", "{}密级：非密", "{}密级：□绝密 □机密 □秘密", "{}密级：绝密□ 机密□ 秘密□",
    "{}国家秘密★★★学习材料", "{}机密文件传阅管理", "{}绝密级事项范围（公开版）", "{}密级、保密期限填写说明", "{}秘密级以上不得上网",
    "{}商业秘密★保护要点", "{}工作秘密*清单", "{}保密检查.pdf", "{}信息密级标识 秘密级、机密级", "{}密码应用安全性评估",
)
LEGITIMATE = [title.format(subject) for title in TITLES for subject in SUBJECTS]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_mark_is_found(sentence: str) -> None:
    marks = MARKED + LABELLED + STARRED_WITH_PERIOD
    assert [m for m in marks if not is_marked(sentence.format(m))] == []
    assert len(marks) == 345


def test_what_speaks_of_secrecy_is_left_alone() -> None:
    texts = [around.format(t) for t in LEGITIMATE for around in ("{}", "一、{}\n二、略", "{}（试行）", "附件：{}")]
    assert [t for t in texts if is_marked(t)] == []
    assert len(texts) == 500


def test_a_mark_does_not_reach_over_the_end_of_a_line() -> None:
    assert is_marked("保密工作要求严守秘密\n★ 重点任务") is False


@pytest.mark.parametrize(("text", "words"), [
    ("内部资料 注意保存", ("内部资料", "注意保存")), ("涉及工作秘密的事项", ("工作秘密",)), ("　机 密　", ("机密",)),
    ("正文\n绝密\n正文", ("绝密",)), ("保密审查表", ()), ("公开目录", ()), ("本文件不得外传", ("不得外传",)),
])
def test_words_that_call_for_care(text: str, words: tuple[str, ...]) -> None:
    assert cautions(text) == words


def test_a_long_text_is_searched_in_one_go() -> None:
    """Line after line without a word must not make the search go back again and again."""
    assert (is_marked("\n" * 300_000 + "密"), cautions("\n" * 300_000 + "密")) == (False, ())


def test_plain_text() -> None:
    assert plain("機\u200b密　１０年") == "机密 10年"

"""How far a result goes: in words for whoever publishes it, and what cannot be taken."""
from __future__ import annotations

import pytest

from scoring.core.release import Release, release_faults

TOP = "写 1 到 999 的整数；全部列出的，这里留空"
DOCUMENT = "写明批准公布的文件，至少 4 个字，例如苍政办〔2024〕12号"


@pytest.mark.parametrize(("release", "title", "promise", "done"), [
    (Release(), "向社会公开，全部名次", "公布后，任何人都能查看全部名次和评分卡、下载结果文件并重新计算。",
     "结果已公布，任何人都可以查看和重新计算。"),
    (Release("public", 3), "向社会公开，每组前 3 名",
     "公布后，任何人都能查看每组前 3 名的名次和评分卡；没有列出的单位只看得到自己的评分卡，整份结果文件不提供下载。",
     "结果已公布，任何人都可以查看每组前 3 名。"),
    (Release("inside"), "本系统内部通报，全部名次",
     "公布后，只有登录本系统的人能查看全部名次和评分卡、下载结果文件并重新计算，社会公众看不到。",
     "结果已在本系统内通报，社会公众看不到。"),
    (Release("inside", 3), "本系统内部通报，每组前 3 名",
     "公布后，只有登录本系统的人能查看每组前 3 名的名次和评分卡，社会公众看不到；没有列出的单位只看得到自己的评分卡，"
     "整份结果文件不提供下载。", "结果已在本系统内通报，社会公众看不到。"),
    (Release("unit"), "只告知各单位自己", "公布后，各单位登录只看得到自己的评分卡，看不到别的单位的；社会公众看不到。",
     "结果已告知各单位，每个单位只看得到自己的评分卡。"),
])
def test_a_scope_in_words(release: Release, title: str, promise: str, done: str) -> None:
    assert (release.title, release.promise, release.done) == (title, promise, done)


@pytest.mark.parametrize(("release", "faults"), [
    (Release("public", None, "办文一号"), {}),
    (Release("inside", 1, "示例办〔2027〕1号"), {}),
    (Release("public", 999, "示例办〔2027〕1号"), {}),
    (Release("world", None, "办文一号"), {"audience": "请选一个公布范围"}),
    (Release("public", 0, "办文一号"), {"top": TOP}),
    (Release("public", 1000, "办文一号"), {"top": TOP}),
    (Release("unit", 5, "办文一号"), {"top": "只告知各单位自己的，没有名次表，这里留空"}),
    (Release("public", None, "办三号"), {"document": DOCUMENT}),
    (Release("public", None, "　\n　 "), {"document": DOCUMENT}),
    (Release("public", None, "办" * 201), {"document": "最多 200 个字，现在有 201 个，请删短"}),
])
def test_what_a_scope_may_be(release: Release, faults: dict[str, str]) -> None:
    assert release_faults(release) == faults

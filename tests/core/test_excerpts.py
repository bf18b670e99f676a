"""Excerpts and the PDFs that carry them: what stands, what is left to the whole file, and how forgeries fall."""
from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from scoring.core import canonical, paper, snapshot
from scoring.core.digests import ALGORITHMS
from scoring.core.published import open_file
from scoring.core.release import Release
from scoring.core.signature import Sign
from scoring.core.verify import Standing, verify, verify_bytes
from tests.exports import samples

# The least PDF whose cross-references are a plain table.
PAGES = (b"%PDF-1.4\n1 0 obj\n<<\n/Pages 2 0 R /Type /Catalog\n>>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\n"
         b"endobj\n3 0 obj\n<< /Title (a) >>\nendobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n"
         b"0000000060 00000 n \n0000000112 00000 n \ntrailer\n<<\n/ID [<00><00>]\n/Info 3 0 R\n/Root 1 0 R\n/Size 4\n>>\n"
         b"startxref\n148\n%%EOF\n")


def signing(seed: int) -> Sign:
    """Signs with a key made of one byte."""
    private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    return lambda message: {"algorithm": "Ed25519", "key": public, "value": private.sign(message).hex()}


def whole(algorithm: str = "sha256", **release: Any) -> str:
    """The county of the samples, signed."""
    rules = samples.ruleset()
    parts = tuple(snapshot.Participant(samples.sheet(rules, name, group, samples.full(count)))
                  for name, group, count in (("甲乡", "乡镇", 94), ("乙乡", "乡镇", 30), ("丙乡", "乡镇", 60), ("丁局", "县直部门", 77)))
    about = snapshot.About(samples.ABOUT.title, (), *(samples.ABOUT.as_of,) * 3, "考核办", release=Release(**release))
    salts = samples.salts()
    return snapshot.compose(about, rules, "ruleset: targets\n", parts, salts, signing(1), ALGORITHMS[algorithm])


def excerpt(unit: str = "乙乡", text: str = "") -> dict[str, Any]:
    """A unit's excerpt as a tree that may be changed."""
    tree: dict[str, Any] = copy.deepcopy(open_file(text or whole()).excerpt(unit))
    return tree


def written(tree: dict[str, Any]) -> str:
    return canonical.encode(tree).decode()


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_an_excerpt_stands_and_says_whose_it_is(algorithm: str) -> None:
    found = verify(written(excerpt(text=whole(algorithm))))
    file = json.loads(whole(algorithm))
    assert (found.problems, found.digest, found.left, found.paper_key) == ((), file["digest"], (), None)
    assert found.standing == Standing("乙乡", "乡镇", 3, 3, "74.93", "100", "合格")
    assert found.key == signing(1)(b"")["key"]


def test_the_whole_stands_under_either_algorithm() -> None:
    assert [verify(whole(name)).problems for name in ALGORITHMS] == [(), ()]


@pytest.mark.parametrize(("release", "kinds"), [
    ({}, ["about", "rules", "ranking", "unit"]), ({"audience": "inside"}, ["about", "rules", "ranking", "unit"]),
    ({"audience": "unit"}, ["about", "rules", "unit"]), ({"top": 1}, ["about", "rules", "unit"])])
def test_the_ranking_goes_along_only_where_all_of_it_is_shown(release: dict[str, Any], kinds: list[str]) -> None:
    tree = excerpt(text=whole(**release))
    assert ([one["part"]["part"] for one in tree["excerpt"]["parts"]], verify(written(tree)).problems) == (kinds, ())


def test_what_compares_is_left_to_the_whole_file() -> None:
    tree = {**samples.TARGETS, "indicators": [
        {"id": "own", "title": "自己的", "points": "60", "score": {"rule": "per_entry", "each": "1"}},
        {"id": "beside", "title": "比较的", "points": "40", "score": {"rule": "best_share"}}], "grades": [],
        "stages": [], "ranking": {}}
    rules = samples.ruleset(tree)
    parts = tuple(snapshot.Participant(samples.sheet(rules, name, "乡镇", {"own": "5", "beside": many}))
                  for name, many in (("甲乡", "3"), ("乙乡", "9")))
    about = snapshot.About("比", (), *(samples.ABOUT.as_of,) * 3, "考核办")
    text = snapshot.compose(about, rules, "", parts, samples.salts())
    found = verify(written(excerpt("甲乡", text)))
    assert (found.problems, found.left, found.lines) == ((), ("2 比较的", "含有它们的小计、总分和等次"), 2)


def raised(figure: str) -> Callable[[dict[str, Any]], None]:
    def change(tree: dict[str, Any]) -> None:
        tree["excerpt"]["parts"][-1]["part"]["verified"][figure] = "99"
    return change


def other_unit(tree: dict[str, Any]) -> None:
    tree["excerpt"]["parts"][-1] = excerpt("甲乡")["excerpt"]["parts"][-1]


def dropped(tree: dict[str, Any]) -> None:
    del tree["excerpt"]["parts"][2]


FORGERIES: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "the total": (raised("total"), "摘录的第 6 份不属于校验值为"),
    "the place": (lambda t: t["excerpt"]["parts"][-1]["part"].update(place=1), "摘录的第 6 份不属于校验值为"),
    "the rules": (lambda t: t["excerpt"]["parts"][1]["part"].update(ruleset={}), "摘录的第 2 份不属于校验值为"),
    "the index": (lambda t: t["excerpt"]["parts"][-1].update(index=4), "摘录的第 5 份不属于校验值为"),
    "the size": (lambda t: t["excerpt"].update(size=9), "摘录的第 1 份不属于校验值为"),
    "the path": (lambda t: t["excerpt"]["parts"][0]["path"].pop(), "摘录的第 1 份不属于校验值为"),
    "a part twice": (lambda t: t["excerpt"]["parts"].insert(0, t["excerpt"]["parts"][0]), "摘录里应依次有说明、规则、"),
    "two units": (lambda t: t["excerpt"]["parts"].append(excerpt("甲乡")["excerpt"]["parts"][-1]), "摘录里应依次有说明、规则、"),
    "another key": (lambda t: t["signature"].update(signing(2)(b"x")), "签名与内容不符"),
    "the algorithm": (lambda t: t.update(algorithm="sm3"), "摘录的第 1 份不属于校验值为"),
    "an unknown algorithm": (lambda t: t.update(algorithm="md5"), "不认识的摘要算法“md5”"),
    "the version": (lambda t: t["excerpt"].update(version=2), "摘录的格式或版本不是本程序能核验的"),
    "a key more": (lambda t: t.update(more=1), "这不是本产品公布的摘录"),
    "an opening": (lambda t: t["openings"].update({"0" * 64: {"salt": "0" * 32, "text": "x"}}), "公开的文字 0000"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_excerpt_falls_with_the_reason(forgery: str) -> None:
    tree = excerpt()
    FORGERIES[forgery][0](tree)
    problems = verify(written(tree)).problems
    assert [problem for problem in problems if problem.startswith(FORGERIES[forgery][1])] != [], problems


def test_a_ranking_of_other_units_does_not_fit() -> None:
    tree = excerpt("丁局")
    tree["excerpt"]["parts"][2] = excerpt("甲乡")["excerpt"]["parts"][2]
    assert verify(written(tree)).problems == ("摘录里各份的序号不对，或者该附本组排名的没有附、不该附的附了",)


def test_another_unit_with_its_own_proof_is_that_unit() -> None:
    tree = excerpt()
    other_unit(tree)
    found = verify(written(tree))
    assert (found.problems, found.standing and found.standing.unit) == ((), "甲乡")


def test_a_pdf_carries_its_excerpt_and_every_byte_counts() -> None:
    pdf = paper.attached(PAGES, excerpt())
    found = verify_bytes(pdf)
    assert (found.problems, found.paper_key, found.standing and found.standing.unit) == ((), "", "乙乡")
    for at in range(0, len(pdf), 97):
        changed = pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1:]
        assert verify_bytes(changed).problems != (), at
    for cut in range(0, len(pdf), 501):
        assert verify_bytes(pdf[:cut]).problems != (), cut


@pytest.mark.parametrize(("spoil", "reason"), [
    (lambda pdf: pdf + b"\n", "PDF 末尾多了 1 个字节（可能另存过，或者在别处又加了数字签名）：请用公布页面上下载的原件核验"),
    (lambda pdf: pdf[:-1], "PDF 里核验用的数据被改动过，或者后面被截断了"),
    (lambda pdf: pdf[:len(PAGES) + 400], "这份 PDF 不完整：后面被截断了"),
    (lambda pdf: PAGES, paper.BARE),
    (lambda pdf: pdf.replace(b"(a)", b"(b)"), "PDF 的页面内容被改动过：与附在后面的校验值不符"),
    (lambda pdf: pdf.replace(b"/Prev 148", b"/Prev 149"), "PDF 里核验用的数据被改动过，或者后面被截断了"),
])
def test_a_spoilt_pdf_is_refused_with_the_reason(spoil: Callable[[bytes], bytes], reason: str) -> None:
    assert verify_bytes(spoil(paper.attached(PAGES, excerpt()))).problems == (reason,)


def test_a_page_changed_with_its_seal_made_again_falls_where_pages_are_signed() -> None:
    forged = PAGES.replace(b"(a)", b"(b)")
    honest = paper.attached(PAGES, excerpt(), signing(1))
    assert (verify_bytes(honest).problems, verify_bytes(honest).paper_key) == ((), signing(1)(b"")["key"])
    unsigned = verify_bytes(paper.attached(forged, excerpt()))
    assert (unsigned.problems, unsigned.paper_key) == ((), "")       # what only the paper's own figures can tell
    stranger = verify_bytes(paper.attached(forged, excerpt(), signing(2)))
    assert stranger.problems == ("PDF 页面和结果不是同一个公钥签的名",)
    seal = paper.detached(honest)["paper"]["signature"]
    kept = verify_bytes(paper.attached(forged, excerpt(), lambda message: seal))
    assert kept.problems == ("PDF 页面的签名与内容不符：不是这个公钥签的，或者签过以后改动过",)

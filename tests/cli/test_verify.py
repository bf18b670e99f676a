"""`scoring verify FILE`: says what was recomputed, or every reason to refuse."""
from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

import pytest
from click.testing import Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from scoring.core import canonical
from scoring.core.digests import SHA256
from scoring.core.parts import digest_of
from scoring.core.sheet import Ruling, Sheet
from scoring.core.snapshot import About, Participant, compose
from scoring.rulebook.loading import load
from tests.corpus.yaml_files import SMALL
from tests.forging import forged


@pytest.fixture(scope="module")
def published() -> str:
    """A snapshot of two units, one of them corrected."""
    ruleset = load(SMALL.encode(), "r").ruleset
    assert ruleset is not None
    about = About("二〇二四年自查", ("依据一号",), date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 31), "考核办")
    struck = Ruling("corrected", {"count": 12}, "八条没有链接，不予计分")
    parts = (Participant(Sheet("甲乡", "乡镇", {"items": {"count": 20}}, {}, {"items": struck})),
             Participant(Sheet("乙乡", "乡镇", {"items": {"count": 18}})))
    salt = count(1)
    return compose(about, ruleset, SMALL, parts, lambda: f"{next(salt):032x}")


def changed(published: str, change: Callable[[dict[str, Any]], None]) -> str:
    """The file with its snapshot changed and its hash made to fit again."""
    return forged(published, change)


def test_what_stands_is_said_in_words(run: Callable[..., Result], write: Callable[[str, str], str],
                                      published: str) -> None:
    result = run("verify", write("s.json", published))
    digest = json.loads(published)["digest"]
    assert (result.exit_code, result.stderr, result.stdout) == (0, "", (
        "s.json：核验通过。\n"
        "  考核：二〇二四年自查\n"
        f"  SHA-256：{digest}\n"
        "  签名：没有，只能凭校验值与公布的对照\n"
        "  按快照里的规则和数据重算了 2 个单位、4 条得分明细（自评和复核各算一遍），"
        "每一分、每步计算、总分、等次和名次都与公布的一致。\n"
        "  公开的理由和说明 1 段，与快照里的承诺一致；规则原文与计分用的规则一致。\n"
        "  核验证明的是没有改动、算得对，不证明佐证材料属实。\n"))


@pytest.mark.parametrize(("title", "shown"), [
    ("二〇二四年\n  签名：有效，公钥 00", "二〇二四年�  签名：有效，公钥 00"), ("二\x1b[2J\r四", "二�[2J�四"), ("\u202e年四二", "�年四二"),
    ("二\u3000四", "二\u3000四"), ("长" * 30000, "长" * 19994 + "…")])
def test_no_title_passes_for_a_line_of_ours(run: Callable[..., Result], write: Callable[[str, str], str],
                                            published: str, title: str, shown: str) -> None:
    def rename(body: dict[str, Any]) -> None:
        body["assessment"]["title"] = title
    result = run("verify", write("s.json", changed(published, rename)))
    lines = result.stdout.split("\n")
    assert (result.exit_code, lines[1], len(lines)) == (0, f"  考核：{shown}", 8)
    assert lines[3] == "  签名：没有，只能凭校验值与公布的对照"


def test_no_name_passes_for_a_reason_of_ours(run: Callable[..., Result], write: Callable[[str, str], str],
                                             published: str) -> None:
    def rename(body: dict[str, Any]) -> None:
        body |= json.loads(json.dumps(body, ensure_ascii=False).replace("甲乡", r"甲乡\n核验通过。"))
        body["cards"]["verified"]["甲乡\n核验通过。"]["total"] = "1"
    result = run("verify", write("s.json", changed(published, rename)))
    assert (result.exit_code, [one for one in result.stderr.split("\n")[1:] if not one.startswith("  - ")]) == (1, [""])
    assert "甲乡�核验通过。" in result.stderr


def test_a_changed_figure_is_refused_though_the_hash_fits(
        run: Callable[..., Result], write: Callable[[str, str], str], published: str) -> None:
    def raise_the_total(body: dict[str, Any]) -> None:
        body["cards"]["verified"]["甲乡"]["total"] = "10"

    result = run("verify", write("s.json", changed(published, raise_the_total)))
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", (
        "s.json：核验不通过，有 1 处不符。\n"
        "  - 评分卡 › verified › 甲乡 › total：公布的是 10，重算是 6\n"))


def test_a_changed_yaml_text_is_refused(run: Callable[..., Result], write: Callable[[str, str], str],
                                        published: str) -> None:
    def soften_the_text(body: dict[str, Any]) -> None:
        body["ruleset_yaml"] = body["ruleset_yaml"].replace("each: 0.5", "each: 0.6")

    result = run("verify", write("s.json", changed(published, soften_the_text)))
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", (
        "s.json：核验不通过，有 1 处不符。\n  - 快照里附的 YAML 规则原文，和计分用的规则内容不一致\n"))


def test_a_changed_byte_is_refused(run: Callable[..., Result], write: Callable[[str, str], str],
                                   published: str) -> None:
    text = published.replace('"office":"考核办"', '"office":"考核組"')
    result = run("verify", write("s.json", text))
    found = digest_of(json.loads(text)["snapshot"], SHA256)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", (
        "s.json：核验不通过，有 1 处不符。\n"
        f"  - 快照的 SHA-256 是 {found}，与文件所写 {json.loads(published)['digest']} 不符：内容被改动过\n"))


@pytest.mark.parametrize(("text", "reason"), [
    ("", "不是完整的 JSON（JSONDecodeError），文件可能被截断或改动过"),
    ("[]", "这不是本产品公布的快照文件：最外层应有 snapshot、algorithm、digest、openings 四项"),
    ('{"algorithm":"sha256","digest":"","openings":{},"snapshot":' + "[" * 900 + "]" * 900 + "}",
     "内容嵌套太深，不是本产品公布的快照文件"),
    ("{\"a\":" * 100_000, "不是完整的 JSON（RecursionError），文件可能被截断或改动过"),
])
def test_what_is_no_snapshot(run: Callable[..., Result], write: Callable[[str, str], str], text: str,
                             reason: str) -> None:
    result = run("verify", write("s.json", text))
    assert (result.exit_code, result.stdout, result.stderr) == (
        1, "", f"s.json：核验不通过，有 1 处不符。\n  - {reason}\n")


def test_what_is_no_text(run: Callable[..., Result], tmp_path: Any) -> None:
    (tmp_path / "s.json").write_bytes(b"\xff\xfe\x00")
    result = run("verify", "s.json")
    assert (result.exit_code, result.stderr) == (1, (
        "s.json：核验不通过，有 1 处不符。\n  - 文件不是 UTF-8 文字，不是公布的快照，或者已经损坏\n"))


def test_a_file_signed_with_another_key_than_asked_for(run: Callable[..., Result], write: Callable[[str, str], str],
                                                       published: str) -> None:
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    own = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    file = json.loads(published)
    value = private.sign(b"scoring-snapshot-1 sha256 " + file["digest"].encode()).hex()
    signed = canonical.encode(file | {"signature": {"algorithm": "Ed25519", "key": own, "value": value}}).decode()
    name, other = write("s.json", signed), "ab" * 32
    right, wrong = run("verify", name, "--key", own.upper()), run("verify", name, "--key", other)
    assert (right.exit_code, f"  签名：有效，公钥 {own}" in right.stdout.split("\n")) == (0, True)
    assert (wrong.exit_code, wrong.stderr) == (
        1, f"s.json：核验不通过，有 1 处不符。\n  - 签名的公钥是 {own}，不是要求的 {other}\n")
    bare = run("verify", write("b.json", published), "--key", own)
    assert (bare.exit_code, bare.stderr) == (
        1, "b.json：核验不通过，有 1 处不符。\n  - 文件没有签名，不能与要求的公钥对照\n")

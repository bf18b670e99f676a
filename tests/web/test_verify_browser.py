"""The verifier of the browser agrees with the program's on every case, works offline, and can be read by everyone."""
from __future__ import annotations

import itertools
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from scoring import places
from scoring.core import canonical, snapshot
from scoring.core.digests import ALGORITHMS
from scoring.core.frame import Frame
from scoring.core.ruleset import Ruleset
from scoring.core.signature import ALGORITHM, message_of
from scoring.core.verify import verify
from scoring.rulebook.cases import read_case
from scoring.rulebook.loading import load
from scoring.store import signing_keys
from tests import publishing
from tests.core.cards import FRAMES, built, sheets_of
from tests.web import forged_papers, forged_stamps
from tests.web.rare_rules import BIG, RARE, ROLLED
from tests.web.specimen import excerpt, file_text, written
from tests.web.verifying import alone, composed, counted, verdicts

PATTERNS = Path(__file__).parents[1] / "patterns"
MANY = settings(max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.fixture
def here(page: Page, tmp_path: Path) -> Page:
    """The page of one file, opened from the disk with the network off."""
    return alone(page, tmp_path)


def agree(page: Page, texts: list[str]) -> None:
    """Both verifiers accept every file and count the same."""
    found = verdicts(page, texts)
    assert [one.differences for one in found] == [()] * len(texts)
    assert [verify(text).problems for text in texts] == [()] * len(texts)
    assert [(one.units, one.lines, one.steps) for one in found] == [counted(text) for text in texts]


@pytest.mark.parametrize(("folder", "least"), [(places.rulesets(), 60), (PATTERNS, 100)], ids=["rulesets", "patterns"])
def test_every_case_of_every_ruleset_is_accepted(here: Page, folder: Path, least: int) -> None:
    texts = []
    for path in sorted(folder.glob("*.yaml")):
        ruleset = load(path.read_bytes(), path.name).ruleset
        assert ruleset is not None
        for case in ruleset.cases:
            problems: list[Any] = []
            sheets, frame = read_case(ruleset, case, (), problems)
            assert problems == []
            texts.append(composed(ruleset, sheets, frame))
    assert len(texts) >= least
    agree(here, texts)


def test_whatever_rulesets_and_sheets_are_drawn_is_accepted(here: Page) -> None:
    texts: list[str] = []

    @given(st.data(), built(), FRAMES)
    @MANY
    def draw(data: st.DataObject, ruleset: Ruleset, frame: Frame) -> None:
        texts.append(composed(ruleset, data.draw(sheets_of(ruleset)), frame))

    draw()
    assert len(texts) >= 50
    agree(here, texts)


@pytest.mark.parametrize("yaml", [RARE, BIG, ROLLED], ids=["rare", "big", "rolled"])
def test_rare_parameters_and_great_numbers_are_accepted(here: Page, yaml: str) -> None:
    ruleset = load(yaml.encode(), "rules.yaml").ruleset
    assert ruleset is not None
    texts: list[str] = []

    @given(st.data(), FRAMES)
    @MANY
    def draw(data: st.DataObject, frame: Frame) -> None:
        texts.append(composed(ruleset, data.draw(sheets_of(ruleset)), frame))

    draw()
    assert len(texts) >= 50
    agree(here, texts)


def test_numbers_are_exact_however_long(here: Page) -> None:
    values = [0, 1, -1, 7, 9999999, 10000000, -10000001, 2**53 - 1, 2**53, -(2**53) - 1, 10**21 + 3, -(10**30) + 7]
    made = """values => {
      const w = ScoringVerify.whole;
      const of = text => { let out = 0; const bare = text.replace('-', '');
        for (const digit of bare) out = w.add(w.multiply(out, 10), Number(digit));
        return text[0] === '-' ? w.minus(out) : out; };
      return values.map(([a, b]) => { const x = of(a), y = of(b);
        return [w.add(x, y), w.subtract(x, y), w.multiply(x, y)].map(w.text).concat([w.compare(x, y)]).concat(
          b === '0' ? [] : [w.floorDivide(x, y).quotient, w.nearest(x, y)].map(w.text)); });
    }"""
    pairs = list(itertools.product(values, values))

    def nearest(a: int, b: int) -> int:
        a, b = (-a, -b) if b < 0 else (a, b)
        half = (abs(a) * 2 + b) // (2 * b)
        return half if a >= 0 else -half

    wanted = [[str(a + b), str(a - b), str(a * b), (a > b) - (a < b), *([str(a // b), str(nearest(a, b))] if b else [])]
              for a, b in pairs]
    assert here.evaluate(made, [[str(a), str(b)] for a, b in pairs]) == wanted


def test_foreign_rules_are_named_and_not_verified(here: Page) -> None:
    file = canonical.decode(publishing.file_text())
    file["snapshot"]["plugins"] = ["plugin_sample 1.0"]
    (found,) = verdicts(here, [snapshot.file_text(file["snapshot"], file["openings"])])
    assert found.differences == ("计分用到了插件 plugin_sample 1.0，本页没有插件的规则，不能核验",)


def test_a_signature_is_looked_at(here: Page) -> None:
    key = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    file = canonical.decode(publishing.file_text())

    def signed(value: str) -> str:
        return snapshot.file_text(file["snapshot"], file["openings"],
                                  lambda _: {"algorithm": ALGORITHM, "key": public, "value": value})

    right = key.sign(message_of("sha256", file["digest"])).hex()
    other = key.sign(message_of("sha256", "0" * 64)).hex()
    turned = ("0" if right[0] != "0" else "1") + right[1:]
    wrong = ("签名与内容不符：不是这个公钥签的，或者签过以后改动过",)
    assert [one.differences for one in verdicts(here, [signed(right), signed(other), signed(turned)])] == [(), wrong, wrong]
    assert [verify(signed(value)).problems for value in (right, other, turned)] == [(), wrong, wrong]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_file_of_the_disk_is_chosen_and_told(here: Page, tmp_path: Path, axe: Any, width: int) -> None:
    here.set_viewport_size({"width": width, "height": 900})
    (tmp_path / "结果.json").write_text(publishing.file_text(), encoding="utf-8")
    here.get_by_label("选择结果文件").set_input_files(tmp_path / "结果.json")
    expect(here.locator(".notice")).to_contain_text("文件没有改动")
    expect(here.locator(".verify-facts")).to_contain_text("3 个单位、")
    expect(here.locator("#verify-outcome")).to_contain_text("不证明佐证材料属实")
    here.get_by_text("看重算出来的名次").click()
    assert here.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    axe(here)


# ── on the site ──────────────────────────────────────────────────────────────

@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_of_the_site_tells_what_stands_and_what_does_not(page: Page, live_app: Flask, live_server: str,
                                                                  tmp_path: Path, axe: Any, width: int) -> None:
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server}/verify")
    page.get_by_role("link", name="在浏览器里核验").click()
    text = publishing.file_text()
    file = canonical.decode(text)
    file["snapshot"]["cards"]["verified"]["甲乡"]["lines"]["disclosure"]["points"] = "50"
    (tmp_path / "good.json").write_text(text, encoding="utf-8")
    (tmp_path / "bad.json").write_text(snapshot.file_text(file["snapshot"], file["openings"]), encoding="utf-8")
    (tmp_path / "none.json").write_bytes(b"\xff\xfe")
    for name, tone, words in (("good", "done", "文件没有改动"), ("bad", "need", "有 1 处不符"), ("none", "need", "不是 UTF-8")):
        page.get_by_label("选择结果文件").set_input_files(tmp_path / f"{name}.json")
        expect(page.locator(f"#verify-outcome .tone-{tone}")).to_contain_text(words)
        if name == "bad":
            expect(page.locator(".verify-table tbody tr")).to_have_text(
                ["评分卡 › 复核 › 甲乡 › 得分 › “主动公开” › 得分5047"])
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (name, over) == (name, 0)
        axe(page)
    assert said == []


def test_dropped_files_are_taken_too(page: Page, live_server: str) -> None:
    page.goto(f"{live_server}/verify/here")
    for data, name, words in ((publishing.file_text().encode(), "result.json", "文件没有改动"),
                              (forged_papers.plain(), "card.pdf", "附在 PDF 里的数据没有改动")):
        page.evaluate("""([data, name]) => {
          const carried = new DataTransfer();
          carried.items.add(new File([Uint8Array.from(atob(data), sign => sign.charCodeAt(0))], name));
          document.getElementById('verify-drop').dispatchEvent(
            new DragEvent('drop', {dataTransfer: carried, bubbles: true, cancelable: true}));
        }""", [b64encode(data).decode(), name])
        expect(page.locator("#verify-outcome .tone-done")).to_contain_text(words)


@pytest.mark.parametrize("width", [1280, 390])
def test_excerpts_and_scorecards_are_told(page: Page, live_server: str, tmp_path: Path, axe: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server}/verify/here")
    plugin = canonical.decode(publishing.file_text())
    plugin["snapshot"]["plugins"] = ["plugin_sample 1.0"]
    figures = "单位甲乡（乡镇）总分56.6 分，满分 100 分名次第 2 名，共 3 个等次不合格"
    for name, data, tone, words, standing in (
            ("excerpt.json", written(excerpt(forged_papers.whole())).encode(), "done", "这份摘录没有改动", figures),
            ("plain.pdf", forged_papers.plain(), "done", "页面没有签名，请把纸上印的与下面的对照", figures),
            ("signed.pdf", forged_papers.signed(), "done", "这份 PDF 没有改动，页面有签名", figures),
            ("stamped.pdf", forged_stamps.whole_stamp(), "done", "这份 PDF 没有改动，页面有签名", figures),
            ("cut.pdf", forged_papers.plain()[:-9], "need", "PDF 里核验用的数据被改动过，或者后面被截断了", ""),
            ("swapped.pdf", forged_papers.BYTES["a page of another unit"](forged_papers.plain()), "need", "页面内容被改动过", ""),
            ("plugin.json", snapshot.file_text(plugin["snapshot"], plugin["openings"]).encode(), "need", "plugin_sample", "")):
        (tmp_path / name).write_bytes(data)
        page.get_by_label("选择结果文件").set_input_files(tmp_path / name)
        expect(page.locator(f"#verify-outcome .tone-{tone}")).to_contain_text(words)
        assert page.locator(".verify-standing").all_text_contents() == ([standing] if standing else [])
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (name, over) == (name, 0)
        axe(page)
    page.get_by_label("选择结果文件").set_input_files(tmp_path / "stamped.pdf")
    expect(page.locator(".verify-facts dd").last).to_have_text(
        "PDF 末尾另有一个（公布考核结果，苍溪县人民政府办公室）：它前面的内容都照常核验，它自己没有改动页面。"
        "签名用的证书是谁的、是否有效，本页不判断，请在 PDF 阅读器的签名栏里查看")
    page.get_by_label("选择结果文件").set_input_files(tmp_path / "plain.pdf")
    page.get_by_text("看每一项得分").click()
    expect(page.locator(".verify-table tbody tr").first).to_have_text("条数302718一致")


def test_the_page_names_the_algorithm_of_the_file(here: Page, tmp_path: Path) -> None:
    text = file_text(algorithm=ALGORITHMS["sm3"])
    (tmp_path / "sm3.json").write_text(text, encoding="utf-8")
    here.get_by_label("选择结果文件").set_input_files(tmp_path / "sm3.json")
    expect(here.locator(".verify-facts")).to_contain_text(f"SM3{canonical.decode(text)['digest']}")
    expect(here.locator("#verify-outcome")).to_contain_text("也请把 SM3 与公布页面或纸质评分卡页脚上的对照")
    expect(here.locator("#verify-outcome")).not_to_contain_text("SHA-256")


def test_the_page_is_handed_out_as_one_file(page: Page, live_server: str) -> None:
    page.goto(f"{live_server}/verify/here")
    with page.expect_download() as given:
        page.get_by_role("link", name="下载本页").click()
    assert given.value.suggested_filename == "核验结果文件.html"


def test_the_site_knows_its_own_key(page: Page, live_app: Flask, live_server: str, tmp_path: Path) -> None:
    file = canonical.decode(publishing.file_text())
    with live_app.app_context():
        own, public = signing_keys.signer(), signing_keys.listed()[-1].public
    strange = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
    key = strange.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    page.goto(f"{live_server}/verify/here")
    for sign, words in ((own, f"有效，是本站公布的公钥公钥{public}"),
                        (lambda message: {"algorithm": ALGORITHM, "key": key, "value": strange.sign(message).hex()},
                         f"有效，但不是本站公布的公钥，不能说明是本站公布的公钥{key}")):
        (tmp_path / "signed.json").write_text(snapshot.file_text(file["snapshot"], file["openings"], sign), encoding="utf-8")
        page.get_by_label("选择结果文件").set_input_files(tmp_path / "signed.json")
        expect(page.locator(".verify-facts")).to_contain_text(words)

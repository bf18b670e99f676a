"""The page of a result: who may publish, how far it goes, what a correction changes, and the texts to erase."""
from __future__ import annotations

import html
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from scoring.actions import erasing, publishing
from scoring.core.openings import texts_of
from scoring.core.published import ERASED
from scoring.core.release import Release
from scoring.core.verify import verify
from scoring.store.assessments import Assessment
from scoring.store.people import User
from scoring.store.results import Publication
from scoring.store.sheets import RulingRow
from scoring.store.writing import writing
from tests import make
from tests.actions.test_publishing import OFFICE, WHY, reviewed
from tests.sites import make_site
from tests.statements import counted

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
BASIS = "示例法第一条第二款"


class Desk:
    """A county in review with the browsers of the office's two people."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self.county = reviewed()
            self.office, self.publisher = (
                make.client(app, self.county.users[name]) for name in ("office", "publisher"))
        self.at = f"/office/assessments/{self.county.assessment}"

    def page(self, who: FlaskClient) -> str:
        return text(who.get(f"{self.at}/result"))

    def send(self, who: FlaskClient, move: str, **typed: str) -> Any:
        return who.post(f"{self.at}/{move}", data=typed)

    def publish(self) -> int:
        """Freezes, and has the other one publish; the key of the edition."""
        with self.app.app_context():
            key = publishing.freeze(make.actor(self.county, "office"), self.county.assessment, office=OFFICE).id
            publishing.publish(make.actor(self.county, "publisher"), self.county.assessment)
            return key

    def correct(self) -> None:
        """Takes the published result back and rules 100 items instead of 94."""
        with self.app.app_context():
            publishing.correct(make.actor(self.county, "office"), self.county.assessment, reason="甲乡的条数核错了")
            with writing() as session:
                session.query(RulingRow).filter_by(kind="corrected").one().facts = {"count": 100}

    def commitment(self, edition: int, words: str = WHY) -> str:
        """The commitment of a text of an edition."""
        with self.app.app_context():
            row = make.row(Publication, edition)
            return next(one.commitment for one in texts_of(row.opened.file) if one.words == words)


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def text(answer: Any) -> str:
    return html.unescape(answer.get_data(as_text=True))


def errors(answer: Any) -> list[str]:
    return re.findall(r'<div class="field-error"[^>]*>([^<]+)</div>', text(answer))


def buttons(page: str) -> list[str]:
    return [word for word in re.findall(r'<button class="btn[^>]*>([^<]+)</button>', page) if word != "退出"]


# ── two people ────────────────────────────────────────────────────────────────

def test_the_page_tells_before_the_freeze_that_another_one_publishes(desk: Desk) -> None:
    assert "你定版，由示例·publisher核对后公布。" in desk.page(desk.office)
    with desk.app.app_context(), writing() as session:
        session.get_one(User, desk.county.users["publisher"]).stopped = True
    assert "考核办现在只有你一个账号，请安全管理员再建一个。" in desk.page(desk.office)


def test_the_button_is_there_for_whoever_may_press_it(desk: Desk) -> None:
    assert desk.send(desk.office, "freeze").status_code == 302
    own, others = desk.page(desk.office), desk.page(desk.publisher)
    assert (buttons(own), buttons(others)) == (
        ["撤回定版", "制作汇编"], ["公布结果", "撤回定版", "制作汇编"])
    assert "这一版是你定版的，由示例·publisher登录后核对、公布。" in own
    assert [re.search("<dt>定版人</dt><dd>(.*?)，", page)[1] for page in (own, others)] == ["示例·office"] * 2
    refused = desk.send(desk.office, "publish")
    assert (refused.status_code, "这一版是你定版的" in text(refused)) == (403, True)
    with desk.app.app_context(), writing() as session:
        session.get_one(User, desk.county.users["publisher"]).stopped = True
    assert "要由另一个人公布。考核办只有你一个账号，请安全管理员再建一个。" in desk.page(desk.office)
    assert desk.send(desk.publisher, "publish").status_code == 401


# ── how far it goes ───────────────────────────────────────────────────────────

def test_the_scope_is_set_on_the_page_and_told_before_it_is_published(desk: Desk) -> None:
    assert desk.send(desk.office, "scope", audience="inside", top="2", document="示例办〔2027〕8号").status_code == 302
    promise = Release("inside", 2).promise
    assert f"现在定的是：本系统内部通报，每组前 2 名，依据示例办〔2027〕8号。{promise}" in desk.page(desk.office)
    desk.send(desk.office, "freeze")
    page = desk.page(desk.publisher)
    assert (promise in page, "<dt>批准的文件</dt><dd>示例办〔2027〕8号</dd>" in page) == (True, True)
    done = desk.publisher.post(f"{desk.at}/publish", follow_redirects=True)
    assert "结果已在本系统内通报，社会公众看不到。" in text(done)
    assert '<td data-label="公布范围">本系统内部通报，每组前 2 名</td>' in desk.page(desk.office)


@pytest.mark.parametrize(("typed", "said"), [
    ({"audience": "public", "top": "", "document": ""}, ["写明批准公布的文件，至少 4 个字，例如苍政办〔2024〕12号"]),
    ({"audience": "world", "top": "十", "document": "示例办〔2027〕8号"},
     ["请选一个公布范围", "写 1 到 999 的整数；全部列出的，这里留空"]),
    ({"audience": "unit", "top": "3", "document": "示例办〔2027〕8号"}, ["只告知各单位自己的，没有名次表，这里留空"]),
    ({}, ["请选一个公布范围", "写明批准公布的文件，至少 4 个字，例如苍政办〔2024〕12号"]),
])
def test_a_scope_typed_wrong_comes_back_with_what_was_typed(desk: Desk, typed: dict[str, str], said: list[str]) -> None:
    answer = desk.send(desk.office, "scope", **typed)
    assert (answer.status_code, errors(answer)) == (422, said)
    for name in ("top", "document"):
        assert re.search(f'name="{name}"[^>]* value="(.*?)"', text(answer))[1] == typed.get(name, "")
    with desk.app.app_context():
        assert make.row(Assessment, desk.county.assessment).release == Release(document=make.DOCUMENT)


def test_without_a_document_the_page_asks_for_it_and_offers_no_freeze(desk: Desk) -> None:
    with desk.app.app_context(), writing() as session:
        session.get_one(Assessment, desk.county.assessment).document = ""
    page = desk.page(desk.office)
    assert (buttons(page), "还没有写明批准公布的文件" in page) == (["保存公布范围"], True)
    assert f'href="{desk.at}/result#scope"' in page


# ── a correction ──────────────────────────────────────────────────────────────

def test_a_correction_is_told_before_it_is_published(desk: Desk) -> None:
    desk.publish()
    desk.correct()
    desk.send(desk.office, "scope", audience="inside", top="", document=make.DOCUMENT)
    assert "原公布的范围是“向社会公开，全部名次”，更正公布改为“本系统内部通报，全部名次”。" in desk.page(desk.office)
    desk.send(desk.office, "freeze")
    page = desk.page(desk.publisher)
    table = re.search("名次、总分、等次或某项得分有变化的单位.*?</table>", page, re.DOTALL)[0]
    assert [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in re.findall("<t[hd] (?!scope=.col).*?</t[hd]>", table)] == [
        "甲乡", "1", "57 → 60", "不合格 → 合格", "主动公开 47 → 50"]
    assert "（原公布：向社会公开，全部名次）" in page


def test_a_correction_that_changes_nothing_says_so(desk: Desk) -> None:
    desk.publish()
    desk.send(desk.office, "correct", reason="只改考核机关的名称")
    desk.send(desk.office, "freeze")
    assert "名次、总分、等次和各项得分都没有变化。" in desk.page(desk.publisher)


def test_a_correction_would_say_again_what_was_erased_and_the_page_warns(desk: Desk) -> None:
    key = desk.publish()
    with desk.app.app_context():
        erasing.erase(make.actor(desk.county, "office"), key, commitment=desk.commitment(key), basis=BASIS)
    desk.correct()
    assert "原公布里删除了 1 段文字：甲乡“主动公开”的复核理由。更正后的一版会按现在的内容重新写入" in desk.page(desk.office)


# ── the digest ────────────────────────────────────────────────────────────────

def test_the_site_chooses_the_digest(tmp_path: Path, sqlite_url: str, database_kind: str) -> None:
    desk = Desk(make_site(tmp_path, sqlite_url, digest="sm3"))
    desk.send(desk.office, "freeze")
    with desk.app.app_context():
        row = make.row(Publication, 1)
        assert (row.algorithm, verify(row.file).algorithm, verify(row.file).problems) == ("sm3", "SM3", ())
    assert '<span class="quiet nowrap">SM3</span>' in desk.page(desk.office)


# ── erasing texts ─────────────────────────────────────────────────────────────

def listed(page: str) -> list[str]:
    """Unit, kind and beginning of each text on the page."""
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>.*?data-label="种类"[^>]*>(.*?)</td>\s*<td data-label="开头"[^>]*>(.*?)</td>',
                      page, re.DOTALL)
    return [" ".join(row) for row in rows]


def test_the_texts_are_listed_and_searched(desk: Desk) -> None:
    key = desk.publish()
    path = f"/office/publications/{key}/texts"
    assert f'href="{path}">依法删除文字' in desk.page(desk.office)
    assert listed(text(desk.office.get(path))) == [
        "甲乡 单位说明 见网站", f"甲乡 复核理由 {WHY}", "乙乡 不适用申请的理由 没有留言渠道，不受理留言",
        "丙局 不适用申请的理由 没有留言渠道，不受理留言", "丙局 复核理由 有信箱"]
    for words, number in (("甲乡", 2), ("留言办结", 3), ("转载", 1)):
        assert (words, len(listed(text(desk.office.get(path, query_string={"q": words}))))) == (words, number)
    assert "没有找到含“没有的”的文字" in text(desk.office.get(path, query_string={"q": "没有的"}))


def test_a_text_is_erased_in_two_steps_and_every_paper_says_so(desk: Desk) -> None:
    key = desk.publish()
    path = f"/office/publications/{key}/texts/{desk.commitment(key)}"
    asked = text(desk.office.get(path))
    assert (WHY in asked, "删除不能撤销，任何人都找不回来。" in asked, buttons(asked)) == (True, True, ["永久删除这段文字"])
    refused = desk.office.post(path, data={"basis": "依法"})
    assert (refused.status_code, errors(refused)) == (422, ["理由至少写 6 个字，说明依据了什么，现在有 2 个字"])
    assert errors(desk.office.post(path, data={})) == ["这一栏要填"]
    done = desk.office.post(path, data={"basis": BASIS}, follow_redirects=True)
    assert ("已从第 1 版删除这段文字。" in text(done), f"甲乡 复核理由 {ERASED}" in listed(text(done))) == (True, True)
    assert "共 5 段，其中 1 段已删除。" in text(done)
    after = text(desk.office.get(path))
    assert ("这段文字已依法删除，不能恢复。" in after, WHY in after, buttons(after)) == (True, False, [])
    again = desk.office.post(path, data={"basis": BASIS})
    assert again.status_code == 422
    shown = papers(desk.app.test_client(), key)
    assert {name: (ERASED in said, WHY in said) for name, said in shown.items()} == dict.fromkeys(shown, (True, False))
    with desk.app.app_context():
        assert verify(make.row(Publication, key).file).problems == ()


def papers(visitor: FlaskClient, key: int) -> dict[str, str]:
    """What the public page, the scorecard and the workbook of 甲乡 say, without line breaks."""
    at = f"/results/{key}"
    card = PdfReader(BytesIO(visitor.get(f"{at}/files/pdf_scorecard/1").data))
    book = openpyxl.load_workbook(BytesIO(visitor.get(f"{at}/files/xlsx_ranking").data))
    cells = (str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return {"page": text(visitor.get(f"{at}/units/1")),
            "pdf": "".join(page.extract_text() for page in card.pages).replace("\n", ""), "xlsx": "\n".join(cells)}


def test_the_other_editions_that_say_the_same_are_named(desk: Desk) -> None:
    first = desk.publish()
    desk.correct()
    second = desk.publish()
    other = f'<a href="/office/publications/{second}/texts/{desk.commitment(second)}">第 2 版</a>'
    path = f"/office/publications/{first}/texts/{desk.commitment(first)}"
    assert f"同样的文字还在{other}。" in text(desk.office.get(path))
    desk.office.post(f"/office/publications/{second}/texts/{desk.commitment(second)}", data={"basis": BASIS})
    assert "同样的文字还在" not in text(desk.office.get(path))


def test_what_is_not_published_is_mended_and_not_erased(desk: Desk) -> None:
    desk.send(desk.office, "freeze")
    path = "/office/publications/1/texts"
    assert "这一版没有公布，外面看不到。" in text(desk.office.get(path))
    page = desk.office.get(f"{path}/{desk.commitment(1)}")
    assert (page.status_code, buttons(text(page))) == (200, [])
    assert desk.office.post(f"{path}/{desk.commitment(1)}", data={"basis": BASIS}).status_code == 409
    assert desk.office.get(f"{path}/{'0' * 64}").status_code == 404


@pytest.mark.parametrize("texts", [1, 3])
def test_the_list_sends_a_fixed_number_of_statements(app: Flask, texts: int) -> None:
    with app.app_context():
        county = make.county(state="reviewing", sheets="reviewed")
        for name in ("甲乡", "乙乡", "丙局")[:texts]:
            make.answer(county.submissions[name], "disclosure", {"count": 94}, note="见网站")
        key = publishing.freeze(make.actor(county, "office"), county.assessment, office=OFFICE).id
        publishing.publish(make.actor(county, "publisher"), county.assessment)
        office = make.client(app, county.users["office"])
    office.get("/office/")     # the session's last sight is written now
    with counted(app) as sent:
        page = office.get(f"/office/publications/{key}/texts")
    assert (len(listed(text(page))), len(sent)) == (texts, 5)

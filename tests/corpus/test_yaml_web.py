"""Bad YAML at the office's desk: nothing of it is adopted, the site goes on; hostile titles are text; rules that stand."""
from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from scoring.store.assessments import AdoptedRuleset, Assessment
from scoring.store.database import db
from scoring.store.drafts import RulesetDraft
from scoring.store.results import Publication
from scoring.store.sheets import Answer
from tests import make
from tests.corpus.yaml_costs import RECIPES
from tests.corpus.yaml_files import Recipe
from tests.corpus.yaml_meaning import SHOWN
from tests.sites import make_site

NEW = "/office/rulesets/drafts/new"
REFUSED = {name: recipe for name, recipe in RECIPES.items() if recipe.faults}
# What is no text at all is not even kept as a draft.
NOT_KEPT = ("Y1-001 GBK", "Y1-002 GB18030 four bytes", "Y1-004 UTF-16LE with BOM", "Y1-004 UTF-16BE with BOM",
            "Y1-005 UTF-16BE without BOM", "Y1-005 UTF-16LE, ASCII only", "Y1-010 NUL", "Y1-010 lone surrogate",
            "Y1-025 10 MB", "Y1-026 zip", "Y1-027 xlsx", "Y1-028 random bytes")
FAULT = re.compile(r'<span class="problem-word">须改</span>(.*?)</p>\s*<p class="fault-line">'
                   r'<a href="[^"]*">第 (\d+) 行第 (\d+) 列</a>', re.DOTALL)


def site(folder: Path, template: Path) -> Flask:
    """A site of a module's own."""
    shutil.copyfile(template, folder / "scoring.db")
    return make_site(folder, f"sqlite:///{folder / 'scoring.db'}")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[FlaskClient]:
    """The office's browser at a site without any ruleset."""
    app = site(tmp_path_factory.mktemp("desk"), sqlite_template)
    with app.app_context():
        yield make.client(app, make.user("office", "office").id)
        app.extensions["sqlalchemy"].engine.dispose()


def sent(office: FlaskClient, data: bytes) -> tuple[int, str, str]:
    """A file handed in: status, where it leads to, the page as text."""
    answer = office.post(NEW, data={"file": (BytesIO(data), "mine.yaml")})
    return answer.status_code, answer.headers.get("Location", ""), html.unescape(answer.get_data(as_text=True))


def kept() -> tuple[int, int]:
    """How many rulesets are adopted and how many drafts are kept."""
    db.session.expire_all()
    return db.session.query(AdoptedRuleset).count(), db.session.query(RulesetDraft).count()


@pytest.mark.parametrize("name", [name for name in REFUSED if name not in NOT_KEPT])
def test_a_bad_file_is_told_its_faults_and_never_adopted(office: FlaskClient, name: str) -> None:
    before = kept()
    status, draft, _ = sent(office, REFUSED[name].data)
    assert (status, kept()) == (302, (0, before[1] + 1))
    page = office.get(draft).get_data(as_text=True)
    told = [f"{line}:{column}: {html.unescape(sentence)}" for sentence, line, column in FAULT.findall(page)]
    expected = REFUSED[name].faults
    assert (tuple(told[:len(expected)]), len(told)) == (expected, len(expected) + REFUSED[name].more)
    assert office.post(f"{draft}/adopt", data={"version": "1"}).status_code == 422
    assert office.post(f"{draft}/delete").status_code == 302
    assert (kept(), office.get("/office/rulesets").status_code) == (before, 200)


@pytest.mark.parametrize("name", [name for name in NOT_KEPT if name != "Y1-025 10 MB"])
def test_what_is_no_text_is_not_kept(office: FlaskClient, name: str) -> None:
    before = kept()
    status, _, page = sent(office, REFUSED[name].data)
    line, column, sentence = REFUSED[name].faults[0].split(":", 2)
    assert (status, f"第 {line} 行第 {column} 列：{sentence.strip()}" in page, kept()) == (422, True, before)
    assert office.get("/office/rulesets").status_code == 200


@pytest.mark.parametrize("recipe", [REFUSED["Y1-025 10 MB"]], ids=["Y1-025 10 MB"])
def test_too_large_a_file_is_not_read(office: FlaskClient, recipe: Recipe) -> None:
    before = kept()
    status, _, page = sent(office, recipe.data)
    assert (status, "评分规则超过 1 MB" in page, kept()) == (413, True, before)


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize("name", [name for name in RECIPES if name not in REFUSED])
def test_a_good_file_is_adopted(app: Flask, name: str) -> None:
    with app.app_context():
        office = make.client(app, make.user("office", "office").id)
        status, draft, _ = sent(office, RECIPES[name].data)
        assert (status, office.post(f"{draft}/adopt", data={"version": "1"}).status_code, kept()) == (302, 302, (1, 0))
        text = RECIPES[name].data.decode("utf-8-sig").replace("\r\n", "\n")
        assert db.session.query(AdoptedRuleset).one().yaml == text


# ── titles that look like something else ─────────────────────────────────────

TITLES = "ruleset: titles\nversion: \"1\"\ntitle: 名称\npoints: 6\ngroups: [乡镇, 县直部门]\nindicators:\n" + "".join(
    f"  - id: t{n}\n    title: {typed}\n    points: 1\n    score: {{rule: yes_no}}\n"
    for n, (typed, _) in enumerate(SHOWN.values()))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[dict[str, bytes]]:
    """Where titles are shown once a round is published: path → what it answered."""
    app = site(tmp_path_factory.mktemp("titles"), sqlite_template)
    with app.app_context():
        county = make.county(TITLES)
        office, publisher, clerk = (make.client(app, county.users[name]) for name in ("office", "publisher", "clerk"))
    sheets = ",".join(str(key) for key in county.submissions.values())
    for who, step, data in ((office, "review", {}), (office, "freeze", {"without": sheets, "acknowledged": "y"}),
                            (publisher, "publish", {})):
        assert who.post(f"/office/assessments/{county.assessment}/{step}", data=data).status_code == 302
    with app.app_context():
        published = db.session.query(Publication).one().id
        rules = db.session.query(AdoptedRuleset).one().id
    asked = {
        f"/office/rulesets/{rules}": office, f"/unit/sheets/{county.submissions['甲乡']}": clerk,
        f"/results/{published}/units/1": app.test_client(),
        f"/results/{published}/files/xlsx_ranking": app.test_client(),
    }
    answers = {path: browser.get(path) for path, browser in asked.items()}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(asked, 200)
    yield {path: answer.get_data() for path, answer in answers.items()}
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.mark.parametrize("shown", [shown for _, shown in SHOWN.values()], ids=list(SHOWN))
def test_a_hostile_title_is_shown_and_exported_as_text(pages: dict[str, bytes], shown: str) -> None:
    *seen, workbook = pages.values()
    said = [page.decode() for page in seen]
    assert [shown in html.unescape(page) for page in said] == [True, True, True]
    assert [page for page in said if "<script>alert" in page] == []
    cells = [c for sheet in openpyxl.load_workbook(BytesIO(workbook)) for row in sheet.iter_rows() for c in row]
    assert {c.data_type for c in cells if c.value == shown} == {"s"}


# ── rules that change while answers stand ────────────────────────────────────

ROUND = {
    "title": "2026 年度政务公开考核", "period_from": "2026-01-01", "period_to": "2026-12-31", "as_of": "2026-12-31",
    "due_on": "2090-01-10", "review_due_on": "", "steps-0-title": "股室负责人审核", "steps-0-position": "股室负责人",
    "steps-1-title": "分管领导审签", "steps-1-position": "分管领导", "secrecy-title": "保密审查",
    "secrecy-position": "保密审查员", "separate_hands": "y"}
# The same rules, one award changed; and the same with another item in place of the one that was answered.
CHANGED = re.sub(r"    examples: .*\n", "", make.RULESET).replace("each: 0.5", "each: 5")
DELETED = make.RULESET.replace("id: disclosure", "id: publicity").replace("title: 主动公开", "title: 信息公开")


def adopted(office: FlaskClient, text: str) -> tuple[int, str]:
    """A ruleset handed in and adopted: the status and the page."""
    _, draft, _ = sent(office, text.encode())
    answer = office.post(f"{draft}/adopt", data={"version": "1"})
    return answer.status_code, html.unescape(answer.get_data(as_text=True))


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize("text", [CHANGED, DELETED], ids=["Y4-046 an award changed", "Y4-047 an answered item deleted"])
def test_rules_stand_while_answers_stand(app: Flask, text: str) -> None:
    with app.app_context():
        county = make.county()
        own = make.row(Assessment, county.assessment).adopted_id
        answer = make.answer(county.submissions["甲乡"], "disclosure", {"count": 100}).id
        office, publisher, clerk = (make.client(app, county.users[name]) for name in ("office", "publisher", "clerk"))
        # Under the name of what is adopted it is refused; as a new version it is taken, for another round.
        status, page = adopted(office, text)
        assert (status, "评分规则 small 1 已经采用过，但内容不同：已采用的版本不能改，请换一个 version 再采用。" in page) == (
            422, True)
        assert adopted(office, text.replace('version: "1"', 'version: "2"'))[0] == 302
        new = db.session.query(AdoptedRuleset).filter_by(ruleset_version="2").one().id
        path = f"/office/assessments/{county.assessment}/edit"
        refused = office.post(path, data=ROUND | {"adopted_id": str(new)})
        sentence = "已经开放填报，不能换评分规则；规则写错了请新建一次考核"
        assert (refused.status_code, sentence in html.unescape(refused.get_data(as_text=True))) == (422, True)
        assert office.post(path, data=ROUND | {"adopted_id": str(own)}).status_code == 302
        assert make.row(Assessment, county.assessment).adopted_id == own
        assert make.row(AdoptedRuleset, own).yaml == make.RULESET
        assert (make.row(Answer, answer).leaf, make.row(Answer, answer).facts) == ("disclosure", {"count": 100})
        sheet = html.unescape(clerk.get(f"/unit/sheets/{county.submissions['甲乡']}").get_data(as_text=True))
        assert "主动公开" in sheet


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize("text", [DELETED], ids=["Y4-047 as a new version"])
def test_what_a_version_deletes_is_named_before_it_is_adopted(app: Flask, text: str) -> None:
    with app.app_context():
        office = make.client(app, make.county().users["office"])
        _, draft, _ = sent(office, text.replace('version: "1"', 'version: "2"').encode())
        page = html.unescape(re.sub(r"<[^>]+>", "", office.get(f"{draft}/adopt").get_data(as_text=True)))
        assert re.findall(r"主动公开\s*disclosure\s*删去", page) != []

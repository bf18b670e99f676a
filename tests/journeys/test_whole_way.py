"""The whole way in a browser: from an empty site to a result that anyone recomputes."""
from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from scoring import clock, places
from scoring.actions.signing_in import invite_administrators
from scoring.cli._demonstration import county, work
from scoring.core.policy import COMMAND_LINE, ROLES
from scoring.core.titles import title_of
from scoring.core.verify import verify
from scoring.rulebook.loading import load
from scoring.store.database import db
from scoring.store.sheets import Submission
from tests.journeys import steps
from tests.journeys.steps import Visit

TOWN, OTHERS = "示例青石镇", ("示例白云镇", "示例教育局")
TITLE = "2024 年电子政务建设目标任务考核"
NUMBERS = {"政府网站采用信息": 1, "政府信息公开、行权平台应用": 2, "电子公文签收": 3}
REASON = "其中 40 条是转载县政府文件，不属于本单位公开的信息，予以剔除"
LAST_DONE = ("session.sign_in", "session.sign_out", "assessment.publish", "session.sign_in", "session.sign_out",
             "assessment.freeze", "assessment.scope", "assessment.start_review", "session.sign_in", "session.sign_out",
             "submission.finish_review")  # newest first
ROOT = Path(places.__file__).parent.parent


@pytest.fixture
def visit(page: Page, live_server: str, axe: Callable[[Any], None]) -> Visit:
    """A watched visitor of the empty site."""
    return Visit(page, live_server, axe)


def test_from_an_empty_site_to_a_result_that_anyone_recomputes(visit: Visit, live_app: Flask, tmp_path: Path) -> None:
    people_settle_in(visit, live_app)
    links = office_sets_up(visit)
    head = unit_hands_in(visit, links)
    others_hand_in(live_app)
    reviewer_corrects(visit)
    office_publishes(visit)
    anyone_checks(visit, tmp_path)
    auditor_reads(visit, head)
    visit.is_clean()


def people_settle_in(visit: Visit, app: Flask) -> None:
    """The one-time link of a new site names three administrators; security makes the office and the reviewer."""
    with app.app_context():
        token = invite_administrators(COMMAND_LINE)
    steps.name_administrators(visit, f"/setup/{token}", {
        ROLES[role]: person for role, person in county.ADMINISTRATORS.items()})
    visit.enter("aqgl")
    links = [steps.create_account(visit, "khb", "示例·考核办", "考核办"),
             steps.create_account(visit, "khb-gb", "示例·考核办公布人", "考核办"),
             steps.create_account(visit, "fh-xz", "示例·乡镇复核员", "复核员")]
    visit.leave()
    for link in links:
        visit.activate(link)


def office_sets_up(visit: Visit) -> dict[str, str]:
    """Ruleset, roster, assessment, units, reviewer; then it is open. Account → activation link comes back."""
    visit.enter("khb")
    visit.go("/office/rulesets")
    rules = load((places.rulesets() / "egov-targets.yaml").read_bytes(), "egov-targets.yaml").ruleset
    assert rules is not None
    visit.press(f"采用《{rules.title}》")
    visit.says(f"已采用《{rules.title}》")
    links = steps.import_roster(visit, [
        ("乡镇" if unit in county.TOWNS else "县直部门", unit, county.account(unit, post), f"示例·{title}", ROLES[role],
         position) for unit in (TOWN, *OTHERS) for post, (role, title, position) in county.POSITIONS.items()])
    assert sorted(links) == sorted(county.account(u, post) for u in (TOWN, *OTHERS) for post in county.POSITIONS)
    today = clock.today()
    steps.create_assessment(visit, TITLE, f"{rules.title}（egov-targets 2024）", {
        "考核期起日": "2024-01-01", "考核期止日": "2024-12-31", "数据截止日": "2024-12-31",
        "填报截止日": str(today + timedelta(10)), "复核截止日": str(today + timedelta(20))})
    visit.follow("参加单位")
    visit.press("全部单位都参加")
    visit.follow("复核分工")
    visit.press("添加分工")
    visit.says("每个单位的每一项都有人复核。")
    visit.follow(TITLE)
    visit.press("开放填报")
    visit.says("已开放填报")
    visit.look_again()
    visit.leave()
    return links


def unit_hands_in(visit: Visit, links: dict[str, str]) -> str:
    """The clerk fills in, three sign, the clerk hands in; the audit head on the receipt comes back."""
    for post in county.POSITIONS:
        visit.activate(links[county.account(TOWN, post)])
    visit.enter(county.account(TOWN, "tb"))
    visit.follow("开始填报")
    clerk_fills_in(visit)
    visit.narrow()
    visit.follow("检查并送签审")
    visit.says("该填的都填了，要附的佐证都附了。")
    visit.press("送签审")
    visit.leave()
    for post, pieces in (("gs", 0), ("ld", 0), ("bm", 2)):
        steps.sign(visit, county.account(TOWN, post), pieces)
    visit.enter(county.account(TOWN, "tb"))
    visit.follow("去提交")
    visit.press("提交考核办")
    told = steps.figures(visit)
    assert re.fullmatch("[0-9a-f]{64}", told["内容校验值"])
    assert re.fullmatch(rf"2024-\d{{4}}-1-{told['内容校验值'][:4].upper()}", told["回执编号"])
    visit.leave()
    return told["审计链校验值"]


def clerk_fills_in(visit: Visit) -> None:
    """134 disclosed, 80 taken over, 10 of 10 received; a link and a PDF beside them. Each saves itself."""
    disclosure = "政府信息公开、行权平台应用"
    steps.type_in(visit, "政府网站采用信息", {"被采用的信息条数": "80"})
    steps.type_in(visit, disclosure, {"公开政府信息条数": "134"})
    steps.type_in(visit, "电子公文签收", {"按时签收": "10", "应签收": "10"})
    block = steps.leaf(visit, disclosure)
    expect(block.get_by_role("listitem").filter(has_text="134 条 × 0.5 分 = 67 分")).to_be_visible()
    expect(block.get_by_role("listitem").filter(has_text="封顶 50 分")).to_be_visible()
    steps.add_link(visit, "政府网站采用信息", "https://www.example.gov.cn/zwgk/2024", "县政府网站采用信息栏目")
    steps.add_file(visit, disclosure, "公开信息清单.pdf", steps.small_pdf("Items disclosed in 2024: 134"))
    expect(visit.page.get_by_role("complementary", name="合计")).to_contain_text("100 / 100 分")
    visit.look_again()


def others_hand_in(app: Flask) -> None:
    """The other units, without the browser."""
    with app.app_context():
        keys = {row.unit.name: row.id for row in db.session.scalars(select(Submission))}
        for unit in OTHERS:
            website, items, done, of = county.TARGETS[unit]
            work.fill(keys[unit], unit, {"website": str(website), "disclosure": str(items),
                                         "receipts": {"done": str(done), "of": str(of)}})
            work.hand_in(keys[unit], unit)


def reviewer_corrects(visit: Visit) -> None:
    """The town's sheet with the keyboard alone, the others' by confirming all of it."""
    visit.enter("fh-xz")
    visit.follow("按单位复核")
    page, keys = visit.page, visit.page.keyboard
    visit.tab_to(page.get_by_role("link", name=steps.spelt(f"复核{TOWN}")))
    keys.press("Enter")
    confirm(visit, "政府网站采用信息")
    correct(visit)
    confirm(visit, "电子公文签收")
    visit.tab_to(page.get_by_role("button", name="完成复核"))
    keys.press("Enter")
    visit.says("这张表已完成复核")
    for unit in OTHERS:
        visit.follow("按单位")
        visit.follow(unit)
        visit.press("确认其余 3 项")
        visit.press("完成复核")
        visit.says("这张表已完成复核")
    visit.leave()


def confirm(visit: Visit, title: str) -> None:
    """The leaf on the bench, confirmed by its key."""
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text(title)
    visit.page.wait_for_load_state()
    visit.look()
    visit.page.keyboard.press("c")
    visit.says(f"确认已保存：{NUMBERS[title]} {title}。")
    visit.page.wait_for_load_state()


def correct(visit: Visit) -> None:
    """134 becomes 94, with a reason; the points are shown before it is saved."""
    page, keys = visit.page, visit.page.keyboard
    for key, title in (("j", "电子公文签收"), ("k", "政府信息公开、行权平台应用")):
        keys.press(key)
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        page.wait_for_load_state()
    visit.narrow()
    visit.tab_to(page.get_by_label("公开政府信息条数"))
    keys.press("Control+A")
    keys.type("94")
    visit.says("保存后 47 分")
    visit.tab_to(page.get_by_label("理由"))
    keys.insert_text(REASON)
    visit.look_again()
    visit.tab_to(page.get_by_role("button", name="更正，并到下一项"))
    keys.press("Enter")
    visit.says("更正已保存")


def office_publishes(visit: Visit) -> None:
    """Review, scope, freeze; then the other person of the office publishes, on the pages that ask for it."""
    visit.enter("khb")
    visit.follow(TITLE)
    visit.press("进入复核")
    visit.follow("送审稿")
    visit.follow("定版与公布")
    visit.says("还没有写明批准公布的文件")
    visit.page.get_by_label("批准公布的文件").fill(county.DOCUMENT)
    visit.press("保存公布范围")
    visit.says("公布后，任何人都能查看全部名次和评分卡、下载结果文件并重新计算。")
    visit.press("定版")
    visit.says("已定版。请考核办的另一个人核对送审稿，无误后公布。")
    visit.says("这一版是你定版的，由示例·考核办公布人登录后核对、公布。")
    expect(visit.page.get_by_role("button", name="公布结果")).to_have_count(0)
    visit.look_again()
    visit.leave()
    visit.enter("khb-gb")
    visit.follow(TITLE)
    visit.follow("核对并公布")
    visit.press("公布结果")
    visit.says("结果已公布，任何人都可以查看和重新计算。")
    visit.look_again()
    visit.leave()


def anyone_checks(visit: Visit, folder: Path) -> None:
    """A visitor reads the ranking and the card, takes both files home, and recomputes."""
    visit.go("/")
    visit.follow(TITLE)
    visit.narrow()
    file = visit.download("结果文件（JSON）")
    sha256 = str(json.loads(file)["digest"])
    visit.says(sha256)
    visit.follow(TOWN)
    told = steps.figures(visit)
    assert [told[term] for term in ("总分", "自评总分", "名次")] == ["97 / 100", "100", "第 1 名，共 2 个"]
    row = visit.page.get_by_role("row").filter(has_text="政府信息公开、行权平台应用")
    expect(row).to_contain_text(REASON)
    expect(row).to_contain_text("94 条 × 0.5 分 = 47 分")
    visit.narrow()
    printed = text_of(visit.download("下载评分卡（PDF）"), folder)
    for words in (REASON, "94 条 × 0.5 分 = 47 分", TOWN, sha256):
        assert (words, plain(words) in printed) == (words, True)
    visit.go("/verify")
    recomputes(file, sha256, folder)


def recomputes(file: bytes, sha256: str, folder: Path) -> None:
    """The published file stands, in this process and as a command; a changed figure does not."""
    outcome = verify(file.decode())
    assert (outcome.problems, outcome.digest, outcome.units) == ((), sha256, 3)
    for name, data, status in (("结果.json", file, 0), ("改过.json", file.replace(b'"94"', b'"95"'), 1)):
        (folder / name).write_bytes(data)
        done = subprocess.run([sys.executable, "-m", "scoring", "verify", name], cwd=folder, text=True,
                              capture_output=True, env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}, check=False)
        assert (name, done.returncode) == (name, status), done.stdout + done.stderr
        assert f"{name}：核验{'不' if status else ''}通过" in (done.stderr if status else done.stdout)


def text_of(pdf: bytes, folder: Path) -> str:
    """What a PDF says, without white space."""
    if shutil.which("pdftotext") is None:
        pytest.skip("没有 pdftotext：sudo apt-get install poppler-utils")
    (folder / "card.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-raw", str(folder / "card.pdf"), "-"], capture_output=True, check=True)
    return plain(done.stdout.decode())


def plain(text: str) -> str:
    """Text without white space."""
    return "".join(text.split())


def auditor_reads(visit: Visit, head: str) -> None:
    """The log holds what was done, the chain is whole, and the receipt's head is in it."""
    visit.enter("sjgl")
    done = visit.page.get_by_role("table").get_by_role("rowheader").all_inner_texts()
    assert done[:len(LAST_DONE)] == [title_of(action) for action in LAST_DONE]
    visit.follow("核对整条链")
    visit.says("逐条重算，全部接得上。")
    visit.page.get_by_label("回执或公布上的审计摘要").fill(head)
    visit.press("核对")
    visit.says("它和它之前的记录都还在，没有改动。")
    visit.leave()

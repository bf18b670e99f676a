"""Page objects of the journeys: one visitor of the site, watched, and what each desk's people do on its pages."""
from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import openpyxl
import xlsxwriter
from playwright.sync_api import Locator, Page, expect
from reportlab.pdfgen.canvas import Canvas

from scoring.web.unit_flow import ATTEST, ATTEST_SECRECY

PASSWORD = "Lan-ting#2026-Xu"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
MOST_TABS = 80
PATIENCE = 20_000  # ms: a machine that runs other tests beside this one is slow, not wrong
expect.set_options(timeout=PATIENCE)


class Visit:
    """A browser page on the site; what it asks for and complains of is kept."""

    def __init__(self, page: Page, address: str, axe: Callable[[Any], None]) -> None:
        self.page, self.address, self._axe = page, address, axe
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self._seen: set[str] = set()
        page.set_default_timeout(PATIENCE)
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(f"{self.path}: {error}"))
        page.on("request", self._watch)

    @property
    def path(self) -> str:
        """The path of the page in view."""
        return urlsplit(self.page.url).path

    def _note(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{self.path}: {message.text}")

    def _watch(self, request: Any) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.strangers.append(request.url)

    # ── going about ──

    def go(self, path: str) -> None:
        """Opens a path of the site."""
        answer = self.page.goto(path if path.startswith("http") else self.address + path)
        assert answer is not None
        assert (path, answer.status) == (path, 200)
        self.look()

    def press(self, name: str, role: Any = "button") -> None:
        """Clicks the one button (or link) of that name and looks at the page that comes."""
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=spelt(name)).click()
        self.look()

    def follow(self, name: str) -> None:
        """Follows the one link of that name."""
        self.press(name, role="link")

    def look(self) -> None:
        """The first time a kind of page comes into view: axe is silent, and on a phone nothing scrolls sideways."""
        kind = re.sub(r"(?<=/)([0-9]+|[A-Za-z0-9_-]{30,})(?=/|$)", "N", self.path)
        if kind not in self._seen:
            self._seen.add(kind)
            self.look_again()
            self.narrow(with_axe=False)

    def look_again(self) -> None:
        """Lets axe look at the page as it stands now."""
        try:
            self._axe(self.page)
        except AssertionError as fault:
            fault.add_note(f"on {self.path} at {self.page.viewport_size}")
            raise

    def narrow(self, with_axe: bool = True) -> None:
        """The page on a phone: nothing scrolls sideways, axe stays silent. Then back to the desk."""
        self.page.set_viewport_size(PHONE)
        wide, view = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert (self.path, view, wide <= view) == (self.path, 390, True), f"{wide} px wide"
        if with_axe:
            self.look_again()
        self.page.set_viewport_size(DESK)

    def says(self, sentence: str) -> None:
        """Waits until the page says it."""
        expect(self.page.get_by_text(sentence).first).to_be_visible()

    def download(self, name: str, role: Any = "link") -> bytes:
        """The file behind a link or button."""
        with self.page.expect_download() as coming:
            self.page.get_by_role(role, name=spelt(name)).click()
        return Path(coming.value.path()).read_bytes()

    def tab_to(self, target: Locator) -> None:
        """Walks the focus to an element with the Tab key alone."""
        for _ in range(MOST_TABS):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {target}")

    def is_clean(self) -> None:
        """Nobody complained, and nothing was asked of another host."""
        assert (self.complaints, self.strangers) == ([], [])

    # ── signing in ──

    def activate(self, link: str) -> None:
        """Sets the first password behind an activation link."""
        self.go(link)
        self.page.get_by_label("新密码").fill(PASSWORD)
        self.page.get_by_label("再输一次").fill(PASSWORD)
        self.press("设好密码")
        assert self.path == "/sign-in"

    def enter(self, account: str) -> None:
        """Signs in."""
        self.go("/sign-in")
        self.page.get_by_label("账号").fill(account)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.press("登录")
        expect(self.page.get_by_role("button", name="退出")).to_be_visible()

    def leave(self) -> None:
        """Signs out."""
        self.press("退出")
        assert self.path == "/sign-in"


def spelt(name: str) -> re.Pattern[str]:
    """That name and no other; white space does not count, for words that only a screen reader hears stand apart."""
    return re.compile(r"\s*".join(["^", *map(re.escape, "".join(name.split())), "$"]))


# ── administrators ───────────────────────────────────────────────────────────

def name_administrators(visit: Visit, link: str, people: dict[str, tuple[str, str]]) -> None:
    """The first page of a new site: three administrators {title: (account, name)}, who then set their passwords."""
    visit.go(link)
    for title, (account, name) in people.items():
        block = visit.page.get_by_role("group", name=title)
        block.get_by_label("姓名").fill(name)
        block.get_by_label("账号").fill(account)
    visit.press("设立管理员")
    links = _links(visit)
    assert len(links) == len(people)
    for one in links:
        visit.activate(one)


def create_account(visit: Visit, account: str, name: str, role: str) -> str:
    """An account made by the security administrator; its activation link comes back."""
    visit.go("/accounts/")
    visit.follow("新建账号")
    visit.page.get_by_label("账号").fill(account)
    visit.page.get_by_label("姓名").fill(name)
    visit.page.get_by_label(role, exact=True).check()
    visit.press("建立账号")
    [link] = _links(visit)
    return link


def _links(visit: Visit) -> list[str]:
    """The one-time links that the page shows."""
    return re.findall(r"http\S+/activate/\S+", visit.page.get_by_role("main").inner_text())


# ── the office ───────────────────────────────────────────────────────────────

def roster(rows: list[tuple[str, ...]]) -> bytes:
    """An Excel roster: group, unit, account, name, role, position."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    page = book.add_worksheet("名册")
    for n, row in enumerate([("组别", "单位", "账号", "姓名", "角色", "职务"), *rows]):
        page.write_row(n, 0, row)
    book.close()
    return kept.getvalue()


def import_roster(visit: Visit, rows: list[tuple[str, ...]]) -> dict[str, str]:
    """Imports a roster; account → activation link, as the downloaded workbook has them."""
    visit.go("/office/units")
    visit.page.get_by_label("文件", exact=False).set_input_files(
        {"name": "名册.xlsx", "mimeType": "application/octet-stream", "buffer": roster(rows)})
    visit.press("预览")
    book = openpyxl.load_workbook(io.BytesIO(visit.download("导入并下载激活链接", "button")))
    return {str(account): str(link) for _, account, _, link in book.active.iter_rows(min_row=2, values_only=True)}


def create_assessment(visit: Visit, title: str, ruleset: str, days: dict[str, str]) -> None:
    """A new assessment with its dates; afterwards its page is in view."""
    visit.go("/office/")
    visit.follow("新建考核")
    visit.page.get_by_label("考核名称").fill(title)
    visit.page.get_by_label("评分规则").select_option(label=ruleset)
    for label, day in days.items():
        visit.page.get_by_label(label).fill(day)
    visit.press("新建考核")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(title)


# ── the unit ─────────────────────────────────────────────────────────────────

def leaf(visit: Visit, title: str) -> Locator:
    """The block of a leaf on the sheet."""
    return visit.page.get_by_role("article", name=title)


def type_in(visit: Visit, title: str, figures: dict[str, str]) -> None:
    """Types the figures of a leaf by their labels, goes on, and waits until the sheet has saved them by itself."""
    block = leaf(visit, title)
    for label, figure in figures.items():
        block.get_by_label(label, exact=True).press_sequentially(figure)
    visit.page.keyboard.press("Tab")
    expect(block.get_by_text(re.compile(r"^已保存 \d\d:\d\d$"))).to_be_visible()


def add_link(visit: Visit, title: str, url: str, name: str) -> None:
    """Adds a link to a leaf."""
    block = leaf(visit, title)
    block.get_by_text("添加网页链接").click()
    block.get_by_label("网址").fill(url)
    block.get_by_label("名称（可不填）").fill(name)
    block.get_by_role("button", name="添加链接").click()
    expect(block.get_by_role("link", name=name)).to_be_visible()


def add_file(visit: Visit, title: str, name: str, data: bytes) -> None:
    """Adds a file to a leaf."""
    block = leaf(visit, title)
    block.get_by_label("拖到这里，或选择文件").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": data})
    expect(block.get_by_role("link", name=name)).to_be_visible()


def small_pdf(words: str) -> bytes:
    """A PDF of one page."""
    kept = io.BytesIO()
    canvas = Canvas(kept)
    canvas.drawString(72, 720, words)
    canvas.save()
    return kept.getvalue()


def sign(visit: Visit, account: str, pieces: int = 0) -> None:
    """A signer signs what waits for them on their first page, having ticked each piece of evidence if asked."""
    visit.enter(account)
    visit.follow("去签审")
    ticks = visit.page.get_by_role("group", name="逐件看过佐证").get_by_role("checkbox")
    expect(ticks).to_have_count(pieces)
    for n in range(pieces):
        ticks.nth(n).check()
    visit.look_again()
    visit.page.get_by_label(ATTEST_SECRECY if pieces else ATTEST, exact=True).check()
    visit.press("签审通过")
    visit.says("已签审通过。")
    visit.leave()


def figures(visit: Visit) -> dict[str, str]:
    """What the page's definition lists say: term → text."""
    main = visit.page.get_by_role("main")
    terms, texts = main.get_by_role("term").all_inner_texts(), main.get_by_role("definition").all_inner_texts()
    return {term.strip(): " ".join(text.split()) for term, text in zip(terms, texts, strict=True)}

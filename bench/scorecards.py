"""Setting 530 scorecards of 100 indicators, beside a bare ReportLab canvas that draws the same lines, and WeasyPrint.

The floor draws every line of our pages at its place and does nothing else: no wrapping, no tables, no looking for
missing glyphs, no excerpt for verifiers. WeasyPrint, where it can be imported, makes the same card from HTML.
"""
from __future__ import annotations

import html
import io
import itertools
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from _timing import best
from arithmetic import UNITS, facts_of, ruleset_text
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from scoring import places
from scoring.actions.printing import Order, give_way, print_all
from scoring.core import points as p
from scoring.core import snapshot
from scoring.core.published import Published, Result, open_file
from scoring.core.sheet import read_sheet
from scoring.exports import _fonts, pdf_scorecard
from scoring.rulebook.loading import load

SAMPLE = 8      # cards for one process; all cores set all of them
Page = Sequence[tuple[float, float, str]]      # x, baseline and text of every line
CSS = """@font-face {{ font-family: Sans; src: url({font}) }}
@page {{ size: A4; margin: 26mm 20mm 23mm }} body {{ font: 9pt Sans }}
table {{ width: 100%; border-collapse: collapse }} td, th {{ border-bottom: 0.5pt solid #999; padding: 2pt }}"""


def published_text() -> str:
    """The published file of the whole group."""
    text = ruleset_text()
    ruleset = load(text.encode(), "bench.yaml").ruleset
    assert ruleset is not None
    parts = tuple(snapshot.Participant(read_sheet({"unit": f"示例{n}乡", "facts": facts_of(n)}, ruleset, (), []))
                  for n in range(UNITS))
    salts = (f"{n:032x}" for n in itertools.count(1))
    about = snapshot.About("示例", ("示例",), date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 31), "示例")
    return snapshot.compose(about, ruleset, text, parts, lambda: next(salts))


def lines_of(pdf: bytes) -> list[Page]:
    """Every line of a PDF with its place, page by page."""
    pages: list[Page] = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        found: list[tuple[float, float, str]] = []

        def note(text: str, cm: Any, tm: Any, font: Any, size: Any, found: Any = found) -> None:
            if text.strip():
                found.append((cm[4] + tm[4], cm[5] + tm[5], text.strip()))

        page.extract_text(visitor_text=note)
        pages.append(found)
    return pages


def bare(pages: Sequence[Page]) -> int:
    """The lines drawn; how many pages that were."""
    _fonts.register()
    canvas = Canvas(io.BytesIO(), pagesize=A4, invariant=1, pageCompression=1)
    for page in pages:
        canvas.setFont("Sans", 9)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.getpdfdata()
    return len(pages)


def page_of(published: Published, result: Result) -> str:
    """The card as HTML: the same figures, facts and steps."""
    rows = "".join(
        f"<tr><td>{html.escape(row.leaf.title)}</td><td>{html.escape(row.verified_fact)}</td>"
        f"<td>{p.show(row.claimed.points)}</td><td>{p.show(row.verified.points)} / {p.show(row.verified.max)}</td>"
        f"<td>{'<br>'.join(map(html.escape, row.verified.steps))}</td></tr>" for row in result.rows)
    return (f"<html><body><h1>{html.escape(published.title)}：{html.escape(result.unit)}</h1>"
            f"<table><tr><th>指标<th>填报<th>自评<th>复核<th>算式</tr>{rows}</table></body></html>")


def woven(page: str) -> int:
    """What WeasyPrint makes of a page; how many pages that were."""
    # Not a part of the project: whoever wants the comparison installs it.
    from weasyprint import CSS as Sheet
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    font = _fonts.font_files(places.fonts())["sans"].as_uri()
    document = HTML(string=page).render(stylesheets=[Sheet(string=CSS.format(font=font), font_config=fonts)],
                                        font_config=fonts)
    document.write_pdf()
    return len(document.pages)


def spread(work: Callable[[Any], int], given: Sequence[Any], cores: int) -> float:
    """Cards a second of all cores together, their start included."""
    start = time.perf_counter()
    with ProcessPoolExecutor(cores, multiprocessing.get_context("spawn"), give_way) as pool:
        list(pool.map(work, given, chunksize=4))
    return len(given) / (time.perf_counter() - start)


def all_of_ours(text: str, units: Sequence[str], cores: int) -> float:
    """Cards a second as `scoring work` makes them: start, opening the file and writing to the disk included."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.json"
        file.write_text(text, encoding="utf-8")
        orders = [Order("card", unit, Path(folder) / f"{n}.pdf") for n, unit in enumerate(units)]
        start = time.perf_counter()
        print_all(file, orders, cores, lambda done: None)
        return len(units) / (time.perf_counter() - start)


def show(title: str, pages: int, ours: float, floor: float, weasy: float | None) -> None:
    """One line: cards a second, pages a second, and the ratios."""
    beside = f"；WeasyPrint {weasy:.2f} 份，评分卡快 {ours / weasy:.1f} 倍" if weasy else ""
    print(f"  {title}，每秒：评分卡 {ours:.1f} 份（{ours * pages:.0f} 页）；"
          f"光画同样的字 {floor:.1f} 份，评分卡慢 {floor / ours:.1f} 倍{beside}")


def main() -> None:
    """Print the figures: one process each, then all cores."""
    text = published_text()
    published = open_file(text)
    results = published.groups[0].results
    sample = results[:SAMPLE]
    cards = [pdf_scorecard.render(published, result.unit) for result in sample]
    drawn, made = [lines_of(card) for card in cards], [page_of(published, result) for result in sample]
    ours, again = best(lambda: [pdf_scorecard.render(published, result.unit) for result in sample])
    assert again == cards
    floor, _ = best(lambda: [bare(one) for one in drawn])
    weasy = best(lambda: sum(map(woven, made))) if find_spec("weasyprint") else None
    print(f"{UNITS} 份评分卡 × 100 项，每份 {len(drawn[0])} 页"
          + (f"（WeasyPrint 排成 {weasy[1] // SAMPLE} 页）：" if weasy else "："))
    show("一个进程", len(drawn[0]), SAMPLE / ours, SAMPLE / floor, SAMPLE / weasy[0] if weasy else None)
    cores = os.cpu_count() or 1
    show(f"{cores} 个核", len(drawn[0]), all_of_ours(text, [result.unit for result in results], cores),
         spread(bare, [drawn[n % SAMPLE] for n in range(UNITS)], cores),
         spread(woven, made * cores, cores) if weasy else None)
    if weasy is None:
        print("  没有装 WeasyPrint，没有比：它不是本项目的依赖，想比的另建一个环境装上它再运行。")


if __name__ == "__main__":
    main()

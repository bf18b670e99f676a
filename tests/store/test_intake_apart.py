"""Bombs go off in a process of their own: it ends in time and within its memory, and the upload is refused."""
from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pytest

from scoring.errors import Invalid
from scoring.store.intake_apart import examine_apart
from scoring.store.intake_look import Marked
from tests.corpus import upload_files as made

ROOT = Path(__file__).parents[2]
SECONDS, GROWTH_KB = 5, 200 * 1024
CHILD = """
import sys
from scoring.store import intake_apart
print(intake_apart.main(sys.stdin.buffer, int(sys.argv[1])))
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""
PDF = made.pdf()


def stream(content: bytes) -> bytes:
    """A packed PDF stream."""
    packed = zlib.compress(content, 9)
    return b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed)


def one_page(content: bytes) -> bytes:
    """A PDF whose one page draws `content`."""
    return made.pdf_of_objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>", content)


def layers(content: bytes, count: int) -> bytes:
    """A stream packed several times over."""
    for _ in range(count):
        content = zlib.compress(content, 9)
    filters = b"/FlateDecode " * count
    return b"<</Length %d/Filter[%s]>>\nstream\n%s\nendstream" % (len(content), filters, content)


def many_pages(count: int) -> bytes:
    """A PDF of so many empty pages."""
    kids = b" ".join(b"%d 0 R" % n for n in range(3, count + 3))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    return made.pdf_of_objects(b"<</Type/Catalog/Pages 2 0 R>>",
                               b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), *[page] * count)


LOOP = made.pdf_of_objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>")
SHEET = b"<worksheet><sheetData>" + b"<row><c><v>1</v></c></row>" * 2_000_000 + "<v>内部</v></sheetData></worksheet>".encode()
WORKBOOK = {"[Content_Types].xml": "spreadsheetml.sheet.main+xml"}
BOMBS = {
    "zip, 1 GB in 10 entries that overlap": ("a.zip", made.overlapping(10, 100_000_000)),
    "zip, one entry of 60 MB": ("a.zip", made.zipped({"a.pdf": b"%PDF-1.4\n" + bytes(60_000_000)})),
    "zip, 10 Word files of 60 MB": ("a.zip", made.zipped({f"{n}.docx": made.docx(
        parts={"word/a.xml": b"<a>" + b" " * 60_000_000 + b"</a>"}) for n in range(10)})),
    "xlsx of 54 MB of cells": ("a.xlsx", made.zipped({**WORKBOOK, "xl/worksheets/sheet1.xml": SHEET})),
    "xlsx nested 500,000 deep": ("a.xlsx", made.zipped({**WORKBOOK, "xl/a.xml": "<a>" * 500_000 + "内部"})),
    "pdf, a page of 500 MB": ("a.pdf", one_page(stream(b"0 0 m " * 80_000_000))),
    "pdf, packed three times": ("a.pdf", one_page(layers(bytes(300_000_000), 3))),
    "pdf, a page of a million strings": ("a.pdf", one_page(stream(b"BT (a) Tj ET " * 3_000_000))),
    "pdf of 100,000 pages": ("a.pdf", many_pages(100_000)),
    "pdf, pages in a circle": ("a.pdf", LOOP),
    "pdf, nested arrays": ("a.pdf", one_page(b"[" * 200_000)),
    "png of 144 million points": ("a.png", made.wide_png(12_000, 12_000)),
}


def child(name: str, data: bytes) -> tuple[str, int | None, float]:
    """What the process says, its largest memory in KB (None: it was ended), and the seconds it took."""
    begin = time.monotonic()
    done = subprocess.run([sys.executable, "-c", CHILD, str(len(data))], input=name.encode() + b"\n" + data,
                          capture_output=True, cwd=ROOT, timeout=60, check=False)
    lines = done.stdout.decode().splitlines()
    return (lines[0], int(lines[1]), time.monotonic() - begin) if len(lines) == 2 else ("", None, time.monotonic() - begin)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the figures come from /proc")
@pytest.mark.parametrize(("name", "data"), list(BOMBS.values()), ids=list(BOMBS))
def test_a_bomb_stays_within_its_time_and_memory(name: str, data: bytes) -> None:
    _, least, _ = child("a.pdf", PDF)
    answer, most, _ = child(name, data)
    assert least is not None
    assert (most or least) - least - len(data) // 256 <= GROWTH_KB   # four copies of the file itself apart
    if answer == "":
        assert most is None     # ended by its limits


@pytest.mark.slow
@pytest.mark.parametrize(("name", "data"), list(BOMBS.values()), ids=list(BOMBS))
def test_a_bomb_is_answered_in_time(name: str, data: bytes) -> None:
    """Refused with a sentence, or inert: never an error, and another upload is examined meanwhile."""
    other: list[str] = []
    beside = threading.Thread(target=lambda: other.append(examine_apart("b.pdf", PDF).title))
    begin = time.process_time()
    beside.start()
    try:
        said = examine_apart(name, data).title
    except Invalid as refusal:
        said = refusal.sentence[-1]
    beside.join()
    assert (said in (name, "。"), other, time.process_time() - begin < 1) == (True, ["b.pdf"], True)


def test_the_process_says_what_the_examiner_says() -> None:
    assert examine_apart("保密检查.pdf", PDF).title == "保密检查.pdf"
    with pytest.raises(Marked):
        examine_apart("秘密★10年.docx", made.docx())
    with pytest.raises(Invalid) as refusal:
        examine_apart("a.pdf", b"")
    assert refusal.value.sentence == "文件是空的（0 字节）：请检查后重新选择。"


def test_names_that_do_not_travel_well() -> None:
    """A newline would end the name's line; what is no character cannot be sent."""
    assert [examine_apart(n, PDF).title for n in ("a\nb.pdf", "a\udcffb.pdf")] == ["a b.pdf", "a?b.pdf"]


def test_nothing_is_written_and_nothing_is_printed_but_the_answer(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scoring.store.intake_apart", str(len(PDF))], input=b"a.pdf\n" + PDF, check=True,
        capture_output=True, cwd=ROOT, env={"TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"})
    assert (json.loads(done.stdout), done.stderr, list(tmp_path.iterdir())) == (
        {"title": "a.pdf", "media_type": "application/pdf", "notes": []}, b"", [])
    assert io.BytesIO(PDF).read(5) == b"%PDF-"

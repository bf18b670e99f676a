"""Bombs go off in a process of their own: it ends in time and within its memory, and the upload is refused."""
from __future__ import annotations

import json
import resource
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.errors import Invalid
from scoring.store.intake_apart import TOO_HARD, examine_apart
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


def stream(content: bytes, layers: int = 1) -> bytes:
    """A PDF stream, packed once or several times over."""
    for _ in range(layers):
        content = zlib.compress(content, 1)
    return b"<</Length %d/Filter[%s]>>\nstream\n%s\nendstream" % (len(content), b"/FlateDecode " * layers, content)


def one_page(content: bytes) -> bytes:
    """A PDF whose one page draws `content`."""
    return made.pdf_of_objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>", content)


def many_pages(count: int) -> bytes:
    """A PDF of so many empty pages."""
    kids = b" ".join(b"%d 0 R" % n for n in range(3, count + 3))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    return made.pdf_of_objects(b"<</Type/Catalog/Pages 2 0 R>>",
                               b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), *[page] * count)


def sheet(content: str) -> bytes:
    """An Excel workbook whose one page is this XML."""
    return made.zipped({"[Content_Types].xml": "spreadsheetml.sheet.main+xml", "xl/worksheets/sheet1.xml": content})


def spaces(megabytes: int) -> str:
    """An XML part of blanks."""
    return f"<a>{' ' * (megabytes * 1_000_000)}</a>"


PAGES_ROUND = made.pdf_of_objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>")
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "zip, 1 GB in 10 entries that overlap": ("a.zip", lambda: made.overlapping(10, 100_000_000)),
    "zip, one PDF of 20 MB": ("a.zip", lambda: made.zipped({"a.pdf": b"%PDF-1.4\n" + bytes(20_000_000)})),
    "zip, 2 Word files of 60 MB": ("a.zip", lambda: made.zipped(dict.fromkeys(
        ("a.docx", "b.docx"), made.docx(parts={"word/a.xml": spaces(60)})))),
    "xlsx, 500,000 deep": ("a.xlsx", lambda: sheet("<a>" * 500_000 + "内部")),
    "pdf, a page of 200 MB": ("a.pdf", lambda: one_page(stream(b"0 0 m " * 33_000_000))),
    "pdf, packed three times": ("a.pdf", lambda: one_page(stream(bytes(200_000_000), 3))),
    "pdf, three million strings": ("a.pdf", lambda: one_page(stream(b"BT (a) Tj ET " * 3_000_000))),
    "pdf of 100,000 pages": ("a.pdf", lambda: many_pages(100_000)),
    "pdf, pages in a circle": ("a.pdf", lambda: PAGES_ROUND),
    "pdf, 200,000 arrays deep": ("a.pdf", lambda: one_page(b"[" * 200_000)),
    "png of 144 million points": ("a.png", lambda: made.wide_png(12_000, 12_000)),
}


def child(name: str, data: bytes) -> tuple[str, int, float]:
    """What the process says ('' if its limits ended it), its largest memory in KB, and its processor seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", CHILD, str(len(data))], input=name.encode() + b"\n" + data,
                          capture_output=True, cwd=ROOT, timeout=60, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    lines = done.stdout.decode().splitlines()
    said, most = (lines[0], int(lines[1])) if len(lines) == 2 else ("", 0)
    return said, most, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize(("name", "make"), list(BOMBS.values()), ids=list(BOMBS))
def test_a_bomb_stays_within_its_time_and_memory(name: str, make: Callable[[], bytes]) -> None:
    data = make()
    _, least, _ = child("a.pdf", PDF)
    answer, most, seconds = child(name, data)
    assert least > 10_000    # the control: a figure was read
    assert most - least - len(data) // 256 <= GROWTH_KB   # four copies of the file itself apart
    assert seconds <= SECONDS + 1


def test_a_bomb_is_refused_while_another_upload_is_taken() -> None:
    data, other = sheet(f"<s>{'<c><v>1</v></c>' * 2_000_000}<v>内部</v></s>"), []
    beside = threading.Thread(target=lambda: other.append(examine_apart("b.pdf", PDF).title))
    beside.start()
    with pytest.raises(Invalid) as refusal:
        examine_apart("a.xlsx", data)
    beside.join()
    assert (refusal.value.sentence, other) == (TOO_HARD, ["b.pdf"])


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

"""The ZIP: equal bytes for equal papers, names every system takes, an index that Excel reads and does not run."""
from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from scoring.actions.bundling import INDEX, Entry, bundle, distinct
from scoring.exports import file_name


def zipped(folder: Path, *names: str) -> bytes:
    folder.mkdir(parents=True, exist_ok=True)
    entries = []
    for n, name in enumerate(names):
        (folder / str(n)).write_bytes(f"paper {n}".encode() * 1000)
        entries.append(Entry(name, folder / str(n), ("乡镇", str(n + 1))))
    out, told = io.BytesIO(), []
    bundle(out, ("组别", "名次"), entries, Path.read_bytes, lambda: told.append(1))
    assert len(told) == len(names)
    return out.getvalue()


def test_equal_papers_give_equal_bytes(tmp_path: Path) -> None:
    first = zipped(tmp_path / "a", "甲.pdf", "乙.pdf")
    assert zipped(tmp_path / "b", "甲.pdf", "乙.pdf") == first
    assert zipped(tmp_path / "c", "甲.pdf", "丙.pdf") != first


def test_what_is_inside(tmp_path: Path) -> None:
    made = zipfile.ZipFile(io.BytesIO(zipped(tmp_path, "甲.pdf", "𬱖䶮㛃.pdf", "甲.pdf", "目录.CSV")))
    assert made.testzip() is None
    assert made.namelist() == [INDEX, "甲.pdf", "𬱖䶮㛃.pdf", "甲（2）.pdf", "目录（2）.CSV"]
    assert {(info.date_time, info.flag_bits & 0x800, info.create_system, info.external_attr >> 16)
            for info in made.infolist()} == {((1980, 1, 1, 0, 0, 0), 0x800, 3, 0o100644)}
    assert [made.read(name) for name in made.namelist()[1:]] == [f"paper {n}".encode() * 1000 for n in range(4)]
    assert made.read(INDEX).decode("utf-8-sig").splitlines() == [
        "组别,名次,文件", "乡镇,1,甲.pdf", "乡镇,2,𬱖䶮㛃.pdf", "乡镇,3,甲（2）.pdf", "乡镇,4,目录（2）.CSV"]
    assert made.read(INDEX)[:3] == b"\xef\xbb\xbf"


@pytest.mark.parametrize(("names", "expected"), [
    (["a.pdf", "A.pdf", "a.PDF"], ["a.pdf", "A（2）.pdf", "a（3）.PDF"]),     # one name on Windows
    (["甲.pdf", "甲（2）.pdf", "甲.pdf"], ["甲.pdf", "甲（2）.pdf", "甲（3）.pdf"]),
    (["é.pdf", "e\u0301.pdf", "ﬁ.pdf", "fi.pdf"], ["é.pdf", "e\u0301（2）.pdf", "ﬁ.pdf", "fi（2）.pdf"]),  # one on macOS
    ([], []),
])
def test_names_are_distinct_on_every_system(names: list[str], expected: list[str]) -> None:
    assert list(distinct(names)) == expected


@pytest.mark.parametrize("unit", ["../../etc/passwd", "甲/乙\\丙:丁*戊?", "=HYPERLINK(1)", "CON", "甲\u202e乙\x00\n", "." * 9, " ",
                                  "示例" * 60])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, unit: str) -> None:
    name = file_name("2026 年度考核", unit, "评分卡", suffix="pdf")
    made = zipfile.ZipFile(io.BytesIO(zipped(tmp_path, name, name)))
    assert [one for one in made.namelist() if set(one) & set('/\\:*?"<>|\x00\n\u202e') or one.startswith(".")] == []
    assert len({one.casefold() for one in made.namelist()}) == 3


def test_an_index_runs_nothing(tmp_path: Path) -> None:
    made = zipfile.ZipFile(io.BytesIO(zipped(tmp_path, "=1+1.pdf")))
    assert made.read(INDEX).decode("utf-8-sig").splitlines()[1] == "乡镇,1,'=1+1.pdf"

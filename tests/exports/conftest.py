"""What tests of exports can ask for: poppler's readers, and golden files."""
from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "exports"


@pytest.fixture
def poppler(tmp_path: Path) -> Callable[..., str]:
    """`poppler("pdftotext", pdf_bytes, "-layout")` gives what the program prints about a PDF; it must not complain."""
    def run(program: str, content: bytes, *options: str) -> str:
        if shutil.which(program) is None:
            pytest.skip(f"没有 {program}：sudo apt-get install poppler-utils")
        path = tmp_path / "read.pdf"
        path.write_bytes(content)
        tail = [str(path), "-"] if program == "pdftotext" else [str(path)]
        done = subprocess.run([program, *options, *tail], capture_output=True, check=True)
        assert done.stderr.decode() == ""
        return done.stdout.decode()
    return run


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden(name, text)` compares with tests/golden/exports/NAME.txt; `pytest --accept` writes it anew."""
    def compare(name: str, text: str) -> None:
        path = GOLDEN / f"{name}.txt"
        told = "\n".join(re.sub(r" {2,}", "  ", line).rstrip() for line in text.replace("\f", "\n—— 换页 ——\n").split("\n"))
        told = re.sub(r"\n{3,}", "\n\n", told).strip() + "\n"
        if request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(told, encoding="utf-8")
        assert path.is_file(), f"还没有 {path.name}：看过之后用 pytest --accept 存下"
        assert told == path.read_text(encoding="utf-8")
    return compare

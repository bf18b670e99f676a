"""`scoring verify-program FILE`: one file that verifies with Python's standard library alone."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from scoring.cli import main
from scoring.core import canonical
from scoring.core.published import open_file
from scoring.exports import drawer
from scoring.exports._verifier import verifier_program
from tests.exports import samples


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("程序") / "scoring-verify.pyz"
    result = CliRunner().invoke(main, ["verify-program", str(file)])
    assert (result.exit_code, result.output) == (0, f"已写出 {file}。运行：python3 {file} 结果文件.json\n")
    return file


def run(program: Path, *arguments: str) -> tuple[int, str, str]:
    """Isolated, without site-packages: neither this product nor any other package can be found."""
    done = subprocess.run([sys.executable, "-I", "-S", str(program), *arguments], cwd=program.parent,
                          capture_output=True, text=True, encoding="utf-8", check=False, env={"PYTHONUTF8": "1"})
    return done.returncode, done.stdout, done.stderr


def test_it_verifies_whole_files_excerpts_and_papers(program: Path) -> None:
    published = open_file(samples.county())
    files = {"whole.json": samples.county().encode(), "excerpt.json": canonical.encode(published.excerpt("月山乡")),
             "card.pdf": drawer()["pdf_scorecard"].render(published, "月山乡")}
    for name, data in files.items():
        (program.parent / name).write_bytes(data)
    code, out, said = run(program, *files)
    assert (code, said) == (0, "")
    assert [line for line in out.split("\n") if line.endswith("核验通过。")] == [f"{name}：核验通过。" for name in files]
    assert out.count("  总分 86.93，满分 100，第 1 名（共 3 个），等次 良好\n") == 2
    assert "  PDF 的页面没有改动过，但没有签名：请把纸上的数字与上面的对照。\n" in out


def test_it_refuses_with_the_place(program: Path) -> None:
    (program.parent / "forged.json").write_text(
        samples.county().replace('"total":"86.93"', '"total":"96.93"'), encoding="utf-8")
    code, out, said = run(program, "forged.json")
    assert (code, out, said.split("\n")[0]) == (1, "", "forged.json：核验不通过，有 1 处不符。")
    assert "不符：内容被改动过" in said


def test_the_key_asked_for(program: Path) -> None:
    (program.parent / "plain.json").write_text(samples.county(), encoding="utf-8")
    assert run(program, "--key", "AB" * 32, "plain.json") == (
        1, "", "plain.json：核验不通过，有 1 处不符。\n  - 文件没有签名，不能与要求的公钥对照\n")


def test_misuse_is_told(program: Path) -> None:
    assert [run(program, *asked)[0] for asked in ((), ("--help",), ("--so",))] == [2, 0, 2]
    assert run(program, "absent.json") == (1, "", "打不开“absent.json”：No such file or directory。请检查路径。\n")


def test_the_same_bytes_each_time() -> None:
    assert verifier_program() == verifier_program()

"""Every unit's excerpt, and every scorecard that carries one, is accepted by both verifiers with the same words."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from scoring import places
from scoring.core.digests import ALGORITHMS
from scoring.core.paper import attached
from scoring.core.published import Published, open_file
from scoring.core.release import Release
from scoring.core.verify import verify_bytes
from scoring.exports import pdf_scorecard
from scoring.rulebook.cases import read_case
from scoring.rulebook.loading import load
from tests import publishing
from tests.exports import samples
from tests.web import forged_papers
from tests.web.specimen import excerpt, file_text, signer, written
from tests.web.verifying import File, alone, composed, verdicts

PATTERNS = Path(__file__).parents[1] / "patterns"
END = "含有它们的小计、总分和等次"


@pytest.fixture
def here(page: Page, tmp_path: Path) -> Page:
    """The page of one file, opened from the disk with the network off."""
    return alone(page, tmp_path)


def agree(page: Page, files: Sequence[File]) -> list[tuple[str, ...]]:
    """Both verifiers accept every file and say the same of it; what they leave to the whole file comes back."""
    there = verdicts(page, files)
    here = [verify_bytes(file.encode() if isinstance(file, str) else file) for file in files]
    assert [one.differences for one in there] == [()] * len(files)
    assert [one.problems for one in here] == [()] * len(files)
    assert [(one.left, one.standing, one.lines, one.key, one.paper_key, one.stamp) for one in there] == [
        (one.left, one.standing, one.lines, one.key, one.paper_key, one.stamp) for one in here]
    return [one.left for one in here]


def units(published: Published) -> list[str]:
    """The names of all units."""
    return [result.unit for group in published.groups for result in group.results]


def excerpts(text: str) -> list[File]:
    """The excerpts of all units of a published file."""
    published = open_file(text)
    return [written(published.excerpt(unit)) for unit in units(published)]


@pytest.mark.parametrize(("folder", "least"), [(places.rulesets(), 60), (PATTERNS, 250)], ids=["rulesets", "patterns"])
def test_every_unit_of_every_case(here: Page, folder: Path, least: int) -> None:
    files: list[File] = []
    for path in sorted(folder.glob("*.yaml")):
        ruleset = load(path.read_bytes(), path.name).ruleset
        assert ruleset is not None
        for case in ruleset.cases:
            problems: list[Any] = []
            sheets, frame = read_case(ruleset, case, (), problems)
            files += excerpts(composed(ruleset, sheets, frame))
    assert len(files) >= least
    left = agree(here, files)
    assert 0 < sum(map(bool, left)) < len(left)


@pytest.mark.parametrize("algorithm", ALGORITHMS.values(), ids=ALGORITHMS)
def test_what_is_left_to_the_whole_file(here: Page, algorithm: Any) -> None:
    assert agree(here, excerpts(file_text(signer(), algorithm))) == [
        ("2 网站", END), ("等次（有比例限额）",), ("2 网站", END), ("2 网站", END)]


@pytest.mark.parametrize("release", [Release("inside"), Release("public", 2), Release("unit")], ids=["inside", "top", "unit"])
def test_the_ranking_is_there_where_all_of_it_is_public(here: Page, release: Release) -> None:
    text = file_text(release=release)
    kinds = [part["part"]["part"] for part in excerpt(text)["excerpt"]["parts"]]
    assert kinds == (["about", "rules", "ranking", "unit"] if release.whole else ["about", "rules", "unit"])
    agree(here, excerpts(text))


def test_scorecards_of_the_samples(here: Page) -> None:
    files: list[File] = [pdf_scorecard.render(published, unit) for published in map(open_file, (
        samples.county(), publishing.file_text(), file_text(signer(), ALGORITHMS["sm3"]))) for unit in units(published)]
    assert len(files) == 11
    agree(here, files)


def test_excerpts_of_the_samples(here: Page) -> None:
    files = [file for text in (samples.county(), samples.forty(), publishing.file_text()) for file in excerpts(text)]
    assert len(files) == 29
    agree(here, files)


def test_signed_pages(here: Page) -> None:
    published = open_file(file_text(signer(), ALGORITHMS["sm3"]))
    pages = pdf_scorecard.render(published, "丁局").split(forged_papers.MARK)[0]
    (verdict,) = verdicts(here, [attached(pages, published.excerpt("丁局"), signer())])
    assert (verdict.differences, verdict.key, verdict.paper_key) == ((), signer()(b"")["key"], signer()(b"")["key"])


def test_pages_that_nobody_signed_may_be_another_units(here: Page) -> None:
    """What a reader has to compare: the verifiers tell whose excerpt it is, the pages say something else."""
    swapped = attached(forged_papers.pages(), excerpt(forged_papers.whole(), "乙乡"))
    (verdict,) = verdicts(here, [swapped])
    assert (verdict.differences, verdict.paper_key) == ((), "")
    assert verdict.standing is not None and verdict.standing.unit == "乙乡"
    agree(here, [swapped])


def test_an_excerpt_taken_out_of_a_scorecard_is_an_excerpt(here: Page) -> None:
    pdf = forged_papers.signed()
    data = pdf[pdf.index(b"\nstream\n", pdf.index(forged_papers.MARK)) + 8:pdf.rindex(b"\nendstream")]
    agree(here, [data])

"""A scorecard with a certificate's signature behind it: both verifiers take that off, and nothing else."""
from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from scoring.core.paper import BARE
from scoring.core.pdf_signature import Stamp, stamped
from scoring.core.verify import verify_bytes
from scoring.exports import pdf_booklet, pdf_circular
from scoring.store.pdf_certificate import read
from tests import certificates
from tests.exports import samples
from tests.web import forged_papers, forged_stamps
from tests.web.forged_stamps import STAMP, value
from tests.web.verifying import accepted, alone, verdicts


@pytest.fixture
def here(page: Page, tmp_path: Path) -> Page:
    """The page of one file, opened from the disk with the network off."""
    return alone(page, tmp_path)


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_both_verify_what_stands_before_a_certificates_signature(here: Page, kind: str, tmp_path: Path) -> None:
    file, _ = certificates.certificate(tmp_path, kind)
    cards = [forged_papers.plain(), forged_papers.signed()]
    under = [stamped(card, STAMP, read(file, None).cms) for card in cards]
    before, after, python = verdicts(here, cards), verdicts(here, under), [verify_bytes(card) for card in under]
    assert [(one.differences, one.stamp) for one in after] == [((), STAMP), ((), STAMP)]
    assert [(one.problems, one.stamp) for one in python] == [((), STAMP), ((), STAMP)]
    assert [one.stamp for one in before] == [None, None]
    assert [(one.standing, one.lines, one.steps, one.key, one.paper_key) for one in after] == [
        (one.standing, one.lines, one.steps, one.key, one.paper_key) for one in before]


def test_what_a_signature_says_of_itself_stays_in_its_sentence(here: Page, tmp_path: Path) -> None:
    """Anyone can sign behind a card: its words must not pass for the page's."""
    (tmp_path / "card.pdf").write_bytes(forged_stamps.made(Stamp("好\n\u202e签名：有效", "远" * 81, STAMP.at)))
    here.get_by_label("选择结果文件").set_input_files(tmp_path / "card.pdf")
    expect(here.locator(".verify-facts dd").last).to_contain_text(f"PDF 末尾另有一个（好\ufffd\ufffd签名：有效，{'远' * 79}…）：它前面")


def test_links_of_the_first_page_stay(here: Page) -> None:
    pages = forged_papers.pages().replace(b"/Rotate 0 ", b"/Annots [ ] ", 1)
    card = forged_papers.attached(pages, forged_papers.excerpt(forged_papers.whole()))
    (verdict,) = verdicts(here, [stamped(card, STAMP, value)])
    assert (verdict.differences, verdict.stamp) == ((), STAMP)


def test_what_only_the_value_would_tell_is_accepted_on_purpose(here: Page) -> None:
    some = forged_stamps.unjudged()
    assert accepted(here, some) == {"python": list(some), "browser": list(some)}
    assert [one.stamp for one in verdicts(here, list(some.values()))] == [verify_bytes(one).stamp for one in some.values()]


def test_every_forgery_of_the_signatures_update_falls(here: Page) -> None:
    forged = forged_stamps.forged()
    assert len(forged) >= 60
    assert len({*forged.values(), forged_stamps.whole_stamp()}) == len(forged) + 1
    assert accepted(here, forged) == {"python": [], "browser": []}


def test_booklets_and_circulars_carry_no_excerpt(here: Page) -> None:
    published = samples.opened(samples.county())
    pdfs = [pdf_booklet.render(published, "乡镇"), pdf_circular.render(published, "")]
    files = [*pdfs, *(stamped(pdf, STAMP, value) for pdf in pdfs)]
    assert [one.differences for one in verdicts(here, files)] == [(BARE,)] * 4
    assert [verify_bytes(file).problems for file in files] == [(BARE,)] * 4

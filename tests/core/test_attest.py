"""What a signature covers: equal sheets have equal hashes, any change of content gives another."""
from __future__ import annotations

from scoring.core.attest import Piece, Said, content_hash, evidence_hash, sheet_hash

ANSWERS = [Said("a", {"count": 1}, "说明", ""), Said("b", None, "", "不适用的理由")]
PIECES = [Piece("a", "file", "通知.pdf", "11" * 32), Piece("b", "link", "官网", "http://example.test/1")]


def test_the_hashes_stand_for_ever() -> None:
    """Receipts of past years must still be checkable: a change here breaks them."""
    assert content_hash(ANSWERS) == "98254c305674c1acf9b33b8505052d37916220f439c63739d6a4dba5c06734e4"
    assert evidence_hash(PIECES) == "bfa2ef56b7ce70b9214df397339bd2e8a1648feb69186fd6197b416a4ede4c50"
    assert sheet_hash("00" * 32, "11" * 32) == "fa6cbc6fd4d10ab540553ee2f8f67b15834c9f83d2aba3402b355cce36b036ca"


def test_order_and_empty_answers_do_not_matter() -> None:
    assert content_hash([*reversed(ANSWERS), Said("c", None)]) == content_hash(ANSWERS)
    assert evidence_hash(reversed(PIECES)) == evidence_hash(PIECES)


def test_every_change_shows() -> None:
    changed = [
        [Said("a", {"count": 2}, "说明"), ANSWERS[1]], [Said("a", {"count": 1}, "说 明"), ANSWERS[1]],
        [ANSWERS[0]], [Said("b", {"count": 1}, "说明"), ANSWERS[1]], [Said("a", {"count": 1}, "", "说明"), ANSWERS[1]]]
    assert len({content_hash(answers) for answers in [ANSWERS, *changed]}) == 6
    other = [[PIECES[0]], [*PIECES, PIECES[0]], [Piece("b", "file", "通知.pdf", "11" * 32), PIECES[1]],
             [Piece("a", "file", "通知2.pdf", "11" * 32), PIECES[1]], [Piece("a", "file", "通知.pdf", "22" * 32), PIECES[1]]]
    assert len({evidence_hash(pieces) for pieces in [PIECES, *other]}) == 6

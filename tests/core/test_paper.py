"""A scorecard's PDF: what is signed over its pages, and what a forger of pages cannot do."""
from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from scoring.core import canonical, snapshot
from scoring.core.paper import PaperError, attached, detached, signed
from scoring.core.published import open_file
from scoring.core.signature import Sign
from scoring.core.verify import verify_bytes
from tests import publishing

PAGES = (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\n"
         b"endobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n4 0 obj\n<< /Title (47) >>\nendobj\n"
         b"xref\n0 5\ntrailer\n<< /Size 5 /Root 1 0 R /Info 4 0 R /ID [<00><00>] >>\nstartxref\n217\n%%EOF\n")
FORGED = PAGES.replace(b"(47)", b"(50)")


def signer(seed: bytes) -> tuple[Sign, str]:
    """A key, and its public half in hex."""
    private = Ed25519PrivateKey.from_private_bytes(seed * 32)
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    return lambda message: {"algorithm": "Ed25519", "key": public, "value": private.sign(message).hex()}, public


OWN, PUBLIC = signer(b"k")
STRANGE, _ = signer(b"s")


def card(pages: bytes = PAGES) -> bytes:
    """A paper with the excerpt of a snapshot that the key signed, its pages not signed yet."""
    file = canonical.decode(publishing.file_text())
    return attached(pages, open_file(snapshot.file_text(file["snapshot"], file["openings"], OWN)).excerpt("甲乡"))


def test_signed_pages_name_the_key() -> None:
    before, after = verify_bytes(card()), verify_bytes(signed(card(), OWN))
    assert (before.problems, before.key, before.paper_key) == ((), PUBLIC, "")
    assert (after.problems, after.key, after.paper_key) == ((), PUBLIC, PUBLIC)
    assert signed(signed(card(), OWN), OWN) == signed(card(), OWN)


def test_a_changed_page_is_refused() -> None:
    assert verify_bytes(signed(card(), OWN).replace(b"(47)", b"(50)")).problems == (
        "PDF 的页面内容被改动过：与附在后面的校验值不符",)


def test_a_seal_made_anew_without_the_key_is_not_signed() -> None:
    """Nobody but the key's owner makes `paper_key`: a forger's paper looks like one that was never signed."""
    excerpt = detached(signed(card(), OWN))
    del excerpt["paper"]
    outcome = verify_bytes(attached(FORGED, excerpt))
    assert (outcome.problems, outcome.paper_key) == ((), "")


@pytest.mark.parametrize(("how", "problem"), [
    ("another key", "PDF 页面和结果不是同一个公钥签的名"),
    ("the old signature", "PDF 页面的签名与内容不符：不是这个公钥签的，或者签过以后改动过"),
])
def test_forged_pages_with_a_signature_are_refused(how: str, problem: str) -> None:
    true = detached(signed(card(), OWN))
    old = true.pop("paper")["signature"]
    forged = attached(FORGED, true, STRANGE if how == "another key" else lambda message: old)
    assert verify_bytes(forged).problems == (problem,)


@pytest.mark.parametrize("pages", [PAGES.replace(b"trailer", b"trailed"), PAGES.replace(b"/Info 4 0 R", b""),
                                   PAGES.replace(b"1 0 obj", b"9 0 obj")])
def test_a_pdf_of_another_form_carries_no_excerpt(pages: bytes) -> None:
    with pytest.raises(PaperError, match="这份 PDF 的结构不是本产品写的样子"):
        card(pages)

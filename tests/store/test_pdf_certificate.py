"""PDFs signed with a certificate: pyHanko and poppler judge the signature, `scoring verify` all that stands before it."""
from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from asn1crypto.x509 import Certificate as Trusted
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from scoring import create_app
from scoring.core.paper import attached, detached
from scoring.core.pdf_signature import ROOM, Stamp, stamped, unstamped
from scoring.core.pdf_update import PdfError
from scoring.core.verify import verify_bytes
from scoring.core.verify_told import stands
from scoring.exports import pdf_booklet, pdf_circular, pdf_scorecard
from scoring.store.pdf_certificate import CertificateError, read
from tests import certificates
from tests.exports import samples, tagged

STAMP = Stamp("公布考核结果", "苍溪县人民政府办公室", "20260131093000")
KINDS: dict[str, Callable[[], bytes]] = {
    "card": lambda: pdf_scorecard.render(samples.opened(samples.county()), "月山乡"),
    "booklet": lambda: pdf_booklet.render(samples.opened(samples.county()), "乡镇"),
    "circular": lambda: pdf_circular.render(samples.opened(samples.county()), ""),
}


@cache
def made(kind: str) -> bytes:
    return KINDS[kind]()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, x509.Certificate]:
    return certificates.certificate(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def card(office: tuple[Path, x509.Certificate]) -> bytes:
    return stamped(made("card"), STAMP, read(office[0], None).cms)


def judged(pdf: bytes, certificate: x509.Certificate) -> Any:
    """What pyHanko says of the one signature, trusting the certificate.

    In a thread: it runs a loop of events of its own, and where browsers are driven this one has a loop already.
    """
    signature, = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    root = Trusted.load(certificate.public_bytes(Encoding.DER))
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(validate_pdf_signature, signature, ValidationContext(trust_roots=[root])).result()


# ── what readers say ─────────────────────────────────────────────────────────

@pytest.mark.parametrize(("kind", "key"), [("card", "ec"), ("card", "rsa"), ("booklet", "ec"), ("circular", "ec")])
def test_a_signature_is_whole_valid_and_trusted(kind: str, key: str, tmp_path: Path) -> None:
    file, certificate = certificates.certificate(tmp_path, key)
    pdf = stamped(made(kind), STAMP, read(file, None).cms)
    status = judged(pdf, certificate)
    assert (status.intact, status.valid, status.trusted, status.coverage) == (
        True, True, True, SignatureCoverageLevel.ENTIRE_FILE)
    assert pdf.startswith(made(kind))
    assert unstamped(pdf) == (made(kind), STAMP)


@pytest.mark.parametrize("where", ["page", "excerpt", "reason"])
def test_one_changed_byte_is_seen(card: bytes, office: tuple[Path, x509.Certificate], where: str) -> None:
    at = {"page": card.index(b"endstream") - 40, "excerpt": card.index(b'"openings"') + 3,
          "reason": card.index(b"/Reason <feff") + 14}[where]
    status = judged(card[:at] + (b"1" if card[at:at + 1] != b"1" else b"2") + card[at + 1:], office[1])
    assert (status.intact, status.bottom_line) == (False, False)


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="没有 pdfsig：sudo apt-get install poppler-utils")
def test_poppler_finds_it_valid(card: bytes, tmp_path: Path) -> None:
    (tmp_path / "card.pdf").write_bytes(card)
    done = subprocess.run(["pdfsig", "card.pdf"], cwd=tmp_path, capture_output=True, check=False, text=True)
    said = {key.strip(" -"): value.strip() for key, value in re.findall(r"^\s*-?\s*([^:\n]+):(.*)$", done.stdout, re.M)}
    assert {key: said[key] for key in (
        "Signer Certificate Common Name", "Signing Hash Algorithm", "Signature Type", "Signature Validation")} == {
        "Signer Certificate Common Name": "示例县考核办", "Signing Hash Algorithm": "SHA-256",
        "Signature Type": "adbe.pkcs7.detached", "Signature Validation": "Signature is Valid."}
    assert "Total document signed" in done.stdout


def test_a_signed_file_is_read_like_the_file_before(card: bytes) -> None:
    before, after = (pypdf.PdfReader(io.BytesIO(pdf)) for pdf in (made("card"), card))
    assert [page.extract_text() for page in after.pages] == [page.extract_text() for page in before.pages]
    assert tagged.read(card) == tagged.read(made("card"))
    assert after.attachments == before.attachments
    field: Any = after.trailer["/Root"]["/AcroForm"]["/Fields"][0].get_object()      # type: ignore[index]
    assert (field["/V"]["/Reason"], field["/V"]["/Location"], field["/V"]["/M"]) == (
        STAMP.reason, STAMP.location, f"D:{STAMP.at}Z")


def test_the_links_of_the_first_page_stay() -> None:
    """An annotation of the first page stands beside the signature's field."""
    first = made("card").replace(b"/Rotate 0 ", b"/Annots [ ] ", 1)
    pdf = stamped(first, STAMP, lambda message: b"cms")
    assert re.findall(rb"/Annots \[[^\]]*\]", pdf)[-1] == b"/Annots [ %d 0 R ]" % int(re.findall(rb"/Fields \[(\d+)", pdf)[0])


# ── what `scoring verify` says ───────────────────────────────────────────────

def test_all_before_the_signature_is_verified(card: bytes) -> None:
    outcome, before = verify_bytes(card), verify_bytes(made("card"))
    assert (outcome.problems, outcome.stamp, before.stamp) == ((), STAMP, None)
    assert (outcome.digest, outcome.standing) == (before.digest, before.standing)


def test_what_a_signature_says_of_itself_stays_on_its_line() -> None:
    """Anyone can sign behind a card: its words must not pass for lines of the verifier."""
    pdf = stamped(made("card"), Stamp("好\n  签名：有效", "\x1b[2K", STAMP.at), lambda message: b"cms")
    said = stands("card.pdf", verify_bytes(pdf), "").splitlines()
    assert [line for line in said if "数字签名" in line] == [
        "  PDF 末尾另有一个数字签名（好�  签名：有效，�[2K）：它前面的内容都核验过了，"]


def test_a_changed_page_is_refused_under_a_signature_too(office: tuple[Path, x509.Certificate]) -> None:
    forged = made("card").replace(b"endstream", b"endstreaM", 1)
    assert verify_bytes(stamped(forged, STAMP, read(office[0], None).cms)).problems == (
        "PDF 的页面内容被改动过：与附在后面的校验值不符",)


@pytest.mark.parametrize(("old", "new"), [
    (b"/AcroForm <<", b"/AcroForm  <<"), (b"/F 132", b"/F 128"), (b"[-9999 ", b"[0     "), (b"/SigFlags 3", b"/SigFlags 1"),
    (b"/Reason <feff", b"/Reason <FEFF"), (b"%%EOF\n", b"%%EOF\n\n"), (b"/Kids", b"/Kits"),
])
def test_a_tail_that_does_anything_else_is_refused(card: bytes, old: bytes, new: bytes) -> None:
    start = card.index(b"\n% scoring-signature\n")
    tail = card[start:]
    changed = tail.replace(old, new) if old in tail else tail + new
    problem, = verify_bytes(card[:start] + changed).problems
    assert problem == (f"PDF 末尾多了 {len(changed)} 个字节（可能另存过，或者在别处又加了数字签名）："
                       "请用公布页面上下载的原件核验")


def test_two_signatures_are_one_too_many(card: bytes) -> None:
    twice = stamped(card, STAMP, lambda message: b"cms")
    assert unstamped(twice) == (card, STAMP)
    assert len(verify_bytes(twice).problems) == 1


@pytest.mark.parametrize(("old", "new"), [
    (rb"/Kids \[ \d+", rb"/Kids [ ROOT"), (rb"/Kids \[ \d+", rb"/Kids [ SIZE"), (rb"/Pages \d+ 0 R", rb"/Pages SIZE 0 R"),
    (rb"/Kids", rb"/Kits"), (rb"/Root \d+", rb"/Root SIZE"),
], ids=["a first page that is the catalog", "a first page beyond the end", "pages beyond the end", "no first page", "no catalog"])
def test_a_pdf_of_another_form_is_not_signed(old: bytes, new: bytes) -> None:
    """The form is what docs/snapshot.md asks for, so that every verifier writes the same update or none."""
    pdf = made("booklet")
    for name, pattern in ((b"ROOT", rb"/Root (\d+)"), (b"SIZE", rb"/Size (\d+)")):
        new = new.replace(name, re.findall(pattern, pdf)[-1])
    with pytest.raises(PdfError):
        stamped(re.sub(old, new, pdf), STAMP, lambda message: b"cms")


def test_the_excerpt_of_a_signed_card_can_be_attached_anew(card: bytes) -> None:
    excerpt = detached(card)
    length = excerpt.pop("paper")["length"]
    assert attached(card[:length], excerpt) == made("card")


# ── the certificate ──────────────────────────────────────────────────────────

def test_a_password_is_read_from_its_file(tmp_path: Path) -> None:
    file, certificate = certificates.certificate(tmp_path, password=certificates.PASSWORD)
    (tmp_path / "password").write_text(certificates.PASSWORD + "\n", encoding="utf-8")
    assert read(file, tmp_path / "password").certificate == certificate


@pytest.mark.parametrize(("what", "sentence"), [
    ("no file", "签名证书打不开：{folder}/none.p12（No such file or directory）。"),
    ("no password file", "签名证书打不开：{folder}/none（No such file or directory）。"),
    ("wrong password", "签名证书 {folder}/ec.p12 读不出来：密码不对，或者不是 PKCS#12 文件。"),
    ("not PKCS#12", "签名证书 {folder}/other.p12 读不出来：密码不对，或者不是 PKCS#12 文件。"),
])
def test_mistakes_have_a_sentence(tmp_path: Path, what: str, sentence: str) -> None:
    file, _ = certificates.certificate(tmp_path, password=certificates.PASSWORD)
    (tmp_path / "wrong").write_text("x", encoding="utf-8")
    (tmp_path / "other.p12").write_text("x", encoding="utf-8")
    given = {"no file": (tmp_path / "none.p12", None), "no password file": (file, tmp_path / "none"),
             "wrong password": (file, tmp_path / "wrong"), "not PKCS#12": (tmp_path / "other.p12", None)}[what]
    with pytest.raises(CertificateError) as caught:
        read(*given)
    assert caught.value.sentence == sentence.format(folder=tmp_path) + (
        "请检查 settings.toml 里的 pdf_certificate 和 pdf_certificate_password_file，或者把它们留空。")


def test_a_signature_that_does_not_fit_is_not_cut_off() -> None:
    with pytest.raises(PdfError, match=f"签名和证书共 {ROOM + 1} 字节"):
        stamped(made("card"), STAMP, lambda message: b"x" * (ROOM + 1))


def test_a_site_with_a_certificate_that_is_not_there_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(CertificateError) as caught:
        create_app(tmp_path, pdf_certificate="none.p12")
    assert caught.value.sentence.startswith(f"签名证书打不开：{tmp_path}/none.p12")


def test_the_settings_name_the_certificate_and_its_password(tmp_path: Path) -> None:
    file, made = certificates.certificate(tmp_path, password=certificates.PASSWORD)
    (tmp_path / "password").write_text(certificates.PASSWORD, encoding="utf-8")
    (tmp_path / "settings.toml").write_text(
        f'pdf_certificate = "{file.name}"\npdf_certificate_password_file = "password"\n', encoding="utf-8")
    assert create_app(tmp_path).extensions["scoring_certificate"].certificate == made

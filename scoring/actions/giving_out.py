"""A paper of a published result as it leaves the site: signed by its key and, if it has one, by its certificate."""
from __future__ import annotations

from flask import current_app

from ..core import canonical
from ..exports import pdf_booklet, pdf_circular, pdf_scorecard
from ..store import pdf_certificate, signing_keys

SIGNED = (pdf_scorecard.NAME, pdf_booklet.NAME, pdf_circular.NAME)    # our own: a plugin's PDF may be of another form


def given_out(name: str, made: bytes) -> bytes:
    """The bytes of a format of a published result, signed. What is only frozen is never signed: it is no result yet."""
    if name not in SIGNED:
        return made
    return pdf_certificate.signed(signing_keys.on_paper(made) if name == pdf_scorecard.NAME else made)


def signers() -> str:
    """What the signatures depend on: the key in use and the certificate's file."""
    return canonical.digest(canonical.encode(
        [signing_keys.listed()[-1].public, current_app.extensions["scoring"].pdf_certificate]))

"""A format of a published result as it leaves the site: made of the snapshot, and signed where it is paper."""
from __future__ import annotations

from ..exports import Export
from ..store import pdf_certificate, signing_keys

SIGNED = ("pdf_scorecard", "pdf_booklet", "pdf_circular")    # our own: a plugin's PDF may be of another form


def given_out(export: Export, made: bytes) -> bytes:
    """The bytes of a published result's file, signed. What is only frozen is never signed: it is not the result yet."""
    if export.name not in SIGNED:
        return made
    sealed = signing_keys.on_paper(made) if export.name == "pdf_scorecard" else made
    return pdf_certificate.signed(sealed)

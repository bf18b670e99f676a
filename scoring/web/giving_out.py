"""A format of a published result as it leaves the site: made of the snapshot, and signed where it is paper."""
from __future__ import annotations

from ..exports import Export
from ..store import pdf_certificate, signing_keys
from ..store.results import Publication

SIGNED = ("pdf_scorecard", "pdf_booklet", "pdf_circular")    # our own: a plugin's PDF may be of another form


def given_out(row: Publication, export: Export, subject: str) -> bytes:
    """The file's bytes. What is only frozen is not signed: it is not the result yet."""
    made = export.render(row.opened, subject)
    if export.name not in SIGNED or not row.public:
        return made
    sealed = signing_keys.on_paper(made) if export.name == "pdf_scorecard" else made
    return pdf_certificate.signed(sealed)

"""Erasing texts from a published edition, where the law asks for it: the list of its texts, and one of them."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from sqlalchemy import select

from ..actions import erasing
from ..core.openings import Text, texts_of
from ..errors import Invalid, NotFound
from ..store.database import db
from ..store.paging import page_among
from ..store.queries import one_for
from ..store.results import Publication
from . import asked
from .gate import actor, names
from .office import Answer, desk
from .office_forms import EraseForm, show_faults

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One text with the title of its leaf."""

    text: Text
    title: str

    def has(self, words: str) -> bool:
        """Whether the unit, the leaf or the text itself contains the words."""
        return any(words in place for place in (self.text.unit, self.title, self.text.words or ""))


@desk.get("/publications/<int:publication>/texts")
@names("publication.erase")
def texts(publication: int) -> Answer:
    """The texts of an edition, by unit and indicator, with a search."""
    row, words = one_for(actor(), Publication, publication), asked.words("q")
    lines = [line for line in _lines(row) if line.has(words)]
    found = page_among(lines, asked.page_number(), PAGE)
    return render_template("office/texts.html", publication=row, assessment=row.assessment, found=found, words=words,
                           turns=asked.turns(found), gone=sum(line.text.words is None for line in lines))


@desk.route("/publications/<int:publication>/texts/<commitment>", methods=["GET", "POST"])
@names("publication.erase")
def erase_text(publication: int, commitment: str) -> Answer:
    """One text: what erasing it does and what it does not do; then it is erased."""
    form = EraseForm()
    if form.validate_on_submit():
        try:
            row = erasing.erase(actor(), publication, commitment=commitment, basis=form.basis.data or "")
            flash(f"已从第 {row.edition} 版删除这段文字。", "done")
            return redirect(url_for("office.texts", publication=publication))
        except Invalid as refusal:
            show_faults(form, refusal)
    row = one_for(actor(), Publication, publication)
    line = next((one for one in _lines(row) if one.text.commitment == commitment), None)
    if line is None:
        raise NotFound()
    page = render_template("office/text.html", publication=row, assessment=row.assessment, line=line, form=form,
                           twins=list(_twins(row, line.text)))
    return (page, 422) if form.is_submitted() else page


def _lines(row: Publication) -> Iterator[Line]:
    published = row.opened
    return (Line(text, published.ruleset.title_of(text.leaf)) for text in texts_of(published.file))


def _twins(row: Publication, text: Text) -> Iterator[tuple[Publication, Text]]:
    """The other public editions that say the same at the same place: each is sealed apart and erased apart."""
    others = db.session.scalars(select(Publication).where(
        Publication.assessment_id == row.assessment_id, Publication.id != row.id,
        Publication.state.in_(["published", "superseded"])).order_by(Publication.edition))
    place = (text.unit, text.leaf, text.kind, text.words)
    for other in others if text.words is not None else ():
        yield from ((other, one) for one in texts_of(other.opened.file)
                    if (one.unit, one.leaf, one.kind, one.words) == place)

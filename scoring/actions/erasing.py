"""Erasing a text from a published file, where the law asks for it: the result stays as it was and verifies."""
from __future__ import annotations

from sqlalchemy import select

from .. import clock
from ..core.facts import FactError
from ..core.openings import erased, texts_of
from ..core.policy import Actor
from ..core.sheet import clean_reason
from ..errors import Invalid
from ..store.database import db
from ..store.jobs import AT_HAND, Job
from ..store.papers import papers
from ..store.results import Publication
from .acting import action, record

BASIS_LEAST, BASIS_MOST = 6, 500


@action("publication.erase", of=Publication)
def erase(actor: Actor, publication: Publication, commitment: str, basis: str) -> Publication:
    """Erase one text from an edition for good; the log keeps where it stood and the legal basis, not its words."""
    text = next((one for one in texts_of(publication.opened.file) if one.commitment == commitment), None)
    if text is None or text.words is None:
        raise Invalid("这一版里没有这段文字，或者已经删除，请刷新页面再看。")
    try:
        why = clean_reason(basis, least=BASIS_LEAST, most=BASIS_MOST)
    except FactError as error:
        raise Invalid(error.sentence, problems={"basis": error.sentence}) from None
    publication.file = erased(publication.file, commitment)
    _stop_jobs(publication)
    papers().empty()        # scorecards made before still have the words
    record(edition=publication.edition, unit=text.unit, leaf=text.leaf, kind=text.title, commitment=commitment,
           basis=why)
    return publication


def _stop_jobs(publication: Publication) -> None:
    """What is being made of the file as it was must not be finished: the office asks again."""
    for job in db.session().scalars(select(Job).where(Job.publication_id == publication.id, Job.state.in_(AT_HAND))):
        job.state, job.ended_at, job.expected_at = "stopped", clock.now(), None

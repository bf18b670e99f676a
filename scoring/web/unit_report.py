"""The unit's desk: its self-inspection report as a Word draft, to finish and hand in with the sheet."""
from __future__ import annotations

from io import BytesIO

from flask import current_app, send_file
from werkzeug.wrappers import Response

from ..exports import docx_report
from ..store.database import db
from ..store.freezing import current_publication
from ..store.queries import one_for
from ..store.sheets import Submission
from ..store.standing_unit import claimed_standing
from ..store.tallying import LOADED
from .gate import actor, names
from .unit import desk


@desk.get("/sheets/<int:sheet>/report.docx")
@names("submission.read")
def report(sheet: int) -> Response:
    """The report on the published result; before there is one, on what the unit claims."""
    submission = one_for(actor(), Submission, sheet, *LOADED)
    unit, edition = submission.unit.name, current_publication(db.session(), submission.assessment_id)
    if edition is not None and edition.opened.result(unit) is not None:
        published, content = edition.opened, docx_report.render(edition.opened, unit)
    else:
        published = claimed_standing(submission, str(current_app.extensions["scoring"].office_name))
        content = docx_report.draft(published, unit)
    return send_file(BytesIO(content), mimetype=docx_report.MEDIA_TYPE, as_attachment=True,
                     download_name=docx_report.filename(published, unit))

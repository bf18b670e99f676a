"""The draw of an assessment, made at the office's word."""
from __future__ import annotations

from flask import flash, redirect, request, url_for

from ..actions.drawing import draw
from ..errors import Invalid
from .gate import actor, names
from .office import Answer, desk


@desk.post("/assessments/<int:assessment>/draw")
@names("assessment.draw")
def draw_now(assessment: int) -> Answer:
    """Draws, or draws again with a reason."""
    try:
        draw(actor(), assessment, reason=request.form.get("reason", ""))
        flash("已抽取。结果和重做的办法在下面。", "done")
    except Invalid as refusal:
        flash(refusal.sentence, "need")
    return redirect(url_for("office.assessment", assessment=assessment) + "#draw")

"""The system administrator's desk: how the site stands. No answers, no evidence, no accounts are seen here."""
from __future__ import annotations

from flask import Blueprint, current_app, render_template

from ..plugins.manager import faulty
from ..plugins.manager import names as plugins
from ..store.standing import standing
from .gate import names

desk = Blueprint("system", __name__, url_prefix="/system")


@desk.get("/")
@names("site.read")
def home() -> str:
    """Version, database, counts, disk, chain head."""
    return render_template("system/home.html", standing=standing(), plugins=plugins(), faulty=faulty(),
                           version=current_app.config["VERSION"], settings=current_app.extensions["scoring"])

"""Hardened defaults: headers on every answer, lengths and hosts checked before a view runs."""
from __future__ import annotations

from flask import Flask, Response, current_app, request, session
from werkzeug.exceptions import BadRequest, LengthRequired, UnsupportedMediaType
from werkzeug.routing import IntegerConverter

from .uploads import InMemoryRequest

POLICY = ("default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
          "form-action 'self'; frame-ancestors 'none'")
FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
TAKES_JSON = ("unit.save",)  # reads it strictly; everywhere else a form is a form
PARTS, FORM_BYTES = 5000, 4_000_000


class PlainInteger(IntegerConverter):
    """Digits as ASCII has them: /unit/１２ is not /unit/12, and five thousand digits are no number."""

    regex = r"[0-9]{1,30}"


def prepare(app: Flask) -> None:
    """Registers the checks and the headers."""
    app.request_class = InMemoryRequest
    app.url_map.converters["int"] = PlainInteger
    app.before_request(_lengths)
    app.before_request(_bodies)
    app.after_request(_headers)
    app.config["MAX_FORM_PARTS"] = PARTS
    app.config["MAX_FORM_MEMORY_SIZE"] = FORM_BYTES


def _lengths() -> None:
    """A body must say its length: some servers cut a chunked one silently at the limit."""
    if request.content_length is None and request.headers.get("Transfer-Encoding"):
        raise LengthRequired()
    if "\x00" in request.path:
        raise BadRequest()


def _bodies() -> None:
    """Bodies that our libraries stumble over: JSON where a form is expected, form parts without a name."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.is_json and request.endpoint is not None and request.endpoint not in TAKES_JSON:
        raise UnsupportedMediaType()
    if request.mimetype == "multipart/form-data" and not all((*request.form, *request.files)):
        raise BadRequest()


def _headers(response: Response) -> Response:
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    if current_app.extensions["scoring"].behind_proxy:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static" and "_user_id" in session:  # of the cookie: the database may be what is out
        response.headers["Cache-Control"] = "no-store"
    return response

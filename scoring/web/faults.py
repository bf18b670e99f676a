"""One handler for everything that goes wrong: a page, or JSON for our own scripts, with a sentence to act on."""
from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from ..errors import ScoringError
from ..store.database import db
from .gate import wants_json

log = logging.getLogger(__name__)
SENTENCES = {
    400: "请求的内容不完整或形式不对，请返回上一页重新操作。",
    401: "登录已失效，请重新登录；已填写的内容不会丢失。",
    403: "你的账号不能办理这项工作。",
    404: "没有找到这个页面或内容，它可能已删除，或者不在你的权限范围内。",
    405: "这个地址不接受这样的操作，请返回上一页从按钮进入。",
    411: "上传时没有说明内容的长度，请换用常见的浏览器再试。",
    413: "提交的内容太大了：文件请压缩或分开上传，文字请删短。",
    414: "地址太长了，请从页面上的链接进入。",
    415: "不支持这种形式的内容。",
    431: "请求的头部太大，请清除浏览器的缓存后再试。",
    500: "系统出错了，这次操作没有保存。请稍候再试；仍不行请把出错时间告诉系统管理员。",
    503: "系统正忙，请稍候再试一次。",
}


def prepare(app: Flask) -> None:
    """Registers the handlers."""
    app.register_error_handler(ScoringError, _refusal)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database_out)
    app.register_error_handler(Exception, _crash)


def answer(status: int, sentence: str, **details: Any) -> tuple[Any, int]:
    """The error as JSON or as a page."""
    if wants_json():
        return jsonify(error=sentence, status=status, **details), status
    return render_template("error.html", status=status, sentence=sentence, **details), status


def _refusal(error: ScoringError) -> tuple[Any, int]:
    return answer(error.status, error.sentence, **error.details)


def _csrf(error: CSRFError) -> tuple[Any, int]:
    return answer(403, "页面的安全标记对不上，可能是登录已换人或已失效：请刷新页面后再操作。")


def _http(error: HTTPException) -> Any:
    if error.response is not None:
        return error.response
    if isinstance(error, SecurityError):  # another host's name: no page, whose links would carry it
        return Response("没有这个站点。请从本站的网址进入。", error.code, mimetype="text/plain")
    status = error.code or 500
    return answer(status, SENTENCES.get(status, SENTENCES[400 if status < 500 else 500]))


def _database_out(error: OperationalError) -> tuple[Any, int]:
    """The database is locked, full, restarting or gone: a moment later it may be there again."""
    log.exception("database out at %s", request.path)
    db.session.rollback()
    return answer(503, SENTENCES[503])


def _crash(error: Exception) -> tuple[Any, int]:
    log.exception("unexpected error at %s", request.path)
    db.session.rollback()
    return answer(500, SENTENCES[500])

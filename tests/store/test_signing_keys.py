"""What is frozen is signed with the site's key; rotated keys stay listed, secrets never show."""
from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from flask import Flask

from scoring.core import canonical
from scoring.core.ed25519 import verify as right
from scoring.core.signature import message_of
from scoring.core.verify import verify
from scoring.store import signing_keys
from tests import publishing


def signed(app: Flask) -> tuple[str, dict[str, str]]:
    """A published file that the site signed, and its signature."""
    file = canonical.decode(publishing.file_text())
    with app.app_context():
        file["signature"] = dict(signing_keys.signer()(message_of("sha256", file["digest"])))
    return canonical.encode(file).decode(), file["signature"]


def test_a_signed_file_stands_and_names_its_key(app: Flask) -> None:
    text, signature = signed(app)
    outcome = verify(text)
    with app.app_context():
        assert (outcome.problems, outcome.key) == ((), signing_keys.listed()[-1].public)
    assert right(bytes.fromhex(signature["key"]), bytes.fromhex(signature["value"]),
                 message_of("sha256", canonical.decode(text)["digest"])) is True


@pytest.mark.parametrize(("part", "value", "problem"), [
    ("algorithm", "RSA", "不认识的签名算法“RSA”"),
    ("key", "00", "签名的写法不对：公钥是 64 个、签名是 128 个小写十六进制字符"),
    ("value", "0" * 128, "签名与内容不符：不是这个公钥签的，或者签过以后改动过"),
    ("key", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "签名与内容不符：不是这个公钥签的，或者签过以后改动过"),
])
def test_another_signature_is_refused(app: Flask, part: str, value: str, problem: str) -> None:
    file = canonical.decode(signed(app)[0])
    file["signature"][part] = value
    assert verify(canonical.encode(file).decode()).problems == (problem,)


def test_a_signature_with_a_part_too_many_is_refused(app: Flask) -> None:
    file = canonical.decode(signed(app)[0])
    file["signature"]["note"] = "x"
    assert verify(canonical.encode(file).decode()).problems == ("签名的写法不对：应有 algorithm、key、value 三项",)


def test_rotating_keeps_the_old_public_half_and_no_old_secret(app: Flask) -> None:
    old_text, _ = signed(app)
    with app.app_context():
        first = signing_keys.listed()[0]
        second = signing_keys.rotate()
        assert [(k.public, bool(k.replaced_at)) for k in signing_keys.listed()] == [
            (first.public, True), (second.public, False)]
        path: Path = app.extensions["scoring_keys"]
    stored = json.loads(path.read_text(encoding="utf-8"))
    assert [bool(one["secret"]) for one in stored] == [False, True]
    assert os.stat(path).st_mode & 0o777 == 0o600
    assert verify(old_text).problems == ()
    assert verify(signed(app)[0]).key == second.public


def test_what_is_signed_is_what_the_formats_page_says() -> None:
    assert message_of("sha256", "0a" * 32) == b"scoring-snapshot-1 sha256 " + b"0a" * 32

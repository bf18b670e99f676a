"""Forgeries of an excerpt, each with a name: its parts, proofs, signature and openings."""
from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from scoring.core import canonical
from scoring.core.digests import ALGORITHMS
from scoring.core.excerpt import excerpt_of
from scoring.core.parts import tree_of
from tests.forging import resealed
from tests.web.forgeries import MENDED
from tests.web.forgeries_by_place import Path, places, unmended
from tests.web.specimen import Change, excerpt, file_text, signer, written

PARTS = ("about", "rules", "ranking", "unit")       # as they stand in the specimen


@functools.cache
def whole() -> str:
    """The signed file whose excerpts are changed."""
    return file_text(signer())


@functools.cache
def stranger() -> str:
    """Another publication of the same units, signed with the same key."""
    return file_text(signer(), title="二〇二五年考核")


def part(file: dict[str, Any], kind: str) -> Any:
    """The entry of a part: index, path, part."""
    return next(one for one in file["excerpt"]["parts"] if one["part"]["part"] == kind)


def unit(file: dict[str, Any]) -> Any:
    """The unit's part itself."""
    return part(file, "unit")["part"]


def entries(file: dict[str, Any]) -> Any:
    """All entries."""
    return file["excerpt"]["parts"]


def entry_of(text: str, kind: str, name: str = "甲乡") -> Any:
    """An entry of another excerpt, with its own proof."""
    return part(excerpt(text, name), kind)


def put(file: dict[str, Any], kind: str, entry: Any) -> None:
    """Another entry in the place of one."""
    some = entries(file)
    some[some.index(part(file, kind))] = entry


def turned(text: str) -> str:
    """A hex text with its first digit changed."""
    return ("1" if text[0] == "0" else "0") + text[1:]


def swap(some: list[Any], one: int, two: int) -> None:
    """Two items of a list in each other's place."""
    some[one], some[two] = some[two], some[one]


def signature(file: dict[str, Any], message: str, seed: bytes = b"k") -> None:
    """The file's signature made anew over another message."""
    file["signature"] = dict(signer(seed)(message.encode()))


def opening(file: dict[str, Any]) -> Any:
    """One of the openings."""
    return next(one for one in file["openings"].values() if one["text"] == "六条没有链接")


def sealed_by(file: dict[str, Any], message: str, seed: bytes = b"k") -> None:
    """A seal of pages, as a PDF has it, signed."""
    file["paper"] = {"length": 1000, "digest": "a" * 64, "signature": dict(signer(seed)(message.encode()))}


def _paper_message(file: dict[str, Any], index: int = 4, pages: str = "a" * 64) -> str:
    return f"scoring-paper-1 sha256 {file['digest']} {index} {pages}"


PROOFS: dict[str, Change] = {
    **{f"the {kind}'s {key} {name}": functools.partial(lambda f, kind, key, to: part(f, kind).update({key: to}), kind=kind, key=key, to=to)
       for kind in PARTS for key, name, to in (
           ("index", "one more", PARTS.index(kind) + 2), ("index", "far off", 2 ** 53 - 1), ("index", "below 0", -1),
           ("index", "as text", "0"), ("index", "true", True), ("path", "empty", []), ("path", "of zeros", ["0" * 64] * 3))},
    **{f"the {kind}'s path: {name}": functools.partial(lambda f, kind, does: does(part(f, kind)["path"]), kind=kind, does=does)
       for kind in PARTS for name, does in (
           ("first hash changed", lambda p: p.__setitem__(0, turned(p[0]))), ("last hash changed", lambda p: p.__setitem__(-1, turned(p[-1]))),
           ("first hash dropped", lambda p: p.pop(0)), ("last hash dropped", lambda p: p.pop()),
           ("last hash twice", lambda p: p.append(p[-1])), ("reversed", lambda p: p.reverse()),
           ("in capitals", lambda p: p.__setitem__(0, p[0].upper())), ("cut short", lambda p: p.__setitem__(0, p[0][:-2])),
           ("a number in it", lambda p: p.__setitem__(0, 0)))},
    **{f"the {kind} dropped": functools.partial(lambda f, kind: entries(f).remove(part(f, kind)), kind=kind) for kind in PARTS},
    **{f"the {kind} twice": functools.partial(lambda f, kind: entries(f).append(part(f, kind)), kind=kind) for kind in PARTS},
    **{f"the {kind} twice in a row": functools.partial(
        lambda f, n: entries(f).insert(n, entries(f)[n]), n=n) for n, kind in enumerate(PARTS)},
    **{f"another file's {kind}": functools.partial(lambda f, kind: put(f, kind, entry_of(stranger(), kind)), kind=kind)
       for kind in PARTS},
    **{f"the {kind} under another name": functools.partial(lambda f, kind: part(f, kind)["part"].update(part="note"), kind=kind)
       for kind in PARTS},
    **{f"a key more in the {kind}": functools.partial(lambda f, kind: part(f, kind)["part"].update(more=""), kind=kind) for kind in PARTS},
    **{f"a key more beside the {kind}": functools.partial(lambda f, kind: part(f, kind).update(more=""), kind=kind) for kind in PARTS},
    **{f"the {kind} as text": functools.partial(
        lambda f, kind: part(f, kind).update(part=written(part(f, kind)["part"])), kind=kind) for kind in PARTS},
    **{f"parts {n} and {n + 1} swapped": functools.partial(lambda f, n: swap(entries(f), n, n + 1), n=n) for n in range(3)},
    **{f"{size} parts in all": functools.partial(lambda f, size: f["excerpt"].update(size=size), size=size)
       for size in (0, 1, 4, 5, 9, 16, 2 ** 40, -8, "8", True, None)},
    "no parts": lambda f: entries(f).clear(),
    "parts in reverse": lambda f: entries(f).reverse(),
    "another unit's part with its proof": lambda f: put(f, "unit", entry_of(whole(), "unit", "乙乡")),
    "another group's unit with its proof": lambda f: put(f, "unit", entry_of(whole(), "unit", "丁局")),
    "another unit's part under this proof": lambda f: part(f, "unit").update(part=entry_of(whole(), "unit", "乙乡")["part"]),
    "another unit beside": lambda f: entries(f).append(entry_of(whole(), "unit", "乙乡")),
    "another group's ranking with its proof": lambda f: put(f, "ranking", entry_of(whole(), "ranking", "丁局")),
    "both groups' rankings": lambda f: entries(f).insert(3, entry_of(whole(), "ranking", "丁局")),
    "a unit's card for the other's": lambda f: unit(f).update(verified=entry_of(whole(), "unit", "乙乡")["part"]["verified"]),
    "the two views swapped": lambda f: unit(f).update(claimed=unit(f)["verified"], verified=unit(f)["claimed"]),
    "the path of another part": lambda f: part(f, "unit").update(path=part(f, "about")["path"]),
    "the whole snapshot beside": lambda f: f.update(snapshot=canonical.decode(whole())["snapshot"]),
}
OUTSIDE: dict[str, Change] = {
    **{f"the algorithm {name}": functools.partial(lambda f, name: f.update(algorithm=name), name=name)
       for name in ("sm3", "SHA256", "sha512", "", None, 256, "constructor", "__proto__", ["sha256"])},
    "the digest changed": lambda f: f.update(digest=turned(f["digest"])),
    "another file's digest": lambda f: f.update(digest=canonical.decode(stranger())["digest"]),
    "another file's digest and signature": lambda f: f.update(
        digest=canonical.decode(stranger())["digest"], signature=canonical.decode(stranger())["signature"]),
    "the digest in capitals": lambda f: f.update(digest=f["digest"].upper()),
    "the digest cut short": lambda f: f.update(digest=f["digest"][:-1]), "the digest a number": lambda f: f.update(digest=0),
    "no digest": lambda f: f.update(digest=""),
    "another format": lambda f: f["excerpt"].update(format="scoring-snapshot"),
    "version 2": lambda f: f["excerpt"].update(version=2), "version true": lambda f: f["excerpt"].update(version=True),
    "version as text": lambda f: f["excerpt"].update(version="1"),
    "a key more in the excerpt": lambda f: f["excerpt"].update(more=""), "a key more outside": lambda f: f.update(more=""),
    "no openings": lambda f: f.pop("openings"), "the excerpt a list": lambda f: f.update(excerpt=[f["excerpt"]]),
    "another file's signature": lambda f: f.update(signature=canonical.decode(stranger())["signature"]),
    "a signature over the digest alone": lambda f: signature(f, f["digest"]),
    "a signature for SM3": lambda f: signature(f, f"scoring-snapshot-1 sm3 {f['digest']}"),
    "a signature of pages": lambda f: signature(f, _paper_message(f)),
    "another's key": lambda f: f["signature"].update(key=signer(b"z")(b"")["key"]),
    "another's signature": lambda f: f["signature"].update(value=signer(b"z")(
        f"scoring-snapshot-1 sha256 {f['digest']}".encode())["value"]),
    "a digit of the key": lambda f: f["signature"].update(key=turned(f["signature"]["key"])),
    "a digit of the signature": lambda f: f["signature"].update(value=turned(f["signature"]["value"])),
    "a signature of zeros": lambda f: f["signature"].update(value="0" * 128),
    "a key of zeros": lambda f: f["signature"].update(key="0" * 64),
    "a signature in capitals": lambda f: f["signature"].update(value=f["signature"]["value"].upper()),
    "a signature cut short": lambda f: f["signature"].update(value=f["signature"]["value"][:-2]),
    "a signature by RSA": lambda f: f["signature"].update(algorithm="RSA"),
    "a signature with more": lambda f: f["signature"].update(by="考核办"), "no key": lambda f: f["signature"].pop("key"),
    "the signature null": lambda f: f.update(signature=None), "the signature a text": lambda f: f.update(signature="有"),
    "an opening's text": lambda f: opening(f).update(text="七条没有链接"),
    "an opening's salt": lambda f: opening(f).update(salt="f" * 32),
    "an opening of a longer salt": lambda f: opening(f).update(salt=opening(f)["salt"] + "00"),
    "the text's first sign in the salt": lambda f: opening(f).update(salt=opening(f)["salt"] + "六".encode().hex(), text="条没有链接"),
    "an opening without salt": lambda f: opening(f).pop("salt"), "an opening with more": lambda f: opening(f).update(more=""),
    "another unit's opening": lambda f: f["openings"].update(excerpt(whole(), "乙乡")["openings"]),
    "an opening under another key": lambda f: f["openings"].update({"e" * 64: opening(f)}),
    "two openings swapped": lambda f: f.update(openings=dict(zip(f["openings"], reversed(f["openings"].values()), strict=True))),
    "openings a list": lambda f: f.update(openings=[]), "an opening null": lambda f: f["openings"].update({"e" * 64: None}),
    "a seal of nothing": lambda f: f.update(paper={}), "a seal null": lambda f: f.update(paper=None),
    "a seal without length": lambda f: f.update(paper={"digest": "a" * 64}),
    "a seal of a length in words": lambda f: f.update(paper={"digest": "a" * 64, "length": "1000"}),
    "a seal of true bytes": lambda f: f.update(paper={"digest": "a" * 64, "length": True}),
    "a seal with more": lambda f: f.update(paper={"digest": "a" * 64, "length": 1, "more": ""}),
    "a seal by another key": lambda f: sealed_by(f, _paper_message(f), b"z"),
    "a seal of another unit": lambda f: sealed_by(f, _paper_message(f, 5)),
    "a seal of other pages": lambda f: sealed_by(f, _paper_message(f, 4, "b" * 64)),
    "a seal of another result": lambda f: sealed_by(f, _paper_message(f | {"digest": "b" * 64})),
    "a seal without the unit": lambda f: sealed_by(f, f"scoring-paper-1 sha256 {f['digest']} {'a' * 64}"),
    "a seal on an unsigned result": lambda f: (sealed_by(f, _paper_message(f)), f.pop("signature")),
    "a seal signed by nothing": lambda f: f.update(paper={"digest": "a" * 64, "length": 1, "signature": {}}),
    "a seal signed by null": lambda f: f.update(paper={"digest": "a" * 64, "length": 1, "signature": None}),
}
SPELLINGS: dict[str, Callable[[str], str]] = {
    "a newline at the end": lambda t: t + "\n", "a blank before": lambda t: " " + t, "a mark before": lambda t: "\ufeff" + t,
    "a blank inside": lambda t: t.replace('"size":', '"size": ', 1), "a key twice": lambda t: t.replace('"size":', '"size":8,"size":', 1),
    "an escape more": lambda t: t.replace("甲乡", "\\u7532乡", 1), "a fraction": lambda t: t.replace('"size":8', '"size":8.0', 1),
    "an exponent": lambda t: t.replace('"size":8', '"size":8e0', 1), "a second value": lambda t: t + "{}", "a list": lambda t: f"[{t}]",
    "keys in another order": lambda t: t.replace('"format":"scoring-excerpt",', "", 1).replace(
        '"version":1}', '"version":1,"format":"scoring-excerpt"}', 1),
    **{f"cut after {n} eighths": functools.partial(lambda t, n: t[:len(t) * n // 8], n=n) for n in range(8)},
    "a character less": lambda t: t[:-1], "a surrogate alone": lambda t: t.replace("甲乡", "\\ud800", 1),
}


def forged() -> dict[str, str]:
    """Every named forgery of 甲乡's excerpt, the values changed alone included."""
    text = written(excerpt(whole()))
    found = {name: _changed(change) for name, change in (PROOFS | OUTSIDE).items()}
    found |= {f"spelling: {name}": change(text) for name, change in SPELLINGS.items()}
    return found | dict(unmended(excerpt(whole()), list(_every_part())))


def _changed(change: Change) -> str:
    file = excerpt(whole())
    change(file)
    return written(file)


def _every_part() -> Iterator[Path]:
    for n, one in enumerate(entries(excerpt(whole()))):
        yield from (("excerpt", "parts", n, *path) for path in places(one))


def of_forged_files(name: str) -> dict[str, str]:
    """A unit's excerpt of every file whose snapshot was changed and whose digest was mended."""
    found = {}
    for forgery, change in MENDED.items():
        file = canonical.decode(file_text())
        change(file)
        try:
            file = canonical.decode(resealed(file))
            found[forgery] = written(excerpt_of(file, tree_of(file["snapshot"], ALGORITHMS["sha256"]), name))
        except (KeyError, TypeError, ValueError, StopIteration):
            continue        # no tree stands on it, or the unit is not in it any more
    return found

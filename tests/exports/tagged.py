"""Reads a tagged PDF back with pypdf, as a screen reader does: the structure tree with its texts, and what is outside."""
from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import Any

import pypdf
from pypdf.generic import ContentStream, IndirectObject

PAINTING = {b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh", b"Do", b"BI", b"INLINE IMAGE"}


@dataclass
class Node:
    """An element: its role, its own text, what is below it, and the pages its content is on."""

    role: str
    text: str = ""
    alt: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    kids: list[Node] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)

    def walk(self) -> list[Node]:
        """It and all below it, in reading order."""
        return [self, *(one for kid in self.kids for one in kid.walk())]

    def all(self, role: str) -> list[Node]:
        """Those of that role."""
        return [one for one in self.walk() if one.role == role]

    def words(self) -> str:
        """Its text and that of all below it."""
        return "".join(one.text for one in self.walk())

    def shape(self) -> Any:
        """The tree as plain lists: [role, text] or [role, …]."""
        return [self.role, *([self.text] if self.text else []), *(kid.shape() for kid in self.kids)]


@dataclass
class Tagged:
    """A PDF's tree, and by page: the artifacts' texts, and how often something was painted outside of everything."""

    root: Node
    artifacts: list[str]
    loose: list[int]
    owned: list[int]        # pieces of marked content on each page
    faults: list[str]       # where the parent tree and the tree disagree


class _Page:
    """One page's content: texts by MCID, texts of artifacts, paintings outside."""

    def __init__(self, page: Any, pdf: pypdf.PdfReader) -> None:
        self.texts: dict[int, str] = {}
        self.artifact, self.loose = "", 0
        self._open: list[int | str] = []
        self._run(page.get_contents(), page["/Resources"], pdf)
        assert self._open == []

    def _run(self, content: Any, resources: Any, pdf: pypdf.PdfReader) -> None:
        font: dict[int, str] = {}
        for operands, operator in ContentStream(content, pdf).operations:
            if operator in (b"BDC", b"BMC"):
                self._begin(operands)
            elif operator == b"EMC":
                self._open.pop()
            elif operator == b"Tf":
                font = _characters(resources["/Font"][operands[0]])
            elif operator in PAINTING:
                self._painted("".join(font.get(code, "?") for code in operands[0].original_bytes)
                              if operator == b"Tj" else "")
                if operator == b"Do":
                    form = resources["/XObject"][operands[0]]
                    self._run(form, form["/Resources"], pdf)

    def _begin(self, operands: list[Any]) -> None:
        assert self._open == [], "marked content in marked content"
        if operands[0] == "/Artifact":
            self._open.append("artifact")
            return
        number = int(operands[1]["/MCID"])
        assert number == len(self.texts)
        self.texts[number] = ""
        self._open.append(number)

    def _painted(self, text: str) -> None:
        if not self._open:
            self.loose += 1
        elif isinstance(self._open[-1], int):
            self.texts[self._open[-1]] += text
        else:
            self.artifact += text


def _characters(font: Any) -> dict[int, str]:
    table = font["/ToUnicode"].get_data().decode("ascii")
    return {int(code, 16): bytes.fromhex(char).decode("utf-16-be", "replace")
            for code, char in re.findall(r"^<(..)> <((?:....)+)>$", table, re.M)}


def read(content: bytes) -> Tagged:
    """The structure of a PDF. Every piece of marked content must be in the tree exactly once."""
    pdf = pypdf.PdfReader(io.BytesIO(content))
    pages = [_Page(page, pdf) for page in pdf.pages]
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(pdf.pages)}    # type: ignore[union-attr]
    tree: Any = pdf.trailer["/Root"]["/StructTreeRoot"]     # type: ignore[index]
    parents = tree["/ParentTree"]["/Nums"]
    parent_of = dict(zip(parents[::2], parents[1::2], strict=True))
    faults: list[str] = []
    left = [dict(page.texts) for page in pages]

    def node(reference: IndirectObject) -> Node:
        element: Any = reference.get_object()
        made = Node(element["/S"][1:], alt=str(element.get("/Alt", "")), attributes=dict(element.get("/A", {})))
        for kid in element["/K"]:
            if isinstance(kid, IndirectObject):
                if kid.get_object()["/P"].indirect_reference != reference:
                    faults.append(f"{kid} has another parent")
                made.kids.append(node(kid))
            elif isinstance(kid, dict) and kid["/Type"] == "/OBJR":
                annotation = kid["/Obj"]
                if parent_of[annotation["/StructParent"]].get_object() is not element:
                    faults.append(f"link of {made.text}")
            else:
                page = numbers[(kid if isinstance(kid, dict) else element).raw_get("/Pg").idnum]
                number = int(kid["/MCID"] if isinstance(kid, dict) else kid)
                if parent_of[pdf.pages[page]["/StructParents"]][number].get_object() is not element:
                    faults.append(f"page {page} piece {number}")
                made.text += left[page].pop(number)
                made.pages.append(page)
        return made

    root = node(tree.raw_get("/K"))
    faults += [f"page {n} piece {number} belongs to nothing" for n, page in enumerate(left) for number in page]
    return Tagged(root, [page.artifact for page in pages], [page.loose for page in pages],
                  [len(page.texts) for page in pages], faults)

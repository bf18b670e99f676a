"""Tags: the structure of a PDF beside its pages, so that a screen reader finds headings, tables and figures in order.

ReportLab knows nothing of it; it is written here on its canvas (ISO 32000-1, 14.6 to 14.8). Whatever is painted is an
artifact while no element is open: a block that knows nothing of tags is passed over by a reader, never left unmarked.
"""
from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfdoc import LinkAnnotation, PDFDictionary, PDFObject

ARTIFACT = "/Artifact BMC"
HEADER, FOOTER = (f"/Artifact <</Type /Pagination /Subtype /{part}>> BDC" for part in ("Header", "Footer"))
NOTHING = nullcontext()
CELLS = ("TH", "TD")
Box = tuple[float, float, float, float]     # left, bottom, right, top


class Piece(NamedTuple):
    """What an element has on a page: marked content by its number there, or an annotation by its object's number."""

    page: int           # from 1
    number: int
    annotation: bool = False


class Element(PDFObject):
    """One element of the structure tree, its kids in reading order."""

    __RefOnly__ = 1

    def __init__(self, role: str, attributes: str = "") -> None:
        self.role, self.attributes = role, attributes
        self.kids: list[Element | Piece] = []
        self.number = self.above = 0        # its object in the file, and that of what it stands in

    def format(self, document: Any) -> bytes:
        """Its dictionary. Content on the element's first page is a plain number; other content names its page."""
        pages = {kid.page: document.idToObjectNumberAndVersion[f"Page{kid.page}"][0]
                 for kid in self.kids if isinstance(kid, Piece)}
        first = next(iter(pages), 0)
        kids = " ".join([_kid(kid, pages, first) for kid in self.kids])
        at = f"/Pg {pages[first]} 0 R" if pages else ""
        return f"<</S/{self.role}/P {self.above} 0 R{at}{self.attributes}/K[{kids}]>>".encode("ascii")


def _kid(kid: Element | Piece, pages: dict[int, int], first: int) -> str:
    if isinstance(kid, Element):
        return f"{kid.number} 0 R"
    if kid.annotation:
        return f"<</Type/OBJR/Pg {pages[kid.page]} 0 R/Obj {kid.number} 0 R>>"
    return str(kid.number) if kid.page == first else f"<</Type/MCR/Pg {pages[kid.page]} 0 R/MCID {kid.number}>>"


class _Link(LinkAnnotation):
    permitted = (*LinkAnnotation.permitted, "StructParent")


class _Seal(AbstractContextManager[None]):
    """Ends content or an artifact: one object for all of them, because there are thousands in a booklet."""

    def __init__(self, end: Callable[[], None]) -> None:
        self._end = end

    def __exit__(self, *_: object) -> None:
        self._end()


class Tags:
    """The structure tree of one document, growing while its pages are painted."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._root = self.open = Element("Document")
        # `open` is the element that what comes belongs to.
        self._known: dict[Hashable, Element] = {}
        self._parents: list[list[Element] | Element] = []   # the parent tree: of each page's content, of each link
        self._pages: list[int] = []                         # each page's place in it
        self._seal = _Seal(self._unseal)
        self._sealed = False        # inside content or an artifact, where nothing else is opened

    # ── pages ────────────────────────────────────────────────────────────────

    def begin_page(self) -> None:
        """To be called before anything is painted on a page."""
        self._pages.append(len(self._parents))
        self._parents.append([])
        self._canvas._code.append(ARTIFACT)

    def end_page(self) -> None:
        """To be called when everything is painted."""
        self._canvas._code.append("EMC")

    def _switch(self, operator: str) -> None:
        """End the sequence that is open, dropping an artifact without anything in it, and begin another."""
        code = self._canvas._code
        if code[-1] == ARTIFACT:
            code.pop()
        else:
            code.append("EMC")
        code.append(operator)

    # ── what blocks say ──────────────────────────────────────────────────────

    def element(self, role: str, attributes: str = "", within: Element | None = None, key: Hashable = None) -> Element:
        """A new element in the one that is open or `within` another; that of the same `key` there, if there was one."""
        where = within or self.open
        element = self._known.get((where, key)) if key is not None else None
        if element is None:
            element = Element(role, attributes)
            where.kids.append(element)
            if key is not None:
                self._known[where, key] = element
        return element

    @contextmanager
    def inside(self, role: str, key: Hashable = None) -> Iterator[Element]:
        """What is painted meanwhile belongs to such an element."""
        before = self.open
        if not self._sealed:
            self.open = self.element(role, key=key)
        yield self.open
        self.open = before

    def content(self, role: str, key: Hashable = None, attributes: str = "") -> AbstractContextManager[None]:
        """What is painted in the `with` is the content of such an element; text in a link is the link's own."""
        if self._sealed:
            return NOTHING
        plain = self.open.role == "Link" and not attributes
        element = self.open if plain else self.element(role, attributes, None, key)
        owners = self._parents[self._pages[-1]]
        assert isinstance(owners, list)  # noqa: S101 - for the type: pages have lists
        element.kids.append(Piece(len(self._pages), len(owners)))
        owners.append(element)
        return self._sealing(f"/{role} <</MCID {len(owners) - 1}>> BDC")

    def artifact(self, operator: str = ARTIFACT) -> AbstractContextManager[None]:
        """Nothing painted in the `with` is read: headers and footers, heads of tables when they are repeated."""
        return NOTHING if self._sealed else self._sealing(operator)

    def _sealing(self, operator: str) -> AbstractContextManager[None]:
        self._switch(operator)
        self._sealed = True
        return self._seal

    def _unseal(self) -> None:
        self._sealed = False
        self._switch(ARTIFACT)

    @contextmanager
    def link(self, to: str, said: str, box: Box) -> Iterator[None]:
        """The text painted meanwhile is that of a link to the bookmark `to`; a click anywhere in `box` follows it."""
        with self.inside("Link") as element:
            yield
        canvas = self._canvas
        canvas._addAnnotation(_Link(Rect=box, Contents=said, Destination=canvas._bookmarkReference(to),
                                    Border="[0 0 0]", F=4, StructParent=len(self._parents)))
        element.kids.append(Piece(len(self._pages), canvas._doc.objectcounter, annotation=True))
        self._parents.append(element)

    # ── the file ─────────────────────────────────────────────────────────────

    def finish(self) -> None:
        """Put the tree into the file; to be called after the last page."""
        document, tree = self._canvas._doc, PDFDictionary()
        document.Reference(tree)
        self._register(self._root, document.objectcounter)
        places = " ".join(f"{key} {_owners(of)}" for key, of in enumerate(self._parents))
        tree.dict.update({"Type": "/StructTreeRoot", "K": f"{self._root.number} 0 R",
                          "ParentTree": f"<</Nums [{places}]>>", "ParentTreeNextKey": len(self._parents)})
        document.Catalog.StructTreeRoot = tree
        document.Catalog.MarkInfo = "<</Marked true>>"
        for page, key in zip(document.Pages.pages, self._pages, strict=True):
            page.__Defaults__ = page.__Defaults__ | {"StructParents": key, "Tabs": "/S"}

    def _register(self, element: Element, above: int) -> None:
        """Give an element and all in it their numbers. A cell with one paragraph needs no element for that."""
        document = self._canvas._doc
        document.Reference(element)
        element.number, element.above = document.objectcounter, above
        only = element.kids[0] if len(element.kids) == 1 else None
        if element.role in CELLS and isinstance(only, Element) and only.role == "P":
            element.kids, only.number = only.kids, element.number
        for kid in element.kids:
            if isinstance(kid, Element):
                self._register(kid, element.number)


def _owners(of: list[Element] | Element) -> str:
    return f"{of.number} 0 R" if isinstance(of, Element) else f"[{' '.join(f'{one.number} 0 R' for one in of)}]"


def paint(block: Any, paper: Any, x: float, top: float, width: float) -> None:
    """Paint a block: one that says in words what it shows (`alt`) is a figure, and all it paints is part of it."""
    if alt := getattr(block, "alt", ""):
        box = f"{x:.2f} {top - block.height(width):.2f} {x + width:.2f} {top:.2f}"
        words = ("\ufeff" + alt).encode("utf-16-be", "replace").hex()
        with paper.tags.content("Figure", None, f"/Alt<{words}>/A<</O/Layout/BBox[{box}]>>"):
            block.paint(paper, x, top, width)
    else:
        block.paint(paper, x, top, width)

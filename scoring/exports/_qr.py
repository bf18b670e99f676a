"""A QR code drawn as rectangles: the same text gives the same drawing."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.colors import black

from ._paper import MM
from ._type import Block

SIDE = 24 * MM
QUIET_ZONE = 4      # empty modules around it, which readers need


class Square:
    """A QR code of a text, `SIDE` high and wide with its quiet zone."""

    before, keep = 0.0, False

    def __init__(self, text: str) -> None:
        code = QRCode(None, QRErrorCorrectLevel.M)
        code.addData(text)
        code.make()
        self.alt = f"二维码，内容是：{text}"
        self.modules = [[bool(dark) for dark in row] for row in code.modules]

    def height(self, width: float) -> float:
        return SIDE

    least = height

    def cut(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        return (self, None) if room + 0.01 >= SIDE else (None, self)

    def paint(self, paper: Any, x: float, top: float, width: float) -> None:
        canvas, size = paper.canvas, SIDE / (len(self.modules) + 2 * QUIET_ZONE)
        path = canvas.beginPath()
        for n, row in enumerate(self.modules):
            for start, long in runs(row):
                path.rect(x + (QUIET_ZONE + start) * size, top - (QUIET_ZONE + n + 1) * size, long * size, size)
        canvas.setFillColor(black)
        canvas.drawPath(path, stroke=0, fill=1)


def runs(row: list[bool]) -> Iterator[tuple[int, int]]:
    """Where dark modules begin in a row, and how many there are: each run is one rectangle, without seams."""
    start = None
    for n, dark in enumerate([*row, False]):
        if dark and start is None:
            start = n
        elif not dark and start is not None:
            yield start, n - start
            start = None

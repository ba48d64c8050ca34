"""PDFs drawn for tests: text and lines at places counted from the top left corner, in DejaVu Sans."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FOLDER = Path("/usr/share/fonts/truetype/dejavu")
WIDTH, HEIGHT = 595.0, 842.0


class Paper:
    """A document page by page."""

    def __init__(self, size: tuple[float, float] = (WIDTH, HEIGHT), **options: Any) -> None:
        for name in ("DejaVuSans", "DejaVuSans-Bold"):
            if name not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(name, FOLDER / f"{name}.ttf"))
        self._buffer = BytesIO()
        self.size = size
        self.canvas = Canvas(self._buffer, pagesize=size, invariant=1, **options)

    def text(self, x: float, y: float, text: str, *, size: float = 10, bold: bool = False) -> Paper:
        self.canvas.setFont("DejaVuSans-Bold" if bold else "DejaVuSans", size)
        self.canvas.drawString(x, self.size[1] - y, text)
        return self

    def centered(self, x: float, y: float, text: str, *, size: float = 10) -> Paper:
        self.canvas.setFont("DejaVuSans", size)
        self.canvas.drawCentredString(x, self.size[1] - y, text)
        return self

    def lines(self, x: float, y: float, texts: list[str], *, pitch: float = 14) -> Paper:
        for number, text in enumerate(texts):
            self.text(x, y + pitch * number, text)
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> Paper:
        self.canvas.line(x0, self.size[1] - y0, x1, self.size[1] - y1)
        return self

    def box(self, x: float, y: float, width: float, height: float, *, fill: float | None = None) -> Paper:
        if fill is not None:
            self.canvas.setFillGray(fill)
        self.canvas.rect(
            x, self.size[1] - y - height, width, height, stroke=fill is None, fill=fill is not None
        )
        self.canvas.setFillGray(0)
        return self

    def lattice(self, xs: list[float], ys: list[float]) -> Paper:
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        return self

    def cells(self, xs: list[float], ys: list[float], rows: list[list[str]]) -> Paper:
        for y, row in zip(ys, rows, strict=False):
            for x, text in zip(xs, row, strict=False):
                self.lines(x + 4, y + 13, text.split("\n"), pitch=12)
        return self

    def table(self, xs: list[float], y: float, rows: list[list[str]], *, height: float = 20) -> Paper:
        ys = [y + height * number for number in range(len(rows) + 1)]
        return self.lattice(xs, ys).cells(xs, ys, rows)

    def picture(self, x: float, y: float, width: float, height: float, pixels: tuple[int, int]) -> Paper:
        image = ImageReader(Image.new("RGB", pixels, (200, 220, 240)))
        self.canvas.drawImage(image, x, self.size[1] - y - height, width, height)
        return self

    def page(self) -> Paper:
        self.canvas.showPage()
        return self

    def data(self) -> bytes:
        self.canvas.save()
        return self._buffer.getvalue()

"""Pages as they lie on a desk: a typed list, a table, two columns; skewed, noisy, pale,
photographed at an angle. Companies that don't exist.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from decroche.intake.demo import demo_rows
from decroche.intake.paper.straighten import coefficients

FONTS = "/usr/share/fonts/truetype/dejavu"
LAYOUTS = ("list", "table", "columns")
FLAWS = ("clean", "skew", "noise", "pale", "camera", "turned")


@dataclass(slots=True)
class Page:
    """A picture and what stands on it: [(name, number, town)]."""

    picture: Image.Image
    rows: list[tuple[str, str, str]] = field(default_factory=list)


def make(layout: str, flaw: str, seed: int, companies: int = 20) -> Page:
    """One page at about 200 dpi."""
    chance = random.Random(f"{layout}{flaw}{seed}")
    known: dict[str, tuple[str, str, str]] = {}
    for row in demo_rows(companies * 6, seed + 7):
        if row[6] and len(known) < companies and len(row[0]) < 34:
            known.setdefault(row[0], (row[0], _spelt(row[6], chance), row[5]))
    rows = list(known.values())
    picture = {"list": _list, "table": _table, "columns": _columns}[layout](rows)
    return Page(_flawed(picture, flaw, chance), rows)


def _spelt(number: str, chance: random.Random) -> str:
    digits = "".join(letter for letter in number if letter.isdigit())[-9:]
    pairs = [f"0{digits[0]}", *(digits[i : i + 2] for i in range(1, 9, 2))]
    return chance.choice([" ", "."]).join(pairs)


def _font(size: int, *, bold: bool = False, serif: bool = False) -> ImageFont.FreeTypeFont:
    name = "DejaVuSerif" if serif else "DejaVuSans"
    return ImageFont.truetype(f"{FONTS}/{name}{'-Bold' if bold else ''}.ttf", size)


def _sheet() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.new("L", (1654, 2339), 252)
    return sheet, ImageDraw.Draw(sheet)


def _list(rows: list[tuple[str, str, str]]) -> Image.Image:
    sheet, pen = _sheet()
    pen.text((120, 110), "Entreprises à appeler", fill=20, font=_font(46, bold=True))
    for index, (name, number, town) in enumerate(rows):
        pen.text(
            (120, 240 + index * 80),
            f"{name}  {number}  {town}",
            fill=25,
            font=_font(30, serif=True),
        )
    return sheet


def _table(rows: list[tuple[str, str, str]]) -> Image.Image:
    sheet, pen = _sheet()
    edges = (100, 800, 1200, 1554)
    lines = [("Entreprise", "Téléphone", "Ville"), *rows]
    for index, row in enumerate(lines):
        top = 200 + index * 76
        pen.line((edges[0], top, edges[-1], top), fill=90, width=2)
        for left, text in zip(edges, row, strict=False):
            pen.text((left + 14, top + 20), text, fill=25, font=_font(27, bold=index == 0))
    bottom = 200 + len(lines) * 76
    pen.line((edges[0], bottom, edges[-1], bottom), fill=90, width=2)
    for left in edges:
        pen.line((left, 200, left, bottom), fill=90, width=2)
    return sheet


def _columns(rows: list[tuple[str, str, str]]) -> Image.Image:
    sheet, pen = _sheet()
    half = (len(rows) + 1) // 2
    for side, part in enumerate((rows[:half], rows[half:])):
        for index, (name, number, town) in enumerate(part):
            left, top = 90 + side * 790, 200 + index * 150
            pen.text((left, top), name, fill=25, font=_font(28, bold=True))
            pen.text((left, top + 44), f"{number}  {town}", fill=25, font=_font(28))
    return sheet


def _flawed(sheet: Image.Image, flaw: str, chance: random.Random) -> Image.Image:
    if flaw == "skew":
        return sheet.rotate(
            chance.uniform(2, 7) * chance.choice([1, -1]),
            resample=Image.Resampling.BICUBIC,
            expand=True,
            fillcolor=250,
        )
    if flaw == "noise":
        pixels = np.asarray(sheet.filter(ImageFilter.GaussianBlur(0.7)), dtype=np.float32)
        grain = np.random.default_rng(chance.randrange(10**6)).normal(0, 22, pixels.shape)
        return Image.fromarray(np.clip(pixels + grain, 0, 255).astype(np.uint8))
    if flaw == "pale":
        return sheet.point([int(150 + value * 60 / 255) for value in range(256)])
    if flaw == "turned":
        return sheet.rotate(90, expand=True)
    return _photographed(sheet, chance) if flaw == "camera" else sheet


def _photographed(sheet: Image.Image, chance: random.Random) -> Image.Image:
    """On a dark desk, seen at an angle, lit from one side."""
    width, height = sheet.size
    desk = Image.new("L", (width + 400, height + 400), 70)

    def off() -> int:
        return chance.randint(-90, 90)

    corners = [
        (200 + off(), 200 + off()),
        (width + 200 + off(), 200 + off()),
        (width + 200 + off(), height + 200 + off()),
        (200 + off(), height + 200 + off()),
    ]
    seen = sheet.transform(
        desk.size,
        Image.Transform.PERSPECTIVE,
        coefficients(corners, [(0, 0), (width, 0), (width, height), (0, height)]),
        Image.Resampling.BICUBIC,
    )
    mask = Image.new("L", sheet.size, 255).transform(
        desk.size,
        Image.Transform.PERSPECTIVE,
        coefficients(corners, [(0, 0), (width, 0), (width, height), (0, height)]),
    )
    desk.paste(seen, mask=mask)
    light = (
        np.linspace(1.0, 0.62, desk.size[0])[None, :]
        * np.linspace(1.0, 0.85, desk.size[1])[:, None]
    )
    pixels = np.asarray(desk, dtype=np.float32) * light
    grain = np.random.default_rng(chance.randrange(10**6)).normal(0, 6, pixels.shape)
    return Image.fromarray(np.clip(pixels + grain, 0, 255).astype(np.uint8)).filter(
        ImageFilter.GaussianBlur(0.6)
    )

"""Makes a page straight, evenly lit and free of ruled lines, so that it can be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

Grey = npt.NDArray[np.float32]
"""A picture, height × width, 0 black to 255 white."""
_SEEN = 420
_MOST_SKEW = 12.0


def straighten(picture: Image.Image) -> Image.Image:
    """Returns the sheet cut out of the picture when the background is darker, evenly lit, and
    turned so that its lines are level.
    """
    flat = even_light(_cut_out(picture))
    angle = skew(flat)
    if abs(angle) >= 0.15:
        flat = flat.rotate(angle, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    return flat


def even_light(picture: Image.Image) -> Image.Image:
    """Removes shades and pale ink: each place is compared with the brightest paper around it, then
    stretched from black to white.
    """
    small = picture.resize(
        (max(1, picture.width // 8), max(1, picture.height // 8)), Image.Resampling.BOX
    )
    paper = (
        small.filter(ImageFilter.MaxFilter(9))
        .filter(ImageFilter.GaussianBlur(12))
        .resize(picture.size, Image.Resampling.BILINEAR)
    )
    grey = _array(picture) / np.maximum(_array(paper), 1.0)
    if _grain(grey) > 0.045:
        grey = (
            _array(
                Image.fromarray(np.clip(grey * 255, 0, 255).astype(np.uint8)).filter(
                    ImageFilter.GaussianBlur(1.1)
                )
            )
            / 255
        )
    light = float(np.percentile(grey, 70))
    dark = min(
        float(np.percentile(grey, 0.5)), 0.75 * light
    )  # a page with few words has hardly any ink to measure
    return _picture((grey - dark) / max(light - dark, 0.05) * 255)


def without_rules(picture: Image.Image) -> Image.Image:
    """Removes the ruled lines of a table: long thin strokes become white."""
    grey = _array(picture)
    dark = grey < 150
    ruled = _long_runs(dark, 1, max(60, picture.width // 14)) | _long_runs(
        dark, 0, max(60, picture.height // 22)
    )
    spread = ruled.copy()
    spread[1:] |= ruled[:-1]
    spread[:-1] |= ruled[1:]
    spread[:, 1:] |= ruled[:, :-1]
    spread[:, :-1] |= ruled[:, 1:]
    grey[spread] = 255
    return _picture(grey)


def skew(picture: Image.Image) -> float:
    """Returns by how many degrees to turn the page counter-clockwise so that its lines are level:
    with that angle, ink gathers most sharply in rows.
    """
    long = max(picture.size)
    small = picture.resize(
        (max(1, picture.width * 900 // long), max(1, picture.height * 900 // long)),
        Image.Resampling.BOX,
    )
    ink = Image.fromarray((np.clip(200 - _array(small), 0, 200)).astype(np.uint8))
    if float(np.mean(_array(ink))) < 0.3:
        return 0.0
    best = max(
        np.arange(-_MOST_SKEW, _MOST_SKEW + 0.1, 1.0),
        key=lambda angle: _sharpness(ink, float(angle)),
    )
    for step in (0.5, 0.25, 0.1):
        best = max(
            (best - step, best, best + step), key=lambda angle: _sharpness(ink, float(angle))
        )
    return float(best)


def _sharpness(ink: Image.Image, angle: float) -> float:
    rows = _array(ink.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=0)).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())


def _cut_out(picture: Image.Image) -> Image.Image:
    """Returns the sheet alone, when its four corners are seen on a darker background."""
    factor = _SEEN / max(picture.size)
    small = picture.resize(
        (max(1, round(picture.width * factor)), max(1, round(picture.height * factor))),
        Image.Resampling.BOX,
    )
    grey = _array(small.filter(ImageFilter.MedianFilter(5)).filter(ImageFilter.MaxFilter(7)))
    light = grey > _otsu(grey)
    share = float(light.mean())
    if not 0.25 < share < 0.97 or float(grey[light].mean() - grey[~light].mean()) < 45:
        return picture
    rows, columns = np.nonzero(light)
    sums, differences = columns + rows, columns - rows
    places = [
        int(sums.argmin()),
        int(differences.argmax()),
        int(sums.argmax()),
        int(differences.argmin()),
    ]
    corners = [(float(columns[place]) / factor, float(rows[place]) / factor) for place in places]
    area = _area(corners) * factor * factor / light.sum()
    if not 0.85 < area < 1.15:  # what is light is no sheet of four corners
        return picture
    width = round((_far(corners[0], corners[1]) + _far(corners[3], corners[2])) / 2)
    height = round((_far(corners[0], corners[3]) + _far(corners[1], corners[2])) / 2)
    if min(width, height) < 300:
        return picture
    target = [(0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height))]
    return picture.transform(
        (width, height),
        Image.Transform.PERSPECTIVE,
        coefficients(target, corners),
        Image.Resampling.BICUBIC,
    )


def coefficients(
    to: Sequence[tuple[float, float]], at: Sequence[tuple[float, float]]
) -> list[float]:
    """Returns the eight numbers with which Pillow finds each place of the new picture (`to`) in the
    old one (`at`).
    """
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(to, at, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    return [
        float(value)
        for value in np.linalg.solve(
            np.array(rows), np.array([value for place in at for value in place])
        )
    ]


def _otsu(grey: Grey) -> float:
    """Returns the brightness that separates a picture best into dark and light (Otsu, 1979)."""
    counts, edges = np.histogram(grey, bins=64, range=(0, 255))
    middle = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * middle)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = below * above * np.square(sums / below - (sums[-1] - sums) / above)
    return float(edges[1 + int(np.nan_to_num(apart)[:-1].argmax())])


def _grain(grey: Grey) -> float:
    """Returns how noisy the paper is: the median difference between neighbouring places where
    nothing is written.
    """
    return float(np.median(np.abs(np.diff(grey[::3, ::1], axis=1))))


def _long_runs(dark: npt.NDArray[np.bool_], axis: int, length: int) -> npt.NDArray[np.bool_]:
    """Returns the places where dark goes on for at least `length` pixels along an axis, small gaps
    allowed.
    """
    total = np.cumsum(dark, axis=axis, dtype=np.int32)
    ahead = np.roll(total, -length, axis=axis) - total
    full = ahead >= length * 0.93
    if axis:
        full[:, -length:] = False
    else:
        full[-length:] = False
    marks = np.zeros(dark.shape, dtype=np.int32)
    moved = np.roll(full, length, axis=axis)
    marks += full
    marks -= moved
    return (np.cumsum(marks, axis=axis) > 0) & dark


def _area(corners: list[tuple[float, float]]) -> float:
    return (
        abs(
            sum(
                x * v - u * y
                for (x, y), (u, v) in zip(corners, [*corners[1:], corners[0]], strict=True)
            )
        )
        / 2
    )


def _far(one: tuple[float, float], two: tuple[float, float]) -> float:
    return float(np.hypot(one[0] - two[0], one[1] - two[1]))


def _array(picture: Image.Image) -> Any:
    return np.asarray(picture, dtype=np.float32).copy()


def _picture(grey: Grey) -> Image.Image:
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))

"""Static files whose address changes with their content, so that browsers may keep them for a
year.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


@cache
def _stamp(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        return ""
    with open(path, "rb") as file:
        return sha256(file.read()).hexdigest()[:12]


class StampedStorage(StaticFilesStorage):
    """Adds ?v=digest to addresses; the files keep their names."""

    def url(self, name: str | None, force: bool = False) -> str:
        plain = super().url(name)
        if not name or settings.DEBUG:
            return plain
        stamp = _stamp(name)
        return f"{plain}?v={stamp}" if stamp else plain

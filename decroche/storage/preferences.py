"""Her settings for the daily copies: the folder, and whether they are sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self


@dataclass(frozen=True, slots=True)
class CopyFolder:
    """The folder of the daily copies, "" for the one in the data folder."""

    SECTION: ClassVar[str] = "copies"
    folder: str = ""
    sealed: bool = False
    """Whether copies are sealed with her passphrase."""

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """The settings from stored values; a folder that is not a text is ""."""
        folder = stored.get("folder")
        return cls(folder if isinstance(folder, str) else "", stored.get("sealed") is True)

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        return {"folder": self.folder, "sealed": self.sealed}

"""Programs of the system that the desk can use: where they are, and how they are had here."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from functools import cache
from pathlib import Path

_HOW = {
    "tesseract": {
        "debian": "sudo apt install tesseract-ocr tesseract-ocr-fra",
        "fedora": "sudo dnf install tesseract tesseract-langpack-fra",
        "arch": "sudo pacman -S tesseract tesseract-data-fra",
        "suse": "sudo zypper install tesseract-ocr tesseract-ocr-traineddata-french",
        "darwin": "brew install tesseract tesseract-lang",
        # Its installer asks for the languages; French is not among them unless it is chosen.
        "win32": "winget install --interactive UB-Mannheim.TesseractOCR",
    },
    "keyring": {
        "debian": "sudo apt install gnome-keyring",
        "fedora": "sudo dnf install gnome-keyring",
        "arch": "sudo pacman -S gnome-keyring",
        "suse": "sudo zypper install gnome-keyring",
    },
    "browser": {
        "debian": "sudo apt install firefox-esr xdg-utils",
        "fedora": "sudo dnf install firefox xdg-utils",
        "arch": "sudo pacman -S firefox xdg-utils",
        "suse": "sudo zypper install MozillaFirefox xdg-utils",
    },
}
_PLACES = ("/opt/homebrew/bin", "/usr/local/bin", r"C:\Program Files\Tesseract-OCR")
"""Where programs lie that a desk started by a click does not find on its path."""


def how_to_get(program: str, system: str = "") -> str:
    """The command that installs a program (tesseract, keyring, browser) on a system, by default on
    this one; "" when it is not known.
    """
    return _HOW[program].get(system or this_system(), "")


@cache
def this_system() -> str:
    """win32, darwin, or the family of the Linux: debian, fedora, arch, suse; "" for another."""
    system: str = sys.platform  # a text that mypy does not take for the one it runs on
    if system in ("win32", "darwin"):
        return system
    try:
        said = platform.freedesktop_os_release()
    except OSError:
        return ""
    return family_of(said.get("ID", ""), said.get("ID_LIKE", ""))


def family_of(name: str, like: str) -> str:
    """The family of a Linux by ID and ID_LIKE of its os-release."""
    for word in (name, *like.split()):
        for family in ("debian", "fedora", "arch", "suse"):
            if word.startswith(family) or word == {"debian": "ubuntu", "fedora": "rhel"}.get(
                family
            ):
                return family
        if word.startswith("opensuse"):
            return "suse"
    return ""


def find_program(name: str) -> str | None:
    """The path of a program; None when it is not there."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), *map(str, map(Path, _PLACES))))
    return shutil.which(name, path=path)

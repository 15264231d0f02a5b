"""Programs of the system that the desk can use (tesseract, a keyring, a browser): where they are,
and the command that installs them on this system.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from functools import cache
from pathlib import Path

_INSTALL_COMMANDS = {
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
_MORE_FOLDERS = ("/opt/homebrew/bin", "/usr/local/bin", r"C:\Program Files\Tesseract-OCR")
"""Folders of programs that are not on the PATH of a desk that was started by a click."""


_DERIVED = {"debian": "ubuntu", "fedora": "rhel"}
"""By family, the one distribution of it whose ID does not begin with the family's name."""


def how_to_get(program: str, system: str = "") -> str:
    """The command that installs a program (tesseract, keyring, browser) on a system, by default on
    this one; "" when it is not known.
    """
    return _INSTALL_COMMANDS[program].get(system or this_system(), "")


@cache
def this_system() -> str:
    """win32, darwin, or the family of the Linux: debian, fedora, arch, suse; "" for another."""
    # Annotated as a plain str: mypy would otherwise narrow it to the system mypy itself runs on.
    system: str = sys.platform
    if system in ("win32", "darwin"):
        return system
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ""
    return family_of(release.get("ID", ""), release.get("ID_LIKE", ""))


def family_of(name: str, like: str) -> str:
    """The family of a Linux (see `this_system`) by the fields ID and ID_LIKE of its os-release."""
    for identifier in (name, *like.split()):
        for family in ("debian", "fedora", "arch", "suse"):
            if identifier.startswith(family) or identifier == _DERIVED.get(family):
                return family
        if identifier.startswith("opensuse"):
            return "suse"
    return ""


def find_program(name: str) -> str | None:
    """The path of a program, looked for on the PATH and in the usual folders beside it; None when
    it is not there.
    """
    folders = [os.environ.get("PATH", os.defpath), *(str(Path(folder)) for folder in _MORE_FOLDERS)]
    return shutil.which(name, path=os.pathsep.join(folders))

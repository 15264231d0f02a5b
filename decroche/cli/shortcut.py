"""An entry in the menu, so that the desk opens by a click: what is written where, on each system.

A `Plan` is made by a function of the system and carried out by `shortcut_`. The entry of Linux was
tried; those of macOS and Windows are tested as plans only.
"""

from __future__ import annotations

import base64
import os
import plistlib
import shlex
import shutil
import subprocess
import sys
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from decroche import __version__
from decroche.shared.refusal import Refusal

NAME = "Décroche"
_POWERSHELL = """
$ErrorActionPreference = 'Stop'
$shell = New-Object -ComObject WScript.Shell
foreach ($where in 'Desktop', 'Programs') {
  $path = Join-Path ([Environment]::GetFolderPath($where)) 'Décroche.lnk'
  if ($env:DECROCHE_PROGRAM) {
    $link = $shell.CreateShortcut($path)
    $link.TargetPath = $env:DECROCHE_PROGRAM
    $link.Arguments = $env:DECROCHE_ARGUMENTS
    $link.WorkingDirectory = $env:DECROCHE_FOLDER
    $link.IconLocation = $env:DECROCHE_ICON
    $link.Save()
  } elseif (Test-Path $path) { Remove-Item $path }
}
"""


@dataclass(frozen=True, slots=True)
class Start:
    """How the desk is started by a click: the program with its words, and in which folder."""

    words: tuple[str, ...]
    folder: Path


@dataclass(frozen=True, slots=True)
class File:
    """A file to write."""

    path: Path
    content: bytes
    mode: int = 0o644


@dataclass(frozen=True, slots=True)
class Plan:
    """What makes the entry: files, then a command with more of an environment; what is taken away
    when it is removed; and where she finds it.
    """

    files: tuple[File, ...]
    leftovers: tuple[Path, ...]
    where: str
    command: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()


def shortcut_(options: Namespace) -> dict[str, str]:
    """Makes the entry, or takes it away."""
    plan = plan_for(sys.platform, how_to_start(options.data))
    if options.remove:
        _remove(plan)
        return {"removed": plan.where}
    for file in plan.files:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        file.path.write_bytes(file.content)
        file.path.chmod(file.mode)
    _run(plan, dict(plan.environment))
    return {"made": plan.where}


def _remove(plan: Plan) -> None:
    for path in plan.leftovers:
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
    _run(plan, dict.fromkeys(dict(plan.environment), ""))


def _run(plan: Plan, environment: dict[str, str]) -> None:
    if not plan.command:
        return
    done = subprocess.run(
        plan.command,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if done.returncode:
        raise Refusal(_("The entry was not made: %(why)s") % {"why": done.stderr.strip()[-300:]})


def how_to_start(data: str) -> Start:
    """How this installation is started: its own program, the clone's command, or Python."""
    more = ("--data", str(Path(data).resolve())) if data else ()
    windows = sys.platform == "win32"
    clone = settings.PACKAGE.parent
    beside = Path(sys.executable).with_name("decroche-desk.exe" if windows else "decroche-desk")
    if getattr(sys, "frozen", False):
        words: tuple[str, ...] = (sys.executable, *more, "serve", "--no-console")
    elif (clone / "bin" / "start").exists() and not windows:
        words = (str(clone / "bin" / "start"), *more, "--no-console")
    elif beside.exists():
        words = (str(beside), *more)
    else:
        python = Path(sys.executable)
        silent = python.with_name("pythonw.exe") if windows else python
        words = (str(silent), "-m", "decroche", *more, "serve", "--no-console")
    return Start(words, clone)


def plan_for(system: str, start: Start) -> Plan:
    """The plan of a system, named as sys.platform names it."""
    from decroche.cli.icon import icon_picture, icon_svg

    home = Path.home()
    if system == "win32":
        return for_windows(start, settings.DATA_FOLDER, icon_picture("ICO"))
    if system == "darwin":
        return for_mac(start, home / "Applications", icon_picture("ICNS"))
    share = os.environ.get("XDG_DATA_HOME", "")
    return for_linux(start, Path(share) if share else home / ".local" / "share", icon_svg())


def for_linux(start: Start, share: Path, picture: bytes) -> Plan:
    """An entry of the menu, as freedesktop.org describes it, and its icon."""
    icon = share / "icons" / "hicolor" / "scalable" / "apps" / "decroche.svg"
    entry = share / "applications" / "decroche.desktop"
    words = desktop_entry(start.words, str(icon), start.folder)
    files = (File(icon, picture), File(entry, words.encode()))
    return Plan(files, (icon, entry), str(entry))


def desktop_entry(words: tuple[str, ...], icon: str, folder: Path | None = None) -> str:
    """The text of a .desktop file, in English and French."""
    lines = ["[Desktop Entry]", "Type=Application", "Version=1.0", f"Name={NAME}"]
    for language, ending in (("en", ""), ("fr", "[fr]")):
        with translation.override(language):
            lines.append(f"GenericName{ending}={_('Prospecting desk')}")
            lines.append(f"Comment{ending}={_('Call companies one after another')}")
    lines.append("Exec=" + " ".join(map(_desktop_word, words)))
    if folder:
        lines.append(f"Path={folder}")
    lines += [f"Icon={icon}", "Terminal=false", "Categories=Office;ContactManagement;"]
    return "\n".join([*lines, "StartupNotify=false", ""])


def _desktop_word(word: str) -> str:
    """A word of Exec: quoted, then escaped as every string of the file is; % stands for a field."""
    for sign in ("\\", '"', "`", "$"):
        word = word.replace(sign, f"\\{sign}")
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'


def for_mac(start: Start, applications: Path, picture: bytes) -> Plan:
    """A small application. It starts the desk and ends, so that a second click starts it again,
    which opens the desk once more in the browser.
    """
    app = applications / f"{NAME}.app"
    about = {
        "CFBundleName": NAME,
        "CFBundleDisplayName": NAME,
        "CFBundleIdentifier": "app.decroche.desk",
        "CFBundleExecutable": "decroche",
        "CFBundleIconFile": "decroche.icns",
        "CFBundlePackageType": "APPL",
        "CFBundleShortVersionString": __version__,
        "LSUIElement": True,
    }
    script = f"#!/bin/sh\ncd {shlex.quote(str(start.folder))}\nnohup {shlex.join(start.words)}"
    files = (
        File(app / "Contents" / "Info.plist", plistlib.dumps(about)),
        File(app / "Contents" / "Resources" / "decroche.icns", picture),
        File(
            app / "Contents" / "MacOS" / "decroche",
            f"{script} >/dev/null 2>&1 &\n".encode(),
            0o755,
        ),
    )
    return Plan(files, (app,), str(app))


def for_windows(start: Start, folder: Path, picture: bytes) -> Plan:
    """A link on the desktop and one in the start menu, made by the shell of Windows; the words
    reach it through the environment, so that no sign in a path needs quoting.
    """
    icon = folder / "decroche.ico"
    encoded = base64.b64encode(_POWERSHELL.encode("utf-16-le")).decode()
    program, *words = start.words
    return Plan(
        (File(icon, picture),),
        (icon,),
        f"{NAME}.lnk",
        ("powershell", "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded),
        (
            ("DECROCHE_PROGRAM", program),
            ("DECROCHE_ARGUMENTS", subprocess.list2cmdline(words)),
            ("DECROCHE_FOLDER", str(start.folder)),
            ("DECROCHE_ICON", str(icon)),
        ),
    )

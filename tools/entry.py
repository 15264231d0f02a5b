"""The entry of the menu and the icons of the packages, drawn from the product's own."""

from __future__ import annotations

import os


def _product() -> None:
    """The settings are loaded with a data folder of no account."""
    import tempfile

    import django

    os.environ.setdefault("DECROCHE_DATA", tempfile.mkdtemp(prefix="decroche-package-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "decroche.config.settings")
    django.setup()


def entry_for_all() -> str:
    """The .desktop file for all accounts of a computer."""
    _product()
    from decroche.cli.shortcut import desktop_entry

    return desktop_entry(("/usr/bin/decroche-desk",), "decroche")


def icons() -> dict[str, bytes]:
    """The icon by its place in the theme hicolor."""
    _product()
    from decroche.cli.icon import icon_picture, icon_svg

    return {
        "scalable/apps/decroche.svg": icon_svg(),
        "256x256/apps/decroche.png": icon_picture("PNG", 256),
        "48x48/apps/decroche.png": icon_picture("PNG", 48),
    }


def pictures() -> dict[str, bytes]:
    """The icon as Windows and macOS want it."""
    _product()
    from decroche.cli.icon import icon_picture

    return {"decroche.ico": icon_picture("ICO"), "decroche.icns": icon_picture("ICNS")}

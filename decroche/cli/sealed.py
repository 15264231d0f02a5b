"""`decroche unseal`: opening a sealed copy without the desk, for instance on another computer."""

from __future__ import annotations

import sys
from argparse import Namespace
from getpass import getpass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from decroche.shared.refusal import Refusal
from decroche.storage.sealing import unseal


def unseal_(options: Namespace) -> dict[str, Any]:
    """Writes the content of a sealed copy to another file. The passphrase is typed, or read from
    the first line of standard input. It is no argument, since other programs can see those.
    """
    sealed, target = Path(options.file), Path(options.to)
    if not sealed.is_file():
        raise Refusal(_("There is no file %(file)s.") % {"file": sealed})
    if target.exists():
        words = _("%(file)s exists already. Choose another name: a backup never overwrites.")
        raise Refusal(words % {"file": target})
    try:
        unseal(sealed, target, _read_passphrase())
    except OSError as error:
        words = _("The backup can't be written to %(file)s: %(why)s.")
        raise Refusal(words % {"file": target, "why": error}) from None
    return {"file": str(target), "bytes": target.stat().st_size}


def _read_passphrase() -> str:
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass(_("Passphrase:") + " ")
    return sys.stdin.readline().rstrip("\r\n") if sys.stdin is not None else ""

"""Opening a sealed copy without the desk: on another computer, or to look at it."""

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
    """{"file", "bytes"}: what a sealed copy holds, written beside. The passphrase is typed, or read
    from the first line of what is piped in: it never stands in the command itself.
    """
    sealed, target = Path(options.file), Path(options.to)
    if not sealed.is_file():
        raise Refusal(_("There is no file %(file)s.") % {"file": sealed})
    if target.exists():
        words = _("%(file)s exists already. Choose another name: a backup never overwrites.")
        raise Refusal(words % {"file": target})
    try:
        unseal(sealed, target, _typed())
    except OSError as error:
        words = _("The backup can't be written to %(file)s: %(why)s.")
        raise Refusal(words % {"file": target, "why": error}) from None
    return {"file": str(target), "bytes": target.stat().st_size}


def _typed() -> str:
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass(_("Passphrase:") + " ")
    return sys.stdin.readline().rstrip("\r\n") if sys.stdin is not None else ""

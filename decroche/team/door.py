"""The door of the desk: a link that opens it once, and the session it leaves in a browser.

Both are signed with the session key and the access token of the data folder, so that a new token
ends them all. That a link was used, or a session ended, is a file of its number in the folder
`door`: made in one step, whichever process is asked.
"""

from __future__ import annotations

import hmac
import os
import secrets
import time
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from decroche.config.readers import new_secret, secret

LINK_SECONDS = 600
SESSION_SECONDS = 30 * 86400
"""A browser forgets a session when it is closed; the desk after thirty days."""


def token() -> str:
    """The access token of the data folder, as it is now."""
    path = Path(settings.DATA_FOLDER) / "api-token"
    try:
        found = _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        found = settings.ACCESS_TOKEN
    return found


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> str:
    return path.read_text(encoding="ascii").strip()


def token_matches(given: str) -> bool:
    """Whether this is the access token, compared in constant time; an empty one never is."""
    expected = token()
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())


def new_token() -> None:
    """Puts another access token in place: every link and session ends, and the API's key with
    them.
    """
    new_secret(Path(settings.DATA_FOLDER), "api-token")
    _read.cache_clear()


def new_key(folder: Path | None = None) -> str:
    """The key of a link that opens the desk of a data folder (by default the present one) once,
    within ten minutes.
    """
    if folder is None:
        return _signed("link", settings.SECRET_KEY, token())
    return _signed("link", secret(folder, "secret-key"), secret(folder, "api-token"))


def desk_mark(workspace: int, member: int) -> str:
    """A name for a member's desk of this data folder that tells nothing of it: two folders that
    are served at one address, one after the other, have two.
    """
    return salted_hmac("decroche.desk", f"{workspace}.{member}").hexdigest()[:16]


def session_for(key: str) -> str | None:
    """A new session for the key of a link; None when it was used, is too old, or is none."""
    number = _number(key, "link", LINK_SECONDS)
    if number is None or not _close(number):
        return None
    return _signed("session", settings.SECRET_KEY, token())


def let_in(request: HttpRequest, response: HttpResponse, session: str) -> None:
    """Leaves the session in the browser, until it is closed."""
    response.set_cookie(_cookie(request), session, httponly=True, samesite="Strict")


def is_in(request: HttpRequest) -> bool:
    """Whether the browser has an open session."""
    number = _number(request.COOKIES.get(_cookie(request), ""), "session", SESSION_SECONDS)
    return number is not None and not _mark(number).exists()


def end(request: HttpRequest, response: HttpResponse) -> None:
    """Ends the session of this browser: a copy of its cookie opens nothing either."""
    number = _number(request.COOKIES.get(_cookie(request), ""), "session", SESSION_SECONDS)
    if number is not None:
        _close(number)
    response.delete_cookie(_cookie(request), samesite="Strict")


def _cookie(request: HttpRequest) -> str:
    """Browsers keep one jar for all ports of a machine: two desks have two names."""
    return f"decroche-{request.get_port()}"


def _signed(what: str, key: str, access: str) -> str:
    return _signer(what, key, access).sign(secrets.token_hex(16))


def _signer(what: str, key: str, access: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(key=f"{key}:{access}", salt=f"decroche.door.{what}")


def _number(signed: str, what: str, seconds: int) -> str | None:
    if not signed or len(signed) > 200 or not token():
        return None
    try:
        return _signer(what, settings.SECRET_KEY, token()).unsign(signed, max_age=seconds)
    except signing.BadSignature:
        return None


def _mark(number: str) -> Path:
    return Path(settings.DATA_FOLDER) / "door" / number


def _close(number: str) -> bool:
    """Notes that a link was used or a session ended; False when it was noted before."""
    mark = _mark(number)
    mark.parent.mkdir(mode=0o700, exist_ok=True)
    _forget_old(mark.parent)
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    return True


def _forget_old(folder: Path) -> None:
    """What is older than any link or session needs no mark."""
    for mark in folder.iterdir():
        if mark.stat().st_mtime < time.time() - SESSION_SECONDS - 86400:
            mark.unlink(missing_ok=True)

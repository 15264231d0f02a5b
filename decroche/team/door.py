"""The door of the desk: a link that opens it once, and the session that it leaves in a browser.

Links and sessions have a random number, and are signed with the session key and the access token of
the data folder: a new token ends them all. When a link was used or a session was ended, a file with
its number as its name is made in the folder `door`. Only one process can make it, so that a link
works once, whichever process is asked. An open session has a file in `door/open` that holds the
name of its browser; when that file was last changed, the session was last used.
"""

from __future__ import annotations

import hmac
import os
import secrets
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from decroche.config.readers import new_secret, secret

LINK_SECONDS = 600
SESSION_SECONDS = 30 * 86400
"""How long the desk keeps a session. A browser forgets it earlier, when it is closed."""
_MARKS = 1000
"""How many files of used links and ended sessions are kept at least, however old they are."""
_USED_SECONDS = 300
"""The time of the last use is not noted again within so many seconds."""
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""The names by which browsers identify themselves; the first that is found counts, since Edge and
Opera also name Chrome, which also names Safari.
"""
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser in which the desk is open. `name` is what the browser calls itself, or ""; `here`
    says that it is the browser that asks.
    """

    number: str
    name: str
    used_at: datetime
    here: bool


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
    shutil.rmtree(_open_folder(), ignore_errors=True)


def new_key(folder: Path | None = None) -> str:
    """The key of a link that opens the desk of a data folder (by default the present one) once,
    within ten minutes.
    """
    if folder is None:
        return _signed("link", settings.SECRET_KEY, token())
    return _signed("link", secret(folder, "secret-key"), secret(folder, "api-token"))


def desk_mark(workspace: int, member: int) -> str:
    """A name for a member's desk of this data folder, which reveals nothing about it: two folders
    that are served at one address, one after the other, have different names.
    """
    return salted_hmac("decroche.desk", f"{workspace}.{member}").hexdigest()[:16]


def session_for(key: str) -> str | None:
    """A new session for the key of a link; None when it was used, is too old, or is not a key."""
    number = _number(key, "link", LINK_SECONDS)
    if number is None or not _close(number):
        return None
    return _signed("session", settings.SECRET_KEY, token())


def let_in(request: HttpRequest, response: HttpResponse, session: str) -> None:
    """Leaves the session in the browser, until it is closed."""
    response.set_cookie(
        _cookie(request), session, httponly=True, samesite="Strict", secure=request.is_secure()
    )
    number = _number(session, "session", SESSION_SECONDS)
    if number is not None:
        _note_use(number, browser_name(request.headers.get("User-Agent", "")))


def is_in(request: HttpRequest) -> bool:
    """Whether the browser has an open session. Its use is noted."""
    number = _session_of(request)
    if number is None or _mark(number).exists():
        return False
    _note_use(number, browser_name(request.headers.get("User-Agent", "")))
    return True


def session_mark(request: HttpRequest) -> str:
    """A name for the session of this browser, with which nobody can open the desk; "" without a
    session.
    """
    number = _session_of(request)
    return salted_hmac("decroche.session", number).hexdigest()[:32] if number else ""


def end(request: HttpRequest, response: HttpResponse) -> None:
    """Ends the session of this browser: a copy of its cookie opens nothing either."""
    number = _session_of(request)
    if number is not None:
        _end(number)
    response.delete_cookie(_cookie(request), samesite="Strict")


def end_number(number: str) -> bool:
    """Ends an open session by its number; False when there is none of that number."""
    if number not in {one.name for one in _open_marks()}:
        return False
    _end(number)
    return True


def open_sessions(request: HttpRequest) -> list[OpenSession]:
    """The browsers in which the desk is open, this one first, then by their last use."""
    here = _session_of(request)
    found = []
    for mark in _open_marks():
        name = mark.read_text(encoding="utf-8").partition("\n")[2]
        used = datetime.fromtimestamp(mark.stat().st_mtime, UTC)
        found.append(OpenSession(mark.name, name, used, mark.name == here))
    return sorted(found, key=lambda one: (not one.here, -one.used_at.timestamp()))


def browser_name(said: str) -> str:
    """“Firefox, Windows”, from the header User-Agent of a browser; "" when that names neither."""
    parts = (
        next((name for sign, name in table if sign in said), "") for table in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(part for part in parts if part)


def _session_of(request: HttpRequest) -> str | None:
    return _number(request.COOKIES.get(_cookie(request), ""), "session", SESSION_SECONDS)


def _note_use(number: str, name: str) -> None:
    """Notes that a session is used, at most every few minutes: in a file with the second in which
    it was first seen, then the name of its browser.
    """
    mark = _open_folder() / number
    now = time.time()
    try:
        if now - _USED_SECONDS < mark.stat().st_mtime <= now:
            return
        os.utime(mark)
    except FileNotFoundError:
        mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mark.write_text(f"{now:.0f}\n{name}", encoding="utf-8")


def _open_folder() -> Path:
    return Path(settings.DATA_FOLDER) / "door" / "open"


def _open_marks() -> list[Path]:
    """The files of the sessions that can still be used; those of older sessions are deleted."""
    folder = _open_folder()
    marks = list(folder.iterdir()) if folder.exists() else []
    oldest = time.time() - SESSION_SECONDS
    for mark in marks:
        if float(mark.read_text(encoding="utf-8").partition("\n")[0] or 0) < oldest:
            mark.unlink(missing_ok=True)
    return [mark for mark in marks if mark.exists()]


def _end(number: str) -> None:
    _close(number)
    (_open_folder() / number).unlink(missing_ok=True)


def _cookie(request: HttpRequest) -> str:
    """The name of the cookie. Browsers keep one set of cookies for all ports of a machine, so each
    desk has a name of its own.
    """
    return f"decroche-{request.get_port()}"


def _signed(what: Literal["link", "session"], key: str, access: str) -> str:
    """A new random number, signed as that of a link or of a session."""
    return _signer(what, key, access).sign(secrets.token_hex(16))


def _signer(what: str, key: str, access: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(key=f"{key}:{access}", salt=f"decroche.door.{what}")


def _number(signed: str, what: Literal["link", "session"], seconds: int) -> str | None:
    """The number that was signed; None when that is longer ago than `seconds`, or was not here."""
    if not signed or len(signed) > 200 or not token():
        return None
    try:
        return _signer(what, settings.SECRET_KEY, token()).unsign(signed, max_age=seconds)
    except signing.BadSignature:
        return None


def _mark(number: str) -> Path:
    """The file that says that this link was used, or this session ended."""
    return Path(settings.DATA_FOLDER) / "door" / number


def _close(number: str) -> bool:
    """Notes that a link was used or that a session was ended; False when it was noted before."""
    mark = _mark(number)
    mark.parent.mkdir(mode=0o700, exist_ok=True)
    _forget_old(mark.parent)
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    return True


def _forget_old(folder: Path) -> None:
    """Deletes marks that are older than any link or session; the last `_MARKS` stay whatever the
    clock says, for it may be ahead, and what was ended must not open again once it is right.
    """
    marks = sorted(
        ((mark.stat().st_mtime, mark) for mark in folder.iterdir() if mark.is_file()), reverse=True
    )
    for at, mark in marks[_MARKS:]:
        if at < time.time() - SESSION_SECONDS - 86400:
            mark.unlink(missing_ok=True)

"""The telephones of this desk, put together: the server they talk to, the sessions, the pairing and
what is shown.

The server runs in the process that serves the pages, and only while a telephone is paired or a
pairing is open.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock, Timer
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import close_old_connections, transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

from decroche.config.readers import own_host_names
from decroche.gateways.telephone.sessions import Sessions
from decroche.shared.typed import clean
from decroche.team.language import visitor_language
from decroche.team.queries import member_by_number
from decroche.telephone import devices
from decroche.telephone.exchange import Exchange
from decroche.telephone.pairing import PREFIX, SECONDS, Pairing, Pairings

if TYPE_CHECKING:
    from decroche.gateways.telephone.listener import Listener

_STATIC = Path(__file__).resolve().parent.parent / "ui" / "static"

LOOK = "look"
"""What the desk says in the place of a telephone that listens: may the card still be called?"""
_LOOKS_EACH = 14.0
"""Seconds between two looks: a bit less than between two heartbeats, at which it looks."""

log = logging.getLogger(__name__)


@cache
def page_mark() -> str:
    """The mark of the telephone's page in this version. A page that was left open over an update
    has another one, and is loaded anew.
    """
    files = [*_STATIC.glob("built/telephone*"), Path(__file__).with_name("page.html")]
    content = b"".join(path.read_bytes() for path in sorted(files))
    return sha256(content).hexdigest()[:16]


class Telephones:
    """All of the telephones, once in a process (`telephones`). `exchange` is what they show,
    `pairings` the pairings that are open, `sessions` the open sessions. It is the `Backend` that
    the listener asks.
    """

    def __init__(self) -> None:
        self.exchange = Exchange()
        self.pairings = Pairings()
        self.sessions = Sessions(self)
        self._listener: Listener | None = None
        self._lock = Lock()
        self._timers: list[Timer] = []  # those that end pairings
        self._looked: dict[int, float] = {}  # when, by the key of the member
        self.exchange.changed = self._wake

    # The methods of `Backend`, called in threads of the listener.

    def key_of(self, who: str) -> bytes | None:
        """See `Backend`."""
        if who.startswith(PREFIX):
            return self.pairings.key_of(who)
        return devices.key_for(who) if devices.device(who) else None

    def answer(self, who: str, content: dict[str, Any]) -> Mapping[str, Any]:
        """See `Backend`. A text may have half a letter (a note that was cut in the middle of an
        emoji), which nothing could keep: the telephone would send it again for ever. What has more
        levels than any message is answered with nothing.
        """
        try:
            content = clean(content)
        except ValueError:
            return {}
        if who.startswith(PREFIX):
            return self._pair_device(who, content)
        device = devices.device(who)
        if device is None:
            return {}
        self._hear(who)
        return self._answered(device.member, who, content)

    def newer(self, who: str, seen: int) -> Mapping[str, Any] | None:
        """See `Backend`."""
        device = devices.device(who)
        if device is None:
            return None
        self._hear(who)
        self._look(device.member, who)
        return self.exchange.newer(device.member, seen)

    def page(self, languages: str) -> str:
        """See `Backend`."""
        request = HttpRequest()
        request.META["HTTP_ACCEPT_LANGUAGE"] = languages
        with translation.override(visitor_language(request)):
            return render_to_string("telephone/page.html", {"mark": page_mark()})

    def _look(self, member: int, device_id: str) -> None:
        """Looks whether the card that is shown may still be called, if that was long ago."""
        has_card = self.exchange.now(member)["card"].get("key")
        if has_card and monotonic() - self._looked.get(member, 0) >= _LOOKS_EACH:
            self._looked[member] = monotonic()
            self._answered(member, device_id, {"do": LOOK})

    def _answered(self, member: int, device_id: str, content: dict[str, Any]) -> Mapping[str, Any]:
        """The answer of the desk. As Django does around a request, a connection to the database
        that broke while idle is not used again.
        """
        close_old_connections()
        try:
            return self.exchange.answer(member, device_id, content)
        finally:
            close_old_connections()

    def _hear(self, device_id: str) -> None:
        """A telephone of the list spoke with its own key."""
        self.pairings.heard(device_id)
        try:
            devices.note_seen(device_id)
        except OSError:  # a full disk: what the telephone asks is answered all the same
            log.warning("when the telephone was seen can't be kept", exc_info=True)

    def _pair_device(self, pairing: str, content: dict[str, Any]) -> dict[str, Any]:
        """Answers the message of a telephone that is being paired: its id and its key from now on;
        empty when it is not paired. Where the list is full, that is said: the code works once
        another telephone was taken off.
        """
        if content.get("do") != "claim":
            return {}
        try:
            device = self.pairings.claim(
                pairing,
                str(content.get("claim", "")),
                devices.name_in(str(content.get("name", ""))),
                str(content.get("language", "")),
            )
        except devices.TooMany:
            return {"why": "many"}
        if device is None:
            return {}
        self.sessions.close_all(pairing)
        self._later()
        return {"who": device.device_id, "key": devices.key_for(device.device_id).hex()}

    # What the desk calls.

    def pair(self, member: int) -> Pairing:
        """Opens a pairing, and starts to listen; once its time is over without a telephone, the
        port is closed again. Raises TooMany, and OSError when the port can't be had.
        """
        if len(devices.all_devices()) >= devices.MOST:
            raise devices.TooMany
        pairing = self.pairings.begin(member)
        try:
            self.listen()
        except OSError:
            self.pairings.close_of(member)
            raise
        self._later()
        return pairing

    def revoke(self, member: int, device_id: str) -> bool:
        """Takes a telephone off the list; its messages are refused from now on. Returns whether it
        was there.
        """
        done = devices.revoke(member, device_id)
        self.sessions.close_all(device_id)
        self.exchange.release(member, device_id)
        self._wake()
        self.stop_if_unused()
        return done

    def revoke_of(self, member: int) -> None:
        """Takes all telephones of a member who leaves off the list, and ends their pairing."""
        self.pairings.close_of(member)
        for device in devices.devices_of(member):
            self.revoke(member, device.device_id)

    def revoke_all(self) -> None:
        """Takes every telephone off the list."""
        for device in devices.all_devices():
            self.sessions.close_all(device.device_id)
        devices.revoke_all()
        self._wake()
        self.stop_if_unused()

    def is_on(self, member: int) -> bool:
        """Whether the member has a telephone, and the desk listens to it."""
        return self._listener is not None and bool(devices.devices_of(member))

    def hears(self, member: int) -> bool:
        """Whether a telephone of the member listens now: its page is open, and it is awake."""
        listener = self._listener
        return listener is not None and any(
            listener.hears(device.device_id) for device in devices.devices_of(member)
        )

    def listen(self) -> None:
        """Starts to listen, if it does not yet. Raises OSError when the port can't be had."""
        from decroche.gateways.telephone.listener import Listener

        with self._lock:
            if self._listener is None:
                listener = Listener(self.sessions, (_STATIC / "built", _STATIC / "ui"))
                listener.start(settings.TELEPHONE_HOST, settings.TELEPHONE_PORT)
                self._listener = listener

    def _later(self) -> None:
        """Looks again when the time of the code that was shown or claimed now is over."""
        over = Timer(SECONDS + 1, self._end_pairings)
        over.daemon = True
        with self._lock:
            self._timers = [timer for timer in self._timers if timer.is_alive()]
            self._timers.append(over)
            over.start()

    def _end_pairings(self) -> None:
        """A telephone that claimed a code and was never heard again does not know that it is
        paired: it is taken off the list.
        """
        for device in self.pairings.take_unheard():
            self.revoke(device.member, device.device_id)
        self.stop_if_unused()

    def stop_if_unused(self) -> None:
        """Stops listening when no telephone is paired and no pairing is open."""
        if not devices.all_devices() and not self.pairings.is_open():
            self.stop()

    def stop(self) -> None:
        """Stops listening and closes the port."""
        with self._lock:
            listener, self._listener = self._listener, None
            timers, self._timers = self._timers, []
        for timer in timers:
            timer.cancel()
        if listener is not None:
            listener.stop()

    @property
    def port(self) -> int:
        """The port it listens on; 0 while it does not."""
        return self._listener.port if self._listener else 0

    def addresses(self) -> list[str]:
        """The addresses at which a telephone on the same network may reach this desk, the likeliest
        first; none while it does not listen.
        """
        names = [
            name for name in own_host_names() if not name.startswith(("127.", "[", "localhost"))
        ]
        ip_addresses = [name for name in names if name.replace(".", "").isdecimal()]
        # `own_host_names` has the address that leads to the network last.
        hosts = dict.fromkeys([*reversed(ip_addresses), *names])
        return [f"http://{host}:{self.port}/" for host in hosts if self.port]

    def _wake(self) -> None:
        if self._listener is not None:
            self._listener.wake()


telephones = Telephones()


def once_kept(act: Callable[[], None]) -> None:
    """Calls `act` when the change under way is kept: what a telephone shows is no part of it, and
    an error there, which is logged, does it no harm.
    """
    transaction.on_commit(act, robust=True)


def listen_again() -> None:
    """Listens when a telephone is paired; called when the desk starts. When the port is taken, the
    desk starts all the same, and the page of the telephones says so.

    A copy that was restored may know nothing of a member who has a telephone: whoever joins next
    would have their key of the row, and with it their telephone. It is taken off the list.
    """
    for member in {device.member for device in devices.all_devices()}:
        if member_by_number(member) is None:
            telephones.revoke_of(member)
    if devices.all_devices():
        try:
            telephones.listen()
        except OSError:
            return

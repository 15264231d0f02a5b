"""The telephones of this desk: the listener, what stands behind it, when it listens.

It listens only while a telephone is paired or may be, in the process that serves the pages.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import close_old_connections
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

from decroche.config.readers import own_names
from decroche.gateways.telephone.line import Line
from decroche.team.language import visitor_language
from decroche.telephone import devices
from decroche.telephone.exchange import Exchange
from decroche.telephone.pairing import PREFIX, Pairing, Pairings

if TYPE_CHECKING:
    from decroche.gateways.telephone.listener import Listener

_BUILT = Path(__file__).resolve().parent.parent / "ui" / "static"


class Telephones:
    """One for the process: `exchange` is what is shown, `pairings` who may come."""

    def __init__(self) -> None:
        self.exchange = Exchange()
        self.pairings = Pairings()
        self.line = Line(self)
        self._listener: Listener | None = None
        self._lock = Lock()
        self.exchange.changed = self._wake

    # What the listener asks.

    def key_of(self, who: str) -> bytes | None:
        """See `Behind`."""
        if who.startswith(PREFIX):
            return self.pairings.key_of(who)
        return devices.key_for(who) if devices.device(who) else None

    def heard(self, who: str, content: dict[str, Any]) -> dict[str, Any]:
        """See `Behind`."""
        if who.startswith(PREFIX):
            return self._claimed(who, content)
        found = devices.device(who)
        if found is None:
            return {}
        devices.seen(who)
        close_old_connections()
        try:
            return self.exchange.answer(found.member, who, content)
        finally:
            close_old_connections()

    def since(self, who: str, number: int) -> list[dict[str, Any]]:
        """See `Behind`."""
        found = devices.device(who)
        if found is None:
            return []
        devices.seen(who)
        return self.exchange.since(found.member, number)

    def page(self, languages: str) -> str:
        """See `Behind`."""
        asked = HttpRequest()
        asked.META["HTTP_ACCEPT_LANGUAGE"] = languages
        with translation.override(visitor_language(asked)):
            return render_to_string("telephone/page.html")

    def _claimed(self, who: str, content: dict[str, Any]) -> dict[str, Any]:
        if content.get("do") != "claim":
            return {}
        try:
            made = self.pairings.claim(
                who, str(content.get("name", "")), str(content.get("language", ""))
            )
        except devices.TooMany:
            return {}
        if made is None:
            return {}
        self.line.close(who)
        return {"who": made.number, "key": devices.key_for(made.number).hex()}

    # What the desk asks.

    def pair(self, member: int) -> Pairing:
        """Opens a pairing, and the listener. Raises OSError when its port can't be had."""
        self.listen()
        return self.pairings.begin(member)

    def revoke(self, member: int, number: str) -> bool:
        """Takes a telephone off the list: what it says from now on is not opened any more."""
        done = devices.revoke(member, number)
        self.line.close(number)
        self._wake()
        self.rest()
        return done

    def revoke_all(self) -> None:
        """Takes all off the list."""
        for one in devices.all_devices():
            self.line.close(one.number)
        devices.revoke_all()
        self._wake()
        self.rest()

    def is_on(self, member: int) -> bool:
        """Whether she has a telephone."""
        return self._listener is not None and bool(devices.devices_of(member))

    def listen(self) -> None:
        """Listens from now on. Raises OSError when the port can't be had."""
        from decroche.gateways.telephone.listener import Listener

        with self._lock:
            if self._listener is None:
                made = Listener(self.line, (_BUILT / "built", _BUILT / "ui"))
                made.start(settings.TELEPHONE_HOST, settings.TELEPHONE_PORT)
                self._listener = made

    def rest(self) -> None:
        """Listens no longer when no telephone is paired, and none may come."""
        if not devices.all_devices() and not self.pairings.is_open():
            self.stop()

    def stop(self) -> None:
        """Closes the port."""
        with self._lock:
            listener, self._listener = self._listener, None
        if listener is not None:
            listener.stop()

    @property
    def port(self) -> int:
        """The port it listens on; 0 while it does not."""
        return self._listener.port if self._listener else 0

    def addresses(self) -> list[str]:
        """Where a telephone on the same network finds this desk, the likeliest first."""
        names = [name for name in own_names() if not name.startswith(("127.", "[", "localhost"))]
        numbers = [name for name in names if name.replace(".", "").isdecimal()]
        found = dict.fromkeys([*reversed(numbers), *names])  # the last one leads to the network
        return [f"http://{name}:{self.port}/" for name in found if self.port]

    def _wake(self) -> None:
        if self._listener is not None:
            self._listener.wake()


telephones = Telephones()


def listen_again() -> None:
    """At the start of the desk: listens when a telephone is paired. A port that is taken is told
    on the page of the telephones.
    """
    if devices.all_devices():
        try:
            telephones.listen()
        except OSError:
            return

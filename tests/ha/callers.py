"""Eight programs that log calls at a desk whose database fails, each until it is confirmed."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

_BREATH = 0.5
"""Seconds between two calls of the same member."""
_AGAIN = 0.3
_PATIENCE = 20


def key_of(company: int) -> str:
    """The key that the call of a company is sent with."""
    return f"ha-{company}"


@dataclass
class Caller:
    """A member's program. `confirmed`: when the desk confirmed a call, by the key that was sent."""

    port: int
    api_key: str
    companies: list[int]
    confirmed: dict[str, float] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)

    def call_down(self, stop: threading.Event) -> None:
        """Logs a call of one company after the other, until it is told to stop."""
        for company in self.companies:
            if stop.is_set():
                return
            while not self._sent(company):
                time.sleep(_AGAIN)
            time.sleep(_BREATH)
        raise AssertionError("no company is left to call")

    def _sent(self, company: int) -> bool:
        """Whether the desk confirmed it; what was not confirmed is sent again with its key."""
        line, key = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE), key_of(company)
        body = json.dumps({"outcome": "no_answer", "company": company})
        headers = {
            "Authorization": f"Bearer {self.api_key}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        try:
            line.request("POST", "/api/v1/calls", body, headers)
            answer = line.getresponse()
            said = answer.read()
        except (OSError, HTTPException) as error:
            self.answers[type(error).__name__] += 1
            return False
        finally:
            line.close()
        self.answers[str(answer.status)] += 1
        if answer.status == 200:
            self.confirmed[key] = time.monotonic()
            return True
        assert answer.status == 503, f"{answer.status}: {said[:500]!r}"
        assert json.loads(said)["detail"], "why it was not kept"
        return False


class Crowd:
    """All of them at once."""

    def __init__(self, callers: list[Caller]) -> None:
        self.callers, self._stop = callers, threading.Event()
        self._wrong = list[BaseException]()
        self._threads = [threading.Thread(target=self._one, args=(one,)) for one in callers]

    def _one(self, caller: Caller) -> None:
        try:
            caller.call_down(self._stop)
        except BaseException as error:  # raised again by whoever waits for them
            self._wrong.append(error)

    def leave_out(self, company: int) -> None:
        """A company that none of them calls."""
        for one in self.callers:
            one.companies = [card for card in one.companies if card != company]

    def begin(self) -> None:
        """Begins to call."""
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Lets each finish the call it is at. Raises what went wrong."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        if self._wrong:
            raise self._wrong[0]

    def confirmed(self) -> dict[str, float]:
        """{key: when it was confirmed}, of all."""
        return {key: at for one in self.callers for key, at in list(one.confirmed.items())}

    def answers(self) -> Counter[str]:
        """How many answers of which kind came."""
        return sum((one.answers for one in self.callers), Counter[str]())

    def everybody_since(self, moment: float) -> bool:
        """Whether each of them has had a call confirmed since."""
        if self._wrong:
            raise self._wrong[0]
        return all(max(one.confirmed.values(), default=0) > moment for one in self.callers)

    def silence(self, since: float) -> float:
        """The longest time since then in which nothing was confirmed to anybody."""
        times = sorted(at for at in self.confirmed().values() if at > since)
        return max(after - before for before, after in zip([since, *times], times, strict=False))

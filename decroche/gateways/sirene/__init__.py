"""The state's company search (Recherche d'entreprises): units in, no domain.

Open data, no key, no telephone numbers.

Limits, from its OpenAPI document: 7 requests a second and address, 429 with Retry-After beyond; 25
results a page at most; page × per_page at most 10,000; 400 with {"erreur": …}. What is asked is
sent to that service and nowhere else.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from decroche.gateways.deadline import Deadline
from decroche.gateways.trust import trusted

PER_PAGE, REACHABLE = 25, 10_000
_PER_SECOND = 7
_TRIES = 6
_WAIT_AT_MOST = 60.0
_MOST_BYTES = 20_000_000
"""Of one answer; a page of the service has some 100 KB."""
HEADCOUNTS = (
    "NN",
    "00",
    "01",
    "02",
    "03",
    "11",
    "12",
    "21",
    "22",
    "31",
    "32",
    "41",
    "42",
    "51",
    "52",
    "53",
)
DEPARTMENTS = (
    *(f"{number:02d}" for number in range(1, 96) if number != 20),
    "2A",
    "2B",
    "971",
    "972",
    "973",
    "974",
    "976",
)


class NotAnswered(Exception):
    """No answer that can be used.

    code: unreachable, refused (the question), busy, broken; `detail` in the service's or system's
    words.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for.

    Codes are those of INSEE; `around` is (latitude, longitude, kilometres) and excludes places.
    """

    text: str = ""
    activities: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    headcounts: tuple[str, ...] = ()
    category: str = ""
    legal_form: str = ""
    around: tuple[float, float, float] | None = None
    open_only: bool = True


@dataclass(frozen=True, slots=True)
class Unit:
    """One establishment.

    `private` says that its holder asked not to be published in full (statut P): it may not be used.
    """

    siren: str
    siret: str
    name: str
    sign: str = ""
    activity: str = ""
    activity_2025: str = ""
    headcount: str = ""
    category: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    head_office: bool = True
    closed: str = ""
    """The date it closed, "?" when closed without a date, "" when open."""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One page: its establishments, and how many companies there are in all (10,000 may mean
    more).
    """

    units: list[Unit] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 0


class Register:
    """The service at an address. One per process is enough: the pace is kept across threads."""

    def __init__(
        self, address: str, *, timeout: float = 15.0, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.address, self.timeout, self.sleep = address.rstrip("/"), timeout, sleep
        self.tries, self.longest_wait = _TRIES, _WAIT_AT_MOST
        self._lock = threading.Lock()
        self._asked: list[float] = []

    def hurried(self) -> Register:
        """The same service at the same pace for someone who waits before a page: a short answer or
        none.
        """
        one = Register(self.address, timeout=min(self.timeout, 6.0), sleep=self.sleep)
        one.tries, one.longest_wait = 2, 1.5
        one._lock, one._asked = self._lock, self._asked
        return one

    def ask(self, question: Question, *, page: int = 1, per_page: int = PER_PAGE) -> Answer:
        """One page of answers. Raises NotAnswered."""
        path, fields = _fields(question)
        answer = self._get(
            path,
            fields
            | {
                "page": str(page),
                "per_page": str(per_page),
                "limite_matching_etablissements": "100",
            },
        )
        try:
            results = answer["results"]
            units = [unit for result in results for unit in _units(result, question)]
            return Answer(
                units, int(answer["total_results"]), int(answer["page"]), int(answer["total_pages"])
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise NotAnswered("broken", f"{type(error).__name__}: {error}") from None

    def everything(self, question: Question) -> Iterator[Answer]:
        """Every page; a question with more answers than the service gives out (10,000) is cut into
        narrower ones.
        """
        first = self.ask(question)
        if first.total >= REACHABLE and (parts := narrower(question)):
            for part in parts:
                yield from self.everything(part)
            return
        yield first
        for page in range(2, min(first.pages, REACHABLE // PER_PAGE) + 1):
            yield self.ask(question, page=page)

    def count(self, question: Question) -> int:
        """How many companies answer, in one request (10,000 may mean more)."""
        return self.ask(question, per_page=1).total

    def _get(self, path: str, fields: dict[str, str]) -> dict[str, Any]:
        url = f"{self.address}{path}?{urllib.parse.urlencode(fields)}"
        wait = 1.0
        for _ in range(self.tries):
            self._in_pace()
            request = urllib.request.Request(
                url,
                headers={"Accept": "application/json", "User-Agent": "decroche (prospecting desk)"},
            )
            try:
                return _read(request, self.timeout)
            except urllib.error.HTTPError as error:
                if error.code == 429 or error.code >= 500:
                    wait = min(_seconds(error.headers.get("Retry-After"), wait), self.longest_wait)
                    self.sleep(wait)
                    wait *= 2
                    continue
                raise NotAnswered("refused", _said(error)) from None
            except (OSError, http.client.HTTPException) as error:
                raise NotAnswered("unreachable", str(getattr(error, "reason", error))) from None
            except (ValueError, TypeError, RecursionError) as error:
                raise NotAnswered("broken", str(error)) from None
        raise NotAnswered("busy")

    def _in_pace(self) -> None:
        """Waits until fewer than seven requests went out within the last second."""
        with self._lock:
            now = time.monotonic()
            self._asked[:] = [at for at in self._asked if now - at < 1.05]
            if len(self._asked) >= _PER_SECOND:
                self.sleep(max(0.0, self._asked[-_PER_SECOND] + 1.05 - now))
            self._asked.append(time.monotonic())


class _Line(http.client.HTTPConnection):
    """A line with an overall limit."""

    deadline: Deadline

    def connect(self) -> None:
        super().connect()
        self.deadline.watch(self.sock)


class _TlsLine(http.client.HTTPSConnection, _Line):
    """The same, private: the handshake is inside the limit."""


class _Watched(urllib.request.HTTPSHandler, urllib.request.HTTPHandler):
    """Opens lines that a deadline watches."""

    def __init__(self, deadline: Deadline) -> None:
        super().__init__(context=trusted())
        self.deadline = deadline

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        def opened(*where: Any, **how: Any) -> http.client.HTTPConnection:
            line = _Line(*where, **how)
            line.deadline = self.deadline
            return line

        return self.do_open(opened, req)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        def opened(*where: Any, **how: Any) -> http.client.HTTPConnection:
            line = _TlsLine(*where, context=trusted(), **how)
            line.deadline = self.deadline
            return line

        return self.do_open(opened, req)


def _read(request: urllib.request.Request, timeout: float) -> dict[str, Any]:
    """The answer as JSON; `timeout` in seconds for each wait, twice that for the whole of it.
    Raises OSError, HTTPException, ValueError.
    """
    with Deadline(2 * timeout) as deadline:
        opener = urllib.request.build_opener(_Watched(deadline))
        with opener.open(request, timeout=timeout) as response:
            content = response.read(_MOST_BYTES + 1)
    if deadline.passed:
        raise TimeoutError(deadline.words())
    if len(content) > _MOST_BYTES:
        raise ValueError(f"an answer of more than {_MOST_BYTES} bytes")
    found: dict[str, Any] = dict(json.loads(content))  # a ValueError or TypeError for a list
    return found


def narrower(question: Question) -> list[Question]:
    """The question cut into parts that together ask the same; empty when it can't be cut
    further.
    """
    if question.around:
        return []
    if len(question.activities) > 1:
        return [replace(question, activities=(code,)) for code in question.activities]
    if len(question.departments) != 1 and not question.postcodes:
        return [
            replace(question, departments=(code,)) for code in question.departments or DEPARTMENTS
        ]
    if len(question.headcounts) != 1:
        return [replace(question, headcounts=(code,)) for code in question.headcounts or HEADCOUNTS]
    return []


def _fields(question: Question) -> tuple[str, dict[str, str]]:
    """(path, parameters).

    By a SIREN or SIRET the service ignores every other filter, so none is sent.
    """
    text = question.text.strip()
    if text.isdigit() and len(text) in (9, 14):
        return "/search", {"q": text}
    chosen: dict[str, str] = {}
    if question.activities:
        chosen["activite_principale"] = ",".join(question.activities)
    if question.around:
        latitude, longitude, kilometres = question.around
        return "/near_point", chosen | {
            "lat": str(latitude),
            "long": str(longitude),
            "radius": str(kilometres),
        }
    for name, values in (
        ("departement", question.departments),
        ("code_postal", question.postcodes),
        ("tranche_effectif_salarie", question.headcounts),
    ):
        if values:
            chosen[name] = ",".join(values)
    for name, value in (
        ("q", text),
        ("categorie_entreprise", question.category),
        ("nature_juridique", question.legal_form),
    ):
        if value:
            chosen[name] = value
    if question.open_only:
        chosen["etat_administratif"] = "A"
    return "/search", chosen


def _units(result: dict[str, Any], question: Question) -> list[Unit]:
    """The establishments that a filter by place matched, else the head office; of a unit that is
    closed, the unit itself.
    """
    matching = result.get("matching_etablissements") or []
    places = bool(question.departments or question.postcodes or question.around)
    asked = question.text.strip()
    if len(asked) == 14 and asked.isdigit():
        matching = [one for one in matching if one.get("siret") == asked]
    rows = (
        matching
        if matching and (places or (len(asked) == 14 and asked.isdigit()))
        else [result.get("siege") or {}]
    )
    return [_unit(result, row) for row in rows if row.get("siret")]


def _unit(result: dict[str, Any], row: dict[str, Any]) -> Unit:
    signs = row.get("liste_enseignes") or []
    sign = str(row.get("nom_commercial") or (signs[0] if signs else "") or "")
    shut = row.get("etat_administratif") == "F" or result.get("etat_administratif") == "C"
    return Unit(
        siren=str(result["siren"]),
        siret=str(row["siret"]),
        name=str(result.get("nom_raison_sociale") or result.get("nom_complet") or ""),
        sign=sign,
        activity=str(row.get("activite_principale") or result.get("activite_principale") or ""),
        activity_2025=str(
            row.get("activite_principale_naf25") or result.get("activite_principale_naf25") or ""
        ),
        headcount=str(
            row.get("tranche_effectif_salarie") or result.get("tranche_effectif_salarie") or ""
        ),
        category=str(result.get("categorie_entreprise") or ""),
        address=_street(row),
        postcode=str(row.get("code_postal") or ""),
        city=str(row.get("libelle_commune") or row.get("libelle_commune_etranger") or ""),
        latitude=_number(row.get("latitude")),
        longitude=_number(row.get("longitude")),
        head_office=bool(row.get("est_siege", True)),
        closed=str(row.get("date_fermeture") or result.get("date_fermeture") or "?")
        if shut
        else "",
        private="P" in (result.get("statut_diffusion"), row.get("statut_diffusion_etablissement")),
    )


def _street(row: dict[str, Any]) -> str:
    """The street of an address: what stands before the postcode."""
    whole = str(row.get("adresse") or "")
    postcode = str(row.get("code_postal") or "")
    return whole.partition(postcode)[0].strip(" ,") if postcode and postcode in whole else whole


def _number(text: Any) -> float | None:
    try:
        return float(text) if text else None
    except (TypeError, ValueError):
        return None


def _seconds(text: str | None, otherwise: float) -> float:
    """A Retry-After in seconds; the service may also say a date, or nonsense."""
    whole = (text or "").partition(".")[0]
    return float(whole) if whole.isascii() and whole.isdigit() and len(whole) < 6 else otherwise


def _said(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.loads(error.read(100_000))["erreur"])[:300]
    except (ValueError, KeyError, TypeError, OSError, RecursionError):
        return f"HTTP {error.code}"

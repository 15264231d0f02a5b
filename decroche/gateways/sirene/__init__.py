"""The French state's company search (API Recherche d'entreprises): a query in, establishments
out. It is open data, needs no key, and has no telephone numbers.

Its limits, from its OpenAPI document: 7 requests a second from one IP address, with 429 and
Retry-After beyond; at most 25 results a page; page × per_page at most 10,000. An impossible
query gets 400 with {"erreur": …}. Queries go to that service and nowhere else.
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
from decroche.gateways.lines import WatchedLine
from decroche.gateways.trust import trusted
from decroche.shared.typed import without_control

PER_PAGE, REACHABLE = 25, 10_000
_PER_SECOND = 7
_INTERVAL = 1.05
"""Seconds in which `_PER_SECOND` requests are made: a little more than one, since the service
counts by its own clock.
"""
_TRIES = 6
_WAIT_AT_MOST = 60.0
"""Seconds to wait before one more try, at most, whatever Retry-After says."""
_LONGEST = 500
"""Characters of one value."""
_MOST_BYTES = 20_000_000
"""Of one response; a page of the service has some 100 KB."""
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
"""INSEE's codes of headcount bands (tranches d'effectif salarié): NN none, 00 nobody, 01 one or
two…
"""
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
    """There is no usable response.

    code: unreachable (network), refused (the service does not accept the query), busy (still
    too many requests after all tries) or broken (the response can't be read). `detail` is the
    message of the service or the system.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """What is looked for. Several values of one field mean any of them.

    Codes are INSEE's. `around` is (latitude, longitude, kilometres); with it, the service takes no
    departments and postcodes.
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
    """One establishment (a company at one address).

    `private` says that its owner asked that it be published in part only (statut de diffusion P);
    such an establishment may not be used for prospecting.
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
class ResultPage:
    """One page of results: its establishments, and how many companies there are on all pages (the
    service counts to 10,000, so that 10,000 may mean more).
    """

    units: list[Unit] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 0


class Register:
    """The service at an address. All threads of a process share one Register, because it keeps the
    pace of requests. `sleep` is replaced by tests.
    """

    def __init__(
        self, address: str, *, timeout: float = 15.0, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.address, self.timeout, self.sleep = address.rstrip("/"), timeout, sleep
        self.tries, self.longest_wait = _TRIES, _WAIT_AT_MOST
        self._lock = threading.Lock()
        self._sent_at: list[float] = []

    def hurried(self) -> Register:
        """The same service for a page that somebody waits for: it gives up early. It shares the
        lock and the times of requests with this one, so that both together keep the pace.
        """
        hurried = Register(self.address, timeout=min(self.timeout, 6.0), sleep=self.sleep)
        hurried.tries, hurried.longest_wait = 2, 1.5
        hurried._lock, hurried._sent_at = self._lock, self._sent_at
        return hurried

    def ask(self, query: RegisterQuery, *, page: int = 1, per_page: int = PER_PAGE) -> ResultPage:
        """One page of results. Raises NotAnswered."""
        path, fields = _fields(query)
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
            units = [unit for result in results for unit in _units(result, query)]
            return ResultPage(
                units, int(answer["total_results"]), int(answer["page"]), int(answer["total_pages"])
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise NotAnswered("broken", f"{type(error).__name__}: {error}") from None

    def everything(self, query: RegisterQuery) -> Iterator[ResultPage]:
        """Every page of results. A query with more results than the service gives out (10,000)
        is asked as several narrower ones (`narrower`). Raises NotAnswered.
        """
        first = self.ask(query)
        if first.total >= REACHABLE and (parts := narrower(query)):
            for part in parts:
                yield from self.everything(part)
            return
        yield first
        for page in range(2, min(first.pages, REACHABLE // PER_PAGE) + 1):
            yield self.ask(query, page=page)

    def count(self, query: RegisterQuery) -> int:
        """How many companies match, by one request (10,000 may mean more). Raises NotAnswered."""
        return self.ask(query, per_page=1).total

    def _get(self, path: str, fields: dict[str, str]) -> dict[str, Any]:
        """The JSON object at an address of the service. It is asked again after 429 and 5xx, after
        waiting as long as Retry-After says, or else twice as long as the time before.
        """
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
                raise NotAnswered("refused", _error_text(error)) from None
            except (OSError, http.client.HTTPException) as error:
                raise NotAnswered("unreachable", str(getattr(error, "reason", error))) from None
            except (ValueError, TypeError, RecursionError) as error:
                raise NotAnswered("broken", str(error)) from None
        raise NotAnswered("busy")

    def _in_pace(self) -> None:
        """Waits until fewer than seven requests went out within the last second. The lock is held
        while waiting, so that other threads wait behind this one.
        """
        with self._lock:
            now = time.monotonic()
            self._sent_at[:] = [at for at in self._sent_at if now - at < _INTERVAL]
            if len(self._sent_at) >= _PER_SECOND:
                self.sleep(max(0.0, self._sent_at[-_PER_SECOND] + _INTERVAL - now))
            self._sent_at.append(time.monotonic())


class _TlsConnection(http.client.HTTPSConnection, WatchedLine):
    """The same with TLS. HTTPSConnection calls `WatchedLine.connect` before its handshake, so that
    the handshake is inside the limit.
    """


class _ConnectionHandler(urllib.request.HTTPSHandler, urllib.request.HTTPHandler):
    """Makes urllib open connections that `deadline` watches."""

    def __init__(self, deadline: Deadline) -> None:
        super().__init__(context=trusted())
        self.deadline = deadline

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        def opened(*host: Any, **options: Any) -> http.client.HTTPConnection:
            connection = WatchedLine(*host, **options)
            connection.deadline = self.deadline
            return connection

        return self.do_open(opened, req)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        def opened(*host: Any, **options: Any) -> http.client.HTTPConnection:
            connection = _TlsConnection(*host, context=trusted(), **options)
            connection.deadline = self.deadline
            return connection

        return self.do_open(opened, req)


def _read(request: urllib.request.Request, timeout: float) -> dict[str, Any]:
    """The JSON object of a response. `timeout` is in seconds, for each wait; the whole may take
    twice that. Raises OSError, HTTPException, ValueError, TypeError, RecursionError.
    """
    with Deadline(2 * timeout) as deadline:
        opener = urllib.request.build_opener(_ConnectionHandler(deadline))
        with opener.open(request, timeout=timeout) as response:
            content = response.read(_MOST_BYTES + 1)
    if deadline.passed:
        raise TimeoutError(deadline.explanation())
    if len(content) > _MOST_BYTES:
        raise ValueError(f"an answer of more than {_MOST_BYTES} bytes")
    answer: dict[str, Any] = dict(json.loads(content))  # a ValueError or TypeError for a list
    return answer


def narrower(query: RegisterQuery) -> list[RegisterQuery]:
    """Queries that together have the same results: one for each activity, or else each
    department, or else each headcount band. Empty when the query can't be divided further.
    """
    if query.around:
        return []
    if len(query.activities) > 1:
        return [replace(query, activities=(code,)) for code in query.activities]
    if len(query.departments) != 1 and not query.postcodes:
        return [replace(query, departments=(code,)) for code in query.departments or DEPARTMENTS]
    if len(query.headcounts) != 1:
        return [replace(query, headcounts=(code,)) for code in query.headcounts or HEADCOUNTS]
    return []


def _fields(query: RegisterQuery) -> tuple[str, dict[str, str]]:
    """(path, parameters) of a request.

    When the text is a SIREN or SIRET, the service ignores every other filter, so none is sent.
    """
    text = query.text.strip()
    if text.isdigit() and len(text) in (9, 14):
        return "/search", {"q": text}
    parameters: dict[str, str] = {}
    if query.activities:
        parameters["activite_principale"] = ",".join(query.activities)
    if query.around:
        latitude, longitude, kilometres = query.around
        return "/near_point", parameters | {
            "lat": str(latitude),
            "long": str(longitude),
            "radius": str(kilometres),
        }
    for name, values in (
        ("departement", query.departments),
        ("code_postal", query.postcodes),
        ("tranche_effectif_salarie", query.headcounts),
    ):
        if values:
            parameters[name] = ",".join(values)
    for name, value in (
        ("q", text),
        ("categorie_entreprise", query.category),
        ("nature_juridique", query.legal_form),
    ):
        if value:
            parameters[name] = value
    if query.open_only:
        parameters["etat_administratif"] = "A"
    return "/search", parameters


def _units(result: dict[str, Any], query: RegisterQuery) -> list[Unit]:
    """The establishments of one company of the results: those that were matched by place or by the
    SIRET that was asked for, else the head office.
    """
    matching = result.get("matching_etablissements") or []
    by_place = bool(query.departments or query.postcodes or query.around)
    text = query.text.strip()
    by_siret = len(text) == 14 and text.isdigit()
    if by_siret:
        matching = [row for row in matching if row.get("siret") == text]
    rows = matching if matching and (by_place or by_siret) else [result.get("siege") or {}]
    return [_unit(result, row) for row in rows if row.get("siret")]


def _unit(result: dict[str, Any], row: dict[str, Any]) -> Unit:
    """One establishment from the company (`result`) and its own part (`row`). Names and codes in
    the response are those of the service; state F is a closed establishment, C a company that has
    ceased.
    """
    signs = row.get("liste_enseignes") or []
    sign = _text(row.get("nom_commercial") or (signs[0] if signs else "") or "")
    closed = row.get("etat_administratif") == "F" or result.get("etat_administratif") == "C"
    return Unit(
        siren=_text(result["siren"]),
        siret=_text(row["siret"]),
        name=_text(result.get("nom_raison_sociale") or result.get("nom_complet") or ""),
        sign=sign,
        activity=_text(row.get("activite_principale") or result.get("activite_principale") or ""),
        activity_2025=_text(
            row.get("activite_principale_naf25") or result.get("activite_principale_naf25") or ""
        ),
        headcount=_text(
            row.get("tranche_effectif_salarie") or result.get("tranche_effectif_salarie") or ""
        ),
        category=_text(result.get("categorie_entreprise") or ""),
        address=_street(row),
        postcode=_text(row.get("code_postal") or ""),
        city=_text(row.get("libelle_commune") or row.get("libelle_commune_etranger") or ""),
        latitude=_number(row.get("latitude")),
        longitude=_number(row.get("longitude")),
        head_office=bool(row.get("est_siege", True)),
        closed=(_text(row.get("date_fermeture") or result.get("date_fermeture")) or "?")
        if closed
        else "",
        private="P" in (result.get("statut_diffusion"), row.get("statut_diffusion_etablissement")),
    )


def _street(row: dict[str, Any]) -> str:
    """The street of an address: what stands before the postcode."""
    whole = _text(row.get("adresse"))
    postcode = _text(row.get("code_postal"))
    return whole.partition(postcode)[0].strip(" ,") if postcode and postcode in whole else whole


def _text(value: Any) -> str:
    """A value as a text that can be kept; "" for what is not a text (nothing, a list, an
    object).
    """
    plain = isinstance(value, str | int) and not isinstance(value, bool)
    return without_control(str(value)[:_LONGEST]) if plain else ""


def _number(text: Any) -> float | None:
    """A coordinate in degrees; None for what is not a coordinate."""
    try:
        number = float(text) if text else None
    except (TypeError, ValueError, OverflowError):
        return None
    return number if number is not None and abs(number) <= 180 else None  # not for NaN


def _seconds(text: str | None, otherwise: float) -> float:
    """Retry-After in seconds; `otherwise` when it is missing, a date, or not understood."""
    whole = (text or "").partition(".")[0]
    return float(whole) if whole.isascii() and whole.isdigit() and len(whole) < 6 else otherwise


def _error_text(error: urllib.error.HTTPError) -> str:
    """The service's own explanation of an error, else the status."""
    try:
        return str(json.loads(error.read(100_000))["erreur"])[:300]
    except (ValueError, KeyError, TypeError, OSError, RecursionError):
        return f"HTTP {error.code}"

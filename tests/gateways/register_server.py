"""The state's register on this machine: real answers replayed and made-up companies, with the real
limits enforced.

Its rules are those of the OpenAPI document: 7 requests a second (429 with Retry-After), 25 a page,
10,000 results at most, 400 with {"erreur": …} for a question it does not take; filters are ignored
when q is a SIREN or SIRET.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from stdnum import luhn

SHARED = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "data" / "sirene_api"


def real_results() -> list[dict[str, Any]]:
    """The legal units of the real answers."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(SHARED.glob("*_search-*.json")):
        answer = json.loads(path.read_text(encoding="utf-8"))
        for result in (answer.get("result") or answer).get("results", []):
            if result.get("siege"):
                found.setdefault(result["siren"], result)
    return list(found.values())


def siren(number: int) -> str:
    """The nth made-up SIREN, its check digit right."""
    start = f"{73_282_900 + number:08d}"
    return start + luhn.calc_check_digit(start)


def siret(of: str, number: int = 1) -> str:
    """The nth establishment of a made-up SIREN, its check digit right."""
    start = f"{of}{number:04d}"
    return start + luhn.calc_check_digit(start)


def made_up(
    siren: str,
    name: str,
    *,
    naf: str = "18.12Z",
    naf25: str = "18.12Y",
    headcount: str = "21",
    postcode: str = "59000",
    city: str = "LILLE",
    street: str = "12 RUE DU PORT",
    sign: str | None = None,
    open_: bool = True,
    public: bool = True,
    branches: list[dict[str, Any]] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A legal unit that does not exist, in the service's own shape; its head office is its first
    establishment.
    """
    seat = branch(
        siret(siren),
        postcode=postcode,
        city=city,
        street=street,
        headcount=headcount,
        naf=naf,
        naf25=naf25,
        sign=sign,
        open_=open_,
        seat=True,
    )
    return {
        "siren": siren,
        "nom_complet": name,
        "nom_raison_sociale": name,
        "etat_administratif": "A" if open_ else "C",
        "statut_diffusion": "O" if public else "P",
        "activite_principale": naf,
        "activite_principale_naf25": naf25,
        "tranche_effectif_salarie": headcount,
        "categorie_entreprise": "PME",
        "nature_juridique": "5710",
        "date_fermeture": None if open_ else "2026-03-31",
        "siege": seat,
        "branches": [seat, *(branches or [])],
    } | more


def branch(
    siret: str,
    *,
    postcode: str,
    city: str,
    street: str,
    headcount: str = "12",
    naf: str = "18.12Z",
    naf25: str = "18.12Y",
    sign: str | None = None,
    open_: bool = True,
    seat: bool = False,
) -> dict[str, Any]:
    """An establishment."""
    return {
        "siret": siret,
        "adresse": f"{street} {postcode} {city}",
        "code_postal": postcode,
        "libelle_commune": city,
        "etat_administratif": "A" if open_ else "F",
        "date_fermeture": None if open_ else "2026-03-31",
        "est_siege": seat,
        "liste_enseignes": [sign] if sign else None,
        "nom_commercial": None,
        "statut_diffusion_etablissement": "O",
        "tranche_effectif_salarie": headcount,
        "activite_principale": naf,
        "activite_principale_naf25": naf25,
        "latitude": "50.63",
        "longitude": "3.06",
    }


@dataclass
class Served:
    """What the server holds and what it was asked."""

    results: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    refused: int = 0
    patient: bool = False
    fail_next: list[int] = field(default_factory=list)
    address: str = ""
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = field(default_factory=dict)

    def answer(
        self, path: str, given: dict[str, str]
    ) -> tuple[int, dict[str, Any], dict[str, str]]:
        """(status, body, headers)"""
        if self.fail_next:
            status = self.fail_next.pop(0)
            return status, {"erreur": "réessayez"}, {"Retry-After": "1"} if status == 429 else {}
        self.at = [at for at in self.at if time.monotonic() - at < 1.0]
        if len(self.at) >= 7 and not self.patient:
            self.refused += 1
            return 429, {"erreur": "Too Many Requests"}, {"Retry-After": "1"}
        self.at.append(time.monotonic())
        self.asked.append(given)
        page, per_page = int(given.pop("page", "1")), int(given.pop("per_page", "10"))
        given.pop("limite_matching_etablissements", None)
        wrong = _wrong(path, given, page, per_page)
        if wrong:
            return 400, {"erreur": wrong}, {}
        key = (
            len(self.results),
            id(self.results[0]) if self.results else 0,
            *sorted(given.items()),
        )
        if key not in self.found:
            self.found[key] = [
                shown for result in self.results if (shown := _matches(result, given)) is not None
            ]
        found = self.found[key]
        total = min(len(found), 10_000)
        part = found[(page - 1) * per_page : page * per_page]
        return (
            200,
            {
                "results": part,
                "total_results": total,
                "page": page,
                "per_page": per_page,
                "total_pages": -(-total // per_page),
            },
            {},
        )


_TAKEN = {
    "q",
    "activite_principale",
    "departement",
    "code_postal",
    "tranche_effectif_salarie",
    "categorie_entreprise",
    "nature_juridique",
    "etat_administratif",
    "lat",
    "long",
    "radius",
}


def _wrong(path: str, given: dict[str, str], page: int, per_page: int) -> str:
    if path not in ("/search", "/near_point"):
        return "Not Found"
    if not 1 <= per_page <= 25 or page < 1 or page * per_page > 10_000:
        return "Le nombre total de résultats est restreint à 10 000."
    if unknown := set(given) - _TAKEN:
        return f"Paramètre inconnu : {unknown}"
    if set(given) <= {"etat_administratif"}:
        return "Veuillez indiquer au moins un paramètre de recherche."
    if (
        path == "/search"
        and set(given) <= {"q", "etat_administratif"}
        and len(given.get("q", "")) < 3
    ):
        return "3 caractères minimum pour les termes de la requête"
    if any(len(code) != 6 for code in given.get("activite_principale", "").split(",") if code):
        return "Au moins une valeur du paramètre activite_principale est non valide."
    return ""


def _matches(result: dict[str, Any], given: dict[str, str]) -> dict[str, Any] | None:
    text = given.get("q", "")
    places = result.get("branches") or [result["siege"]]
    shown = {key: value for key, value in result.items() if key != "branches"}
    if text.isdigit() and len(text) in (9, 14):
        if text[:9] != result["siren"]:
            return None
        return shown | {
            "matching_etablissements": [one for one in places if one["siret"] == text]
            if len(text) == 14
            else []
        }
    if text and text.lower() not in str(result["nom_complet"]).lower():
        return None
    for name, key in (
        ("activite_principale", "activite_principale"),
        ("tranche_effectif_salarie", "tranche_effectif_salarie"),
        ("categorie_entreprise", "categorie_entreprise"),
        ("nature_juridique", "nature_juridique"),
        ("etat_administratif", "etat_administratif"),
    ):
        if given.get(name) and result.get(key) not in given[name].split(","):
            return None
    matching = places
    if given.get("departement"):
        matching = [
            one
            for one in matching
            if str(one.get("code_postal") or "").startswith(tuple(given["departement"].split(",")))
        ]
    if given.get("code_postal"):
        matching = [
            one for one in matching if one.get("code_postal") in given["code_postal"].split(",")
        ]
    return shown | {"matching_etablissements": matching} if matching else None


@contextmanager
def served(results: list[dict[str, Any]]) -> Iterator[Served]:
    """The service on a port of this machine."""
    held = Served(results)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            status, body, headers = held.answer(
                url.path, {name: values[0] for name, values in parse_qs(url.query).items()}
            )
            content = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(content)),
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()


CANAL, VASSEUR, SHUT, DISCREET, SMALL, MIDI = (siren(number) for number in range(1, 7))
PRINTERS = [
    made_up(CANAL, "IMPRIMERIE DU CANAL SARL", sign="LES PRESSES DU CANAL"),
    made_up(
        VASSEUR,
        "VASSEUR ET FILS",
        headcount="31",
        branches=[
            branch(siret(VASSEUR, 2), postcode="59140", city="DUNKERQUE", street="3 QUAI BAS"),
            branch(siret(VASSEUR, 3), postcode="13002", city="MARSEILLE", street="1 RUE HAUTE"),
        ],
    ),
    made_up(SHUT, "PRESSES FERMEES", open_=False),
    made_up(DISCREET, "ATELIER DISCRET", public=False),
    made_up(SMALL, "PETITE PRESSE", headcount="02"),
    made_up(MIDI, "IMPRIMERIE DU MIDI", postcode="13002", city="MARSEILLE"),
]

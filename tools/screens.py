"""Pictures of the screens in a real browser, over made-up companies and a made-up week: bin/screens
[FOLDER].
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from decroche.calls.outcome_spec import OutcomeSpec
    from decroche.calls.reading import OutcomeInput
    from decroche.team.models import Member

ROOT = Path(__file__).resolve().parent.parent
NOW = "2026-11-24T10:05"
PORT = 8395
ADDRESSES = {
    "today": "/",
    "call": "/calls/",
    "file": "/file/",
    "follow-ups": "/follow-ups/",
    "figures": "/figures/?span=all",
    "compare": "/figures/compare/?by=role&span=all",
    "aftermath": "/figures/after/?span=all",
    "import": "/import/",
    "offer": "/offer/",
    "messages": "/messages/",
    "doubles": "/doubles/",
    "complete": "/complete/",
    "compliance": "/compliance/",
    "papers": "/compliance/papers/",
    "company": "/companies/12/",
}
VIEWS: list[tuple[str, dict[str, Any]]] = [
    ("fr", {"viewport": {"width": 1280, "height": 800}, "locale": "fr-FR"}),
    ("en", {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB"}),
    (
        "fr-dark",
        {"viewport": {"width": 1280, "height": 800}, "locale": "fr-FR", "color_scheme": "dark"},
    ),
    (
        "fr-phone",
        {
            "viewport": {"width": 390, "height": 844},
            "locale": "fr-FR",
            "is_mobile": True,
            "has_touch": True,
        },
    ),
    (
        "en-phone",
        {
            "viewport": {"width": 390, "height": 844},
            "locale": "en-GB",
            "is_mobile": True,
            "has_touch": True,
        },
    ),
]


def main() -> int:
    """Takes every picture."""
    if len(sys.argv) > 2 or (len(sys.argv) == 2 and sys.argv[1].startswith("-")):
        print("Usage: bin/screens [FOLDER]", file=sys.stderr)
        return 2
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screens"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="decroche-screens-") as data:
        os.environ.update(
            DECROCHE_DATA=data, DECROCHE_NOW=NOW, DJANGO_SETTINGS_MODULE="decroche.config.settings"
        )
        os.environ.pop("DATABASE_URL", None)
        _week()
        server = subprocess.Popen(
            [sys.executable, "-m", "decroche", "serve", "--port", str(PORT), "--no-browser"],
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait()
            _take(target)
        finally:
            server.terminate()
            server.wait()
    return 0


def _week() -> None:
    """A freelancer a week into her status: a file, a hundred calls, promises, a great moment."""
    import django

    django.setup()
    from decroche.calls.outcomes import OUTCOMES
    from decroche.calls.scripts import seed_texts
    from decroche.cli.demo import add_demo
    from decroche.prospects.models import Company
    from decroche.shared.clock import PARIS
    from decroche.storage.database import ready
    from decroche.team.actions import ensure_local_member, introduce
    from tools.outcomes import log_outcome

    ready()
    member = ensure_local_member()
    introduce(
        by=member, name="Camille Arnaud", trade="cheffe de projet en communication indépendante"
    )
    seed_texts(by=member, language="fr")
    add_demo(member, companies=1284, seed=7)
    by_key = {spec.key: spec for spec in OUTCOMES.values()}
    pressed = [by_key[key] for key in "12315814261938171521"]
    now = datetime.fromisoformat(NOW).replace(tzinfo=PARIS)
    for index, company in enumerate(Company.objects.order_by("state__position")[:112]):
        spec = pressed[index % len(pressed)]
        log_outcome(
            by=member,
            company_id=company.pk,
            outcome=spec.code,
            said=_said(spec, index, now),
            at=_called_at(index, now),
        )
    _doubles(member)
    _requests(member, now)


def _called_at(index: int, now: datetime) -> datetime:
    """When the call of this number was made: they are spread over four days, today among them."""
    days = [5, 4, 1, 0][index % 4]
    later = -12 * (index % 30) + (0 if index % 4 else 55)
    return min(now - timedelta(days=days, minutes=later), now)


def _said(spec: OutcomeSpec, index: int, now: datetime) -> OutcomeInput:
    """What was said in the call of this number, which had this outcome."""
    from decroche.calls.reading import OutcomeInput

    hours = [-0.2, 1, 26, 50, 170][index % 5]
    details = _details(spec.key, index)
    return OutcomeInput(
        when=now + timedelta(hours=hours) if "when" in spec.needs else None,
        precision="minute",
        email="com@entreprise.example" if "email" in spec.needs else "",
        note=_NOTES.get(spec.key, ""),
        moment=_MOMENT if index == _GREAT else "",
        asked_for="hr" if index % 3 == 0 else "communication",
        details=details,
        reason="agency" if "agency" in details else "",
    )


def _requests(member: Member, now: datetime) -> None:
    """Two people who exercise a right, one who asks for silence, and cards as old as they may
    get.
    """
    from decroche.accountability.requests import take_in
    from decroche.compliance.actions import RequestMade
    from decroche.prospects.models import Company, Contact

    cards = list(
        Company.objects.filter(opposed_at=None, state__attempts=0).order_by("state__position")[:40]
    )
    for card, kind, days in (
        (cards[0], "access", 12),
        (cards[1], "erasure", 26),
        (cards[2], "objection", 3),
    ):
        take_in(
            by=member,
            made=RequestMade(kind, "mail", "par e-mail", now - timedelta(days=days)),
            company=card,
        )
    keys = [card.pk for card in cards[10:40]]
    Company.objects.filter(pk__in=keys).update(created_at=now - timedelta(days=1085))
    Contact.objects.filter(company__in=keys).update(created_at=now - timedelta(days=1085))


_GREAT = 9
"""The call in which she hears the sentence of a great moment."""
_MOMENT = "Vous êtes moi ! Je vous ai cherchée en vain il y a un mois et demi."
_NOTES = {
    "3": "rappeler après 14 h",
    "4": "après le comité de direction",
    "6": "journal interne, budget en décembre",
}
"""What she writes down, by the key of the outcome."""


def _details(key: str, index: int) -> dict[str, str]:
    """Agencies and the end of their contracts, and who sends her on."""
    if key == "8":
        return [
            {"agency": "Agence Bleue", "until": "fin mars 2027"},
            {"agency": "Studio Nord", "until": "juin 2027"},
            {"agency": "Com & Cie"},
        ][index % 3]
    if key == "6":
        return {
            "referral": f"Atelier des Halles 03 53 01 66 {index % 100:02d} Lille",
            "sentence": "Dites que vous venez de ma part.",
        }
    return {}


def _doubles(member: Member) -> None:
    """Two cards of one company, and one without a number."""
    from decroche.prospects.actions import NewCompany, add_company
    from decroche.prospects.duplicates import find_duplicates
    from decroche.prospects.paper_line import read_paper_line

    made = []
    for line, fields in (
        (
            "Imprimerie Delahaye & Fils 03 53 01 77 42 Roubaix",
            {"address": "12 rue du Port", "headcount": "20 à 49 salariés"},
        ),
        (
            "Imp. Delahaye et Fils SARL 03 53 01 77 42 Roubaix",
            {"address": "12 r. du Port", "email": "contact@delahaye.example"},
        ),
        (
            "Papeterie des Presles, Roubaix",
            {
                "address": "4 quai de la Lys",
                "postcode": "59100",
                "activity": "Fabrication de papier et de carton",
            },
        ),
    ):
        read = read_paper_line(line)
        new = NewCompany(
            read.name,
            list(read.numbers),
            {"city": read.city, **fields},
            read.contacts,
            "le fichier papier",
        )
        made.append(add_company(by=member, new=new)[0].pk)
    find_duplicates(member.workspace, only=made)


def _wait() -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/ping/", timeout=2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("The desk did not open.")


def _take(target: Path) -> None:
    from playwright.sync_api import sync_playwright

    from decroche.team.door import new_key

    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for name, options in VIEWS:
            context = browser.new_context(reduced_motion="reduce", **options)
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{PORT}/open/?key={new_key()}")
            for screen, address in ADDRESSES.items():
                page.goto(f"http://127.0.0.1:{PORT}{address}")
                begin = page.locator("form[action='/calls/begin/'] button")
                if screen == "call" and begin.count():  # no sitting is under way yet
                    begin.click()
                page.wait_for_timeout(250)
                page.screenshot(path=target / f"{screen}-{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    sys.exit(main())

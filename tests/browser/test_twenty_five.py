"""A morning of twenty-five calls: what they cost in keys and seconds, compared with paper.
MORNING=write writes the table of docs/reference/morning.md, which says how it is counted.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from decroche.calls.models import Call
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.reading import OutcomeInput
from decroche.calls.scripts import seed_texts
from decroche.correspondence.models import Message
from decroche.followups.models import FollowUp
from decroche.prospects.models import Company
from decroche.referrals.models import Referral
from decroche.shared import clock
from decroche.team.actions import introduce
from tests.browser.conftest import Open, Watched, caller
from tests.browser.test_morning import ROW, name_shown
from tests.cast import TUESDAY, company
from tools.outcomes import log_outcome

pytestmark = pytest.mark.sqlite
DOC = Path(__file__).resolve().parents[2] / "docs" / "reference" / "morning.md"
PEN = 0.55
"""Seconds a letter by hand: about twenty-two words a minute."""
FIND = 3.0
"""Seconds to lay a paper card away and take the next one."""
KEY = 0.28
"""Seconds a key of an average typist (Card, Moran and Newell, 1980)."""
NAMES = [
    f"{trade} {place}"
    for trade in ("Atelier", "Verrerie", "Imprimerie", "Brasserie", "Papeterie")
    for place in ("Belmont", "Corbier", "Duvernet", "Estival", "Fontenelle", "Garancier")
]
NOTE = "Budget voté, rappeler Mme Durand"
WAIT = 1.0
"""Seconds that a step waits for its answer, counted against paper: more than any of the table has,
so that the test does not fail because a machine is busy. When the table is written, the real ones
count.
"""


@dataclass
class Morning:
    """Presses keys and counts them. The words that she writes are counted apart, since paper needs
    them too.
    """

    desk: Watched
    keys: int = 0
    rows: list[tuple[str, int, float, float]] = field(default_factory=list)

    def press(self, code: str, key: str) -> None:
        self.keys += 1
        self.desk.azerty(code, key)

    def digit(self, digit: str) -> None:
        self.press(f"Digit{digit}", ROW[digit])

    def enter(self) -> None:
        self.keys += 1
        self.desk.page.keyboard.press("Enter")

    def write(self, words: str) -> None:
        """Types words that she would write on paper as well."""
        self.desk.page.keyboard.type(words)

    def note(self) -> None:
        self.press("KeyN", "n")
        self.write(NOTE)
        self.keys += 1
        self.desk.page.keyboard.press("Escape")

    def call(self, name: str, line: str, steps: Callable[[], None]) -> None:
        """Makes one call: Space, then `steps`, until the next card is shown. `line` is what she
        would write on paper: the day and the outcome, without the note.
        """
        before = name_shown(self.desk)
        self.keys = 0
        self.press("Space", " ")
        steps()
        pressed = time.perf_counter()
        expect(self.desk.page.locator(".fiche h1")).not_to_have_text(before)
        waited = time.perf_counter() - pressed
        self.rows.append((name, self.keys, waited, len(line) * PEN + FIND))


def prepare() -> None:
    """Makes thirty cards, and a promise of five days ago."""
    member = caller()
    introduce(by=member, name="Camille Arnaud", trade="projets de communication")
    seed_texts(by=member, language="fr")
    for place, name in enumerate(NAMES):
        company(member, f"{name} 03 53 01 {place + 10} 42 Lille")
    log_outcome(
        by=member,
        company_id=Company.objects.order_by("pk")[4].pk,
        outcome="call_back",
        said=OutcomeInput(when=TUESDAY - timedelta(days=5), precision="day"),
        at=TUESDAY - timedelta(days=8),
    )


def incoming(morning: Morning, name: str) -> None:
    """Logs a call that they make to her: `/`, the number, Enter, V, the outcome."""
    page = morning.desk.page
    card = Company.objects.get(name=name)
    here, morning.keys = name_shown(morning.desk), 0
    morning.press("Slash", "/")
    page.keyboard.type(card.numbers.get().national)
    with page.expect_navigation():
        morning.enter()
    with page.expect_navigation():
        morning.press("KeyV", "v")
    morning.digit("4")
    morning.write("jeudi 10h")
    pressed = time.perf_counter()
    morning.enter()
    expect(page.locator(".fiche h1")).to_have_text(here)
    waited = time.perf_counter() - pressed
    morning.rows.append(
        ("Appel reçu, à rappeler", morning.keys, waited, len("24/11 a appelé, rap.") * PEN + 12)
    )


def test_twenty_five_calls_of_a_morning_cost_less_than_paper(
    open_page: Open, nothing_drawn: None
) -> None:
    with clock.frozen(TUESDAY):
        prepare()
        desk = open_page(quiet=False)
        desk.begin()
        expect(desk.page.locator(".why")).to_contain_text("5 jours de retard")
        morning = Morning(desk)
        play(morning)
    assert Call.objects.count() == 26
    assert set(Call.objects.values_list("outcome", flat=True)) == set(OUTCOMES)
    assert Call.objects.filter(origin="incoming").count() == 2
    assert Call.objects.filter(note__contains="Budget voté").count() >= 12
    assert Referral.objects.count() == 1
    assert Message.objects.count() == 1
    assert FollowUp.objects.filter(closed_how="called").exists()
    writing = os.environ.get("MORNING") == "write"
    for name, keys, waited, paper in morning.rows:
        assert keys * KEY + (waited if writing else WAIT) < paper, f"{name} is slower than paper"
    if writing:
        DOC.write_text(table(morning.rows), encoding="utf-8")


def play(morning: Morning) -> None:
    def noted(steps: Callable[[], None]) -> Callable[[], None]:
        def both() -> None:
            morning.note()
            steps()

        return both

    def asked(digit: str, words: str = "") -> Callable[[], None]:
        def steps() -> None:
            morning.digit(digit)
            panel = morning.desk.page.locator("fieldset.panel[data-exclusive]:not([hidden])")
            expect(panel).to_be_visible()
            if words:
                morning.write(words)
                morning.desk.page.wait_for_timeout(250)
            morning.enter()

        return steps

    def plain(digit: str) -> Callable[[], None]:
        return lambda: morning.digit(digit)

    def never() -> None:
        morning.digit("0")
        morning.desk.page.locator("#ask-do_not_call [data-confirm]").press("Enter")
        morning.keys += 1

    def referred() -> None:
        morning.press("KeyR", "r")
        morning.write("Studio Grivel 03 53 01 55 66 Lille com: Mme Aubert")
        morning.enter()
        asked("8")()

    day = "24/11 "
    morning.call("Promesse en retard, tenue", day + "rap. demain", noted(asked("4", "demain 10h")))
    morning.call("Pas de réponse", day + "abs.", plain("1"))
    morning.call("Répondeur", day + "répondeur", plain("2"))
    morning.call("Standard", day + "standard", noted(asked("3", "Mme Durand après 14 h")))
    morning.call("Veut un e-mail", day + "mail", noted(asked("5", "marie@atelier.example")))
    morning.call("Intéressé", day + "intéressé lundi", noted(asked("6", "lundi")))
    morning.call("Rendez-vous", day + "RV jeudi", noted(asked("7", "jeudi 14h30")))
    morning.call("Pas de besoin", day + "non", noted(asked("8")))
    morning.call("A raccroché", day + "raccroché", plain("9"))
    morning.call("Ne plus appeler", day + "NE PLUS APPELER", never)
    morning.call("Faux numéro", day + "faux n°", lambda: morning.press("KeyW", "w"))
    incoming(morning, NAMES[27])
    morning.call("Recommande", day + "non, voir Grivel", noted(referred))
    expect(morning.desk.page.locator(".fiche h1")).to_have_text("Studio Grivel")
    morning.call("Recommandation appelée", day + "intéressée", noted(asked("6", "mardi")))
    incoming(morning, NAMES[28])
    for _ in range(5):
        morning.call("Pas de réponse", day + "abs.", plain("1"))
    for _ in range(5):
        morning.call("Pas de besoin", day + "non", noted(asked("8")))


def table(rows: list[tuple[str, int, float, float]]) -> str:
    """Returns the page of the reference."""
    kinds = dict.fromkeys(name for name, *_ in rows)
    lines = []
    for kind in kinds:
        own = [row for row in rows if row[0] == kind]
        keys = max(row[1] for row in own)
        waits = sum(row[2] for row in own) / len(own)
        paper = sum(row[3] for row in own) / len(own)
        lines.append(
            f"| {kind} | {len(own)} | {keys} | {waits:.1f} s | {keys * KEY + waits:.1f} s "
            f"| {paper:.1f} s |"
        )
    tool = sum(keys * KEY + waited for _, keys, waited, _ in rows)
    paper = sum(row[3] for row in rows)
    return f"""# A morning of {len(rows)} calls beside paper

Made by `MORNING=write bin/test tests/browser/test_twenty_five.py`: a morning played in a browser
from the keyboard (every outcome, notes in half of the calls, two calls received, a promise kept
late, a referral called, a mail asked for), on the machine of the developers while others used it.

Counted are the keys that the tool asks for, Space included, and the seconds from the last key to
the next card. Not counted, because paper needs them too: the ten digits she dials on her own
telephone, the words of a note, of a day or of an address. A key takes {KEY} s (average typist,
Card, Moran and Newell 1980). The paper way is the pencil line (day and what it gave) at {PEN} s a
letter (about 22 words a minute by hand, an assumption) and {FIND:.0f} s to lay the card away and
take the next one; for a call received, 12 s to find the card among the others (an assumption).
Nobody was timed with paper: these are estimates.

| step | times | keys of the tool | wait | tool, keys and wait | paper |
|---|---:|---:|---:|---:|---:|
{chr(10).join(lines)}
| **whole morning** | {len(rows)} | | | **{tool:.0f} s** | **{paper:.0f} s** |
"""

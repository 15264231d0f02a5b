"""The people she has talked to as cards in her address book."""

from __future__ import annotations

import re

from decroche.agenda.models import Twin
from decroche.agenda.queries import numbers_of_people, people_wanted
from decroche.agenda.talk import Talk, digest_of
from decroche.gateways.dav import Object
from decroche.prospects.models import Contact, PhoneNumber
from decroche.shared import vcard

State = Twin.State


def write_cards(talk: Talk) -> None:
    """Removes from the server the cards of people who must be left alone or were removed here, and
    writes those of people who are new or were changed here. Raises NotSynced.
    """
    workspace = talk.member.workspace
    people = people_wanted(workspace, talk.agenda)
    rows = Twin.objects.filter(workspace=workspace, person__isnull=False)
    twins = {twin.person or 0: twin for twin in rows}
    for key in twins.keys() - people.keys():
        talk.take_away(twins[key])
    for key in people.keys() - twins.keys():
        twins[key] = talk.begin("vcf", person=key)
    chosen = {key: twins[key] for key in people if twins[key].state != State.LEFT}
    there = talk.fetch(list(chosen.values()))
    numbers = numbers_of_people(workspace, people)
    for key, twin in chosen.items():
        if twin.pk in there:
            _write_one(talk, twin, _card(twin, people[key], numbers[key]), there[twin.pk])


def _write_one(talk: Talk, twin: Twin, text: str, known: Object | None) -> None:
    """Writes a card that is new or was changed here. A card that she deleted or changed on the
    server is hers from then on: it is not written again, but is still removed when the person must
    be left alone.
    """
    changed_there = known is not None and known.etag != twin.etag
    if known is not None and changed_there and _says_the_same(known.text, text):
        talk.keep(twin, etag=known.etag[:200], digest=digest_of(text))
    elif changed_there or (twin.digest and known is None):
        talk.keep(twin, state=State.LEFT)
    elif twin.digest != digest_of(text) and talk.write(twin, text, known, digest=digest_of(text)):
        _read_version(talk, twin, text)


def _read_version(talk: Talk, twin: Twin, text: str) -> None:
    """Saves the version of a card that was just written. Some servers do not return it; then the
    card is read at once, so that later changes of hers are noticed.
    """
    known = None if twin.etag else talk.read(twin)
    if known is not None and _says_the_same(known.text, text):
        talk.keep(twin, etag=known.etag[:200])


def _says_the_same(there: str, here: str) -> bool:
    """Whether two cards name the same person with the same numbers, however a server lays them
    out.
    """
    return _values(there) == _values(here)


def _values(text: str) -> set[tuple[str, str]]:
    lines = re.sub(r"\r?\n[ \t]", "", text).splitlines()
    pairs = ((head.partition(";")[0].upper(), value) for head, _, value in map(_halves, lines))
    return {
        (name.rpartition(".")[2], value.strip()) for name, value in pairs if name not in _SERVERS
    }


def _halves(line: str) -> tuple[str, str, str]:
    return line.partition(":")


_SERVERS = ("PRODID", "REV", "VERSION")
"""Properties that a server sets by itself."""


def _card(twin: Twin, person: Contact, numbers: list[PhoneNumber]) -> str:
    role = str(person.get_role_display()).capitalize()
    return vcard.person(
        uid=twin.path.removesuffix(".vcf"),
        name=person.name or f"{role}, {person.company.name}",
        company=person.company.name,
        title=person.title,
        email=person.email,
        phones=[
            ("CELL" if one.kind == PhoneNumber.Kind.MOBILE else "WORK", one.e164) for one in numbers
        ],
    )

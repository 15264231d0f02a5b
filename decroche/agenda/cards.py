"""The people she has talked to as cards in her address book."""

from __future__ import annotations

import secrets

from decroche.agenda.models import Twin
from decroche.agenda.queries import numbers_of_people, people_wanted
from decroche.agenda.talk import Talk, digest_of
from decroche.gateways.dav import Object
from decroche.prospects.models import Contact, PhoneNumber
from decroche.shared import vcard

State = Twin.State


def turn_cards(talk: Talk) -> None:
    """Takes away there who is to be left alone or gone, writes who is new or changed here. Raises
    NotSynced.
    """
    workspace = talk.member.workspace
    people = people_wanted(workspace, talk.agenda)
    rows = Twin.objects.filter(workspace=workspace, person__isnull=False)
    twins = {twin.person or 0: twin for twin in rows}
    for key in twins.keys() - people.keys():
        talk.take_away(twins[key])
    for key in people.keys() - twins.keys():
        path = f"{secrets.token_hex(16)}.vcf"
        twins[key] = Twin.objects.create(workspace=workspace, person=key, path=path)
    chosen = {key: twins[key] for key in people if twins[key].state != State.LEFT}
    there = talk.fetch(list(chosen.values()))
    numbers = numbers_of_people(workspace, people)
    for key, twin in chosen.items():
        _turn(talk, twin, _card(twin, people[key], numbers[key]), there.get(twin.pk))


def _turn(talk: Talk, twin: Twin, text: str, known: Object | None) -> None:
    """Writes a card that is new or changed here. One that she deleted or changed there is hers from
    then on: it is not written again, and still taken away when the person is to be left alone.
    """
    if twin.digest and (known is None or (twin.etag and known.etag != twin.etag)):
        twin.state = State.LEFT
        twin.save(update_fields=["state"])
    elif twin.digest != digest_of(text):
        if talk.write(twin, text, known):
            twin.digest, twin.etag = digest_of(text), ""
            twin.save()
    elif known is not None and not twin.etag:
        twin.etag = known.etag[:200]
        twin.save(update_fields=["etag"])


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

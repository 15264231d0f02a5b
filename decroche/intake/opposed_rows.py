"""Which rows of a file are of somebody who asked not to be called: the rule of
prospects/left_alone.py, for thousands of rows at once.
"""

from __future__ import annotations

from typing import NamedTuple

from decroche.compliance.queries import any_opposition, opposed
from decroche.intake.drafts import Draft, Person
from decroche.prospects.left_alone import Typed
from decroche.prospects.opposition import keys_of_person
from decroche.shared.numbers import dial_key
from decroche.team.models import Workspace


class Opposed(NamedTuple):
    """What of a row has an opposition: which of its numbers; whether its address, SIRET, SIREN or
    name and place; which of its people by name, by their place.
    """

    numbers: frozenset[str] = frozenset()
    otherwise: bool = False
    people: frozenset[int] = frozenset()

    @property
    def stops(self) -> bool:
        """Whether the company is not to be called; a person of it who asked for that is no
        reason.
        """
        return bool(self.numbers) or self.otherwise


NOTHING_OPPOSED = Opposed()

OpposedRows = dict[int, Opposed]
"""By the line of the file."""


def is_left_alone(draft: Draft, opposed_rows: OpposedRows, refusals: bool) -> bool:
    """Whether a row makes no card and changes none, since they asked before not to be called. A row
    that refuses by itself is another thing (unless the refusals of the file are only kept as they
    are): it says who must be silent, so its card is kept with the opposition.
    """
    stopped = opposed_rows.get(draft.line, NOTHING_OPPOSED).stops
    return stopped and not (draft.refused and refusals)


def numbers_dialled(draft: Draft) -> list[str]:
    """Every number of a row, its people's and its faxes' too."""
    theirs = [number for _, numbers in draft.others for number in numbers]
    numbers = (*draft.numbers, *draft.person_numbers, *draft.faxes, *theirs)
    return [dial_key(*number[:2]) for number in numbers]


def typed_values(draft: Draft) -> list[Typed]:
    """The values of a row by which somebody is known who asked not to be called, as the row writes
    them.
    """
    theirs = [number for _, numbers in draft.others for number in numbers]
    numbers = (*draft.numbers, *draft.person_numbers, *draft.faxes, *theirs)
    emails = dict.fromkeys((draft.email, *(person[3] for person in _people(draft))))
    return [
        *(("number", dial_key(*number[:2]), number[1]) for number in numbers),
        *(("email", email, email) for email in emails),
        ("siret", draft.siret, draft.siret),
        ("siren", draft.siren, draft.siren),
        ("company", draft.name_key, draft.name),
    ]


def _people(draft: Draft) -> list[Person]:
    return [draft.person, *(person for person, _ in draft.others)] if draft.person else []


def opposed_values(workspace: Workspace, drafts: list[Draft]) -> OpposedRows:
    """By line, what of each draft has an opposition."""
    if not any_opposition(workspace):
        return {}
    dialled = {draft.line: numbers_dialled(draft) for draft in drafts}
    numbers = opposed(
        workspace, "number", [value for values in dialled.values() for value in values]
    )
    written = {
        draft.line: {draft.email, *(person[3] for person in _people(draft))} - {""}
        for draft in drafts
    }
    emails = opposed(workspace, "email", [value for values in written.values() for value in values])
    sirets = opposed(workspace, "siret", [draft.siret for draft in drafts])
    sirens = opposed(workspace, "siren", [draft.siren for draft in drafts])
    names = opposed(workspace, "company", [draft.name_key for draft in drafts])
    people = {
        draft.line: [
            keys_of_person(one[0], siren=draft.siren, name_key=draft.name_key)
            for one in _people(draft)
        ]
        for draft in drafts
    }
    alone = opposed(
        workspace, "person", [key for all_of in people.values() for keys in all_of for key in keys]
    )
    return {
        draft.line: Opposed(
            frozenset(set(dialled[draft.line]) & numbers),
            bool(written[draft.line] & emails)
            or draft.siret in sirets
            or draft.siren in sirens
            or draft.name_key in names,
            frozenset(
                place for place, keys in enumerate(people[draft.line]) if not alone.isdisjoint(keys)
            ),
        )
        for draft in drafts
    }

"""What is to be on her server, and what she is asked about."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from decroche.agenda.models import Twin
from decroche.agenda.preferences import Agenda
from decroche.calls.models import Call
from decroche.calls.rules import APPOINTMENTS, RIGHT_PARTY_CONTACT
from decroche.correspondence.models import Message
from decroche.followups.models import FollowUp
from decroche.prospects.models import Contact, PhoneNumber
from decroche.prospects.numbers import dialled
from decroche.prospects.queries import approachable, people_to_approach
from decroche.team.models import Workspace

_MOST = 2000


def steps_wanted(workspace: Workspace, agenda: Agenda) -> dict[int, FollowUp]:
    """{key: follow-up} of her open promises and meetings, whichever of them she chose; without
    those of companies and people who must be left alone.
    """
    chosen = Q()
    if agenda.promises:
        chosen |= Q(kind=FollowUp.Kind.PROMISED) & ~Q(purpose__in=APPOINTMENTS)
    if agenda.meetings:
        chosen |= Q(purpose__in=APPOINTMENTS)
    if not (agenda.calendar and chosen):
        return {}
    rows = FollowUp.objects.filter(
        chosen,
        approachable("company"),
        Q(contact=None) | Q(contact__in=people_to_approach(workspace)),
        Q(member=None) | Q(member_id=agenda.member),
        workspace=workspace,
        closed_at=None,
    )
    found = rows.select_related("company__state", "contact").order_by("due_at")[:_MOST]
    return {row.pk: row for row in found}


def people_wanted(workspace: Workspace, agenda: Agenda) -> dict[int, Contact]:
    """{key: person} of the people she has talked to: on their own number, or on one of the company
    when she asked for their role. Without those who must be left alone.
    """
    if not (agenda.book and agenda.people):
        return {}
    talks = Call.objects.filter(workspace=workspace, outcome__in=RIGHT_PARTY_CONTACT)
    asked_for = talks.filter(contact=None, company=OuterRef("company"), asked_for=OuterRef("role"))
    rows = people_to_approach(workspace).filter(
        Exists(asked_for) | Q(pk__in=talks.filter(contact__isnull=False).values("contact_id")),
        approachable("company"),
    )
    return {row.pk: row for row in rows.select_related("company").order_by("-pk")[:_MOST]}


def numbers_of_people(
    workspace: Workspace, people: dict[int, Contact]
) -> dict[int, list[PhoneNumber]]:
    """{key of a person: their own numbers that may be dialled, then those of the company}."""
    rows = dialled(
        PhoneNumber.objects.filter(
            workspace=workspace, company__in={person.company_id for person in people.values()}
        )
    ).order_by("position", "id")
    own: dict[int, list[PhoneNumber]] = {}
    shared: dict[int, list[PhoneNumber]] = {}
    for number in rows:
        if number.contact_id:
            own.setdefault(number.contact_id, []).append(number)
        else:
            shared.setdefault(number.company_id, []).append(number)
    return {
        key: [*own.get(key, []), *shared.get(person.company_id, [])]
        for key, person in people.items()
    }


def invited_to(workspace: Workspace, steps: list[int]) -> set[int]:
    """The follow-ups, of these, to which somebody was invited."""
    rows = Message.objects.filter(workspace=workspace, follow_up__in=steps)
    return {key for key in rows.values_list("follow_up_id", flat=True) if key is not None}


def asked(workspace: Workspace) -> QuerySet[Twin]:
    """The events she is asked about, because she moved or deleted them on the server."""
    states = (Twin.State.GONE, Twin.State.MOVED)
    return Twin.objects.filter(workspace=workspace, state__in=states).order_by("at", "id")


def asked_with_steps(workspace: Workspace) -> list[tuple[Twin, FollowUp]]:
    """[(twin, follow-up)] of the events she is asked about."""
    rows = list(asked(workspace))
    steps = FollowUp.objects.filter(workspace=workspace, pk__in=[row.follow_up for row in rows])
    by_key = {step.pk: step for step in steps.select_related("company")}
    return [(row, by_key[row.follow_up or 0]) for row in rows if row.follow_up in by_key]


def anything_there(workspace: Workspace) -> bool:
    """Whether Décroche knows of anything that it wrote on her server."""
    return Twin.objects.filter(workspace=workspace).exists()

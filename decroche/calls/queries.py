"""Named questions about calls and what is said in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from decroche.calls.models import Answer, Call, Qualification, Question, Script
from decroche.offer.queries import services_of
from decroche.offer.rules import Language, typeset, where_it_stops
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.prospects.standing import USABLE
from decroche.team.models import Workspace
from decroche.team.prepared import Prepared

DEFAULT_ROLES = ("communication", "hr")
_ORDER = {"direct": 0, "mobile": 1, "switchboard": 2}


def roles_asked(workspace: Workspace) -> list[str]:
    """Whom she asks for, in order."""
    stored = workspace.preferences.get("roles", {}).get("order", [])
    kept = [role for role in stored if role in Contact.Role.values]
    return kept or list(DEFAULT_ROLES)


def ask_for(company: Company, people: Sequence[Contact] | None = None) -> tuple[str, Contact | None]:
    """(role to ask for, the person if known): who decides, once that is known, else the first role of her order."""
    known = list(company.contacts.all()) if people is None else people
    decider = next((one for one in known if one.decides and not one.gatekeeper), None)
    if decider:
        return decider.role, decider
    role = roles_asked(company.workspace)[0]
    return role, next((one for one in known if one.role == role and not one.gatekeeper), None)


def best_number(company: Company, numbers: Sequence[PhoneNumber] | None = None, contact: Contact | None = None) -> PhoneNumber | None:
    """The number to dial: the person's own, else the company's in its order."""
    usable = [number for number in (company.numbers.all() if numbers is None else numbers) if number.state in USABLE]
    if contact:
        own = [number for number in usable if number.contact_id == contact.pk]
        if own:
            return min(own, key=lambda number: (_ORDER[number.kind], number.position))
    return min(usable, key=lambda number: (number.contact_id is not None, number.position), default=None)


_LAST_CALLS = Prepared(
    lambda workspace, company: Call.objects.filter(workspace_id=workspace, company_id=company).order_by("-at", "-id")[:5]
)
_NUMBERS = Prepared(
    lambda workspace, company: PhoneNumber.objects.filter(workspace_id=workspace, company_id=company).order_by("position", "id")
)
_PEOPLE = Prepared(lambda workspace, company: Contact.objects.filter(workspace_id=workspace, company_id=company).order_by("id"))
_QUALIFIED = Prepared(
    lambda workspace, company: Qualification.objects.filter(workspace_id=workspace, company_id=company).order_by("at", "id")
)


def last_calls(company: Company) -> list[Call]:
    """The five latest attempts, newest first."""
    return _LAST_CALLS(company.workspace_id, company.pk)


def numbers_of(company: Company) -> list[PhoneNumber]:
    """Its numbers, in order."""
    return _NUMBERS(company.workspace_id, company.pk)


def people_of(company: Company) -> list[Contact]:
    """Its people, in order."""
    return _PEOPLE(company.workspace_id, company.pk)


def qualified(company: Company) -> dict[int, str]:
    """The latest answer to each question."""
    return {row.question_id: row.value for row in _QUALIFIED(company.workspace_id, company.pk)}


@dataclass(frozen=True, slots=True)
class Texts:
    """All that she says."""

    scripts: dict[str, str]
    answers: list[Answer]
    questions: list[Question]
    version: int = 0

    def script(self, role: str) -> str:
        """The opening line for a role, else the first one there is."""
        return self.scripts.get(role) or next(iter(self.scripts.values()), "")


_texts: dict[tuple[int, str], tuple[int, Texts]] = {}
MISSIONS = "[missions]"
"""In an answer: where her missions start and stop, as her offer says it."""


def texts(workspace: Workspace, language: Language = "fr") -> Texts:
    """Her texts as they are said, read again only when the workspace says that they changed (preferences, texts.version)."""
    version = workspace.preferences.get("texts", {}).get("version", 0)
    kept = _texts.get((workspace.pk, language))
    if kept is not None and version and kept[0] == version:
        return kept[1]
    found = Texts(
        dict(Script.objects.filter(workspace=workspace).order_by("id").values_list("role", "text")),
        _said(answers(workspace), workspace, language),
        questions(workspace),
        version,
    )
    _texts[workspace.pk, language] = (version, found)
    return found


def _said(found: list[Answer], workspace: Workspace, language: Language) -> list[Answer]:
    for answer in found:
        if MISSIONS in answer.she_says:
            answer.she_says = answer.she_says.replace(MISSIONS, where_it_stops(services_of(workspace), language))
        answer.she_says = typeset(answer.she_says, language)
    return found


def answers(workspace: Workspace) -> list[Answer]:
    """What she says when they say X, in her order."""
    return list(Answer.objects.filter(workspace=workspace).order_by("position", "id"))


def questions(workspace: Workspace) -> list[Question]:
    """Her questions, in her order."""
    return list(Question.objects.filter(workspace=workspace).order_by("position", "id"))

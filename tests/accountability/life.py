"""What happens to a company before it asks to be erased: every table that may hold its name, its
number or its address gets a row. Run in a process of its own, on a data folder of its own.
"""

from __future__ import annotations

from typing import Any

from decroche.accountability.requests import erase_for, take_in
from decroche.calls.models import Question
from decroche.calls.qualifying import qualify
from decroche.calls.reading import OutcomeInput
from decroche.calls.scripts import seed_texts
from decroche.compliance.actions import RequestMade
from decroche.compliance.models import Request
from decroche.correspondence.models import DeadAddress, Message, Reply
from decroche.insights.funnel import figures, published
from decroche.insights.periods import by_hour
from decroche.insights.timing import heat
from decroche.prospects.actions import edit_company
from decroche.prospects.models import Company, Contact
from decroche.prospects.search import search
from decroche.shared.clock import now
from decroche.team.actions import ensure_local_member
from decroche.team.models import Member, Workspace
from tools.outcomes import log_outcome

ADDRESS = "heloise.brulefer@exemple-brulefer.example"


def erase(whom: str) -> dict[str, Any]:
    """Lives, erases the company ("company") or its person ("person"), and tells what was counted
    before and after.
    """
    by = ensure_local_member()
    target = _live(by)
    before = _counted(by.workspace)
    request = _asked(by, target, whom)
    done = erase_for(by=by, request=request, leave_alone=True)
    return {
        "before": before,
        "after": _counted(by.workspace),
        "done": done.told(),
        "found": len(search(by.workspace, "brulefer")),
        "name": Company.objects.get(pk=target.pk).name,
    }


def erase_twice() -> str:
    """The name of the exception that the second erasure of one request raises."""
    by = ensure_local_member()
    request = _asked(by, _live(by), "company")
    erase_for(by=by, request=request, leave_alone=True)
    try:
        erase_for(by=by, request=request, leave_alone=True)
    except Exception as error:
        return type(error).__name__
    return ""


def _live(by: Member) -> Company:
    seed_texts(by=by, language="fr")
    target, other, third = (
        Company.objects.get(name__startswith=name) for name in ("Héloïse", "Verrerie", "Laiterie")
    )
    edit_company(
        by=by, company=target, changes={"notes": "Héloïse Brûlefer, rappeler au 06.39.98.47.11"}
    )
    log_outcome(
        by=by,
        company_id=target.pk,
        outcome="email_requested",
        said=OutcomeInput(
            email=ADDRESS,
            note="Héloïse veut la plaquette",
            moment="Héloïse Brûlefer EI a ri",
            details={
                "referral": "Verrerie de l’Œillet",
                "sentence": "de la part de Héloïse Brûlefer",
            },
        ),
    )
    log_outcome(
        by=by,
        company_id=other.pk,
        outcome="gatekeeper",
        said=OutcomeInput(note="connaît Héloïse Brûlefer, 06 39 98 47 11"),
    )
    log_outcome(by=by, company_id=third.pk, outcome="no_answer")
    question = Question.objects.first()
    assert question
    qualify(by=by, company=target, question=question, value="Agence Brûlefer")
    message = Message.objects.get()
    message.body, message.subject = "Bonjour Héloïse", "Pour heloise"
    message.save()
    Reply.objects.create(
        workspace=by.workspace,
        message=message,
        company=target,
        kind="reply",
        sender=ADDRESS,
        excerpt="Merci, Héloïse Brûlefer",
        reply_id="<1@x>",
    )
    DeadAddress.objects.create(workspace=by.workspace, address=ADDRESS, words="550 heloise")
    return target


def _asked(by: Member, target: Company, whom: str) -> Request:
    person = Contact.objects.filter(company=target).first() if whom == "person" else None
    return take_in(
        by=by,
        made=RequestMade("erasure", "mail", "Héloïse Brûlefer, par mail", now()),
        company=target,
        person=person,
    )


def _counted(workspace: Workspace) -> dict[str, Any]:
    found, rows = figures(workspace), by_hour(workspace)
    return {
        "funnel": published(found),
        "heat": [[(cell.calls, cell.answered) for cell in line] for line in heat(rows)],
        "dials": len(rows),
    }

"""The access copy (GDPR art. 15): a document with everything kept about a company or a person, its
source, and what was done with it. In French, for the person concerned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from decroche.accountability.controller import Controller, controller
from decroche.accountability.pages import Document, Part, small, table, text, title
from decroche.accountability.retention import kept_until
from decroche.calls.models import Call
from decroche.calls.wording import outcome_names, reason_names
from decroche.compliance.models import ConsentRow, Notice
from decroche.compliance.personal import PersonalTable, Subject, cleared, gather, pattern_of
from decroche.compliance.references import RULES
from decroche.compliance.rules import fingerprint
from decroche.followups.models import FollowUp
from decroche.journal.models import Entry
from decroche.prospects.models import Company, Contact
from decroche.prospects.opposition import values_of
from decroche.prospects.wording import company_words
from decroche.shared.clock import PARIS, now
from decroche.team.models import Member
from decroche.ui.language import written_day


def access_copy(by: Member, company: Company, person: Contact | None = None) -> Document:
    """The access copy of a company with all its people, or of one person. The copy of one person
    does not name the others (GDPR art. 15(4)).
    """
    at = now()
    subject = Subject(by.workspace_id, company.pk, person.pk if person else None)
    with override("fr"):
        who = controller(by, at)
        name = person.name or company.name if person else company.name
        parts = [
            *_head(who, company, at),
            *_tables(subject),
            *(_call_notes(company, person) if person else []),
            *_notices_and_consents(by, company, person),
            *_rights(who),
        ]
        if person:
            parts = _without_others(parts, company, person)
        return Document(
            f"Vos données : {name}",
            (
                f"Copie établie le {_day_of(at)} par {who.name}, "
                f"en réponse à votre demande ({RULES['access'].text})"
            ),
            who.name,
            tuple(parts),
            foot=f"Copie remise par {who.name}",
            plain=_as_json_data(subject, company, at, _others(company, person)),
        )


def _without_others(parts: list[Part], company: Company, person: Contact) -> list[Part]:
    """The parts without the names and addresses of the company's other people."""
    pattern = _others(company, person)
    if pattern is None:
        return parts
    return [
        replace(
            part,
            text=cleared(part.text, pattern),
            rows=tuple(tuple(cleared(cell, pattern) for cell in row) for row in part.rows),
        )
        for part in parts
    ]


def _others(company: Company, person: Contact | None) -> re.Pattern[str] | None:
    """Matches the names and addresses of the company's other people; None when all is shown."""
    if person is None:
        return None
    rows = Contact.objects.filter(company=company).exclude(pk=person.pk).exclude(name=person.name)
    return pattern_of([text for row in rows.values_list("name", "email") for text in row if text])


def _head(who: Controller, company: Company, at: datetime) -> list[Part]:
    """Who keeps the data, why, from where and until when."""
    return [
        text(
            "Voici tout ce que je garde vous concernant, tel que c’est écrit dans mon "
            "fichier, notes comprises."
        ),
        table(
            ("Question", "Réponse"),
            [
                ("Qui garde ces données ?", _who_keeps(who)),
                (
                    "Pourquoi ?",
                    "Prospection commerciale auprès d’organisations, par téléphone et par "
                    "e-mail, et suivi des échanges.",
                ),
                ("Sur quelle base ?", _legal_basis(who, company)),
                (
                    "D’où viennent-elles ?",
                    f"{company.provenance.source}, le {_day_of(company.created_at)}.",
                ),
                (
                    "Qui les reçoit ?",
                    "Personne d’autre que moi ; mon fournisseur de messagerie pour les "
                    "e-mails échangés.",
                ),
                ("Jusqu’à quand ?", _how_long(company, at)),
            ],
        ),
    ]


def _who_keeps(who: Controller) -> str:
    reached = (who.address, who.email, who.phone)
    return f"{who.name}. {' · '.join(part for part in reached if part)}"


def _legal_basis(who: Controller, company: Company) -> str:
    if company.audience == "professional":
        return f"Intérêt légitime : {who.interest}."
    return "Votre consentement."


def _how_long(company: Company, at: datetime) -> str:
    if company.erased_at:
        return "Elles sont effacées."
    until = _day_of(kept_until(company, company.workspace, at))
    return f"Le {until}, sauf nouveau contact de votre part ou demande d’effacement."


def _tables(subject: Subject) -> Iterator[Part]:
    """The rows of all tables with personal data, each as a table of its own."""
    for personal_table, rows in gather(subject):
        values_of_rows = [_row_values(personal_table, row) for row in rows]
        shown = [values for values in values_of_rows if values]
        if not shown:
            continue
        yield title(str(personal_table.title))
        for values in shown:
            yield table(("Donnée", "Valeur"), values)


def _row_values(personal_table: PersonalTable, row: Any) -> list[tuple[str, ...]]:
    """[(name of a column, its value)] of a row, in words, without empty columns."""
    values: list[tuple[str, ...]] = []
    for column in personal_table.export_columns:
        value = _in_words(row, column)
        if value:
            values.append((_column_words(column), value))
    return values


def _column_words(column: str) -> str:
    """The name of a column in words."""
    words = company_words() | _words_of_cards() | _words_of_calls() | _words_of_mails()
    return words[column]


def _words_of_cards() -> dict[str, str]:
    """The other columns of a company, its people and its numbers."""
    return {
        "audience": _("Treated as"),
        "attempts": _("Calls made"),
        "last_called_at": _("Last call"),
        "last_contact_at": _("Last contact from you"),
        "not_before": _("Not called before"),
        "opposed_at": _("Asked to be left alone on"),
        "created_at": _("Kept since"),
        "role": _("Role"),
        "title": _("Job"),
        "decides": _("Decides"),
        "national": _("Number"),
        "kind": _("Kind"),
        "state": _("State"),
        "call_list": _("List"),
        "details": _("Details"),
        "fields": _("Fields"),
        "numbers": _("Numbers"),
    }


def _words_of_calls() -> dict[str, str]:
    """The columns of calls, answers and follow-ups."""
    return {
        "at": _("On"),
        "outcome": _("Outcome"),
        "reason": _("Why"),
        "note": _("Note"),
        "message_left": _("Message left"),
        "seconds": _("Length (seconds)"),
        "asked_for": _("Asked for"),
        "opening": _("What was said first"),
        "question": _("Question"),
        "value": _("Answer"),
        "sentence": _("Sentence"),
        "purpose": _("What for"),
        "due_at": _("Due"),
        "closed_at": _("Closed"),
        "closed_how": _("How"),
    }


def _words_of_mails() -> dict[str, str]:
    """The columns of mails."""
    return {
        "to": _("To"),
        "subject": _("Subject"),
        "body": _("Text"),
        "replied_at": _("Answered"),
        "bounced_at": _("Bounced"),
        "received_at": _("Received"),
        "sender": _("From"),
        "excerpt": _("Text"),
    }


def _in_words(row: Any, column: str) -> str:
    """The value of a column in words; "" for an empty one, and for a rest that is over."""
    field = row._meta.get_field(column)
    value = getattr(row, column)
    if value in (None, "", [], {}, False) or (column == "not_before" and value <= now()):
        return ""
    if field.choices:
        return str(getattr(row, f"get_{column}_display")())
    if column in ("outcome", "reason", "purpose", "closed_how") and value in _code_words():
        return _code_words()[value]
    return _shown(value)


def _code_words() -> dict[str, str]:
    """{code: words} of the codes in columns and in the details of calls."""
    return {
        **outcome_names(),
        **reason_names(),
        **{purpose.value: str(purpose.label) for purpose in FollowUp.OtherPurpose},
        **{how.value: str(how.label) for how in FollowUp.ClosedHow},
        "contract": _("until"),
        "place": _("place"),
        "referral": _("recommends"),
        "sentence": _("Sentence"),
        "mail": _("mail"),
        "cv": _("CV"),
        "invite": _("invited"),
    }


def _shown(value: Any) -> str:
    """A date, list, dictionary, row or text, in words."""
    if isinstance(value, datetime):
        return written_day(value.astimezone(PARIS), "j F Y, H:i")
    if isinstance(value, date):
        return written_day(value, "j F Y")
    if value is True:
        return _("yes")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, dict):
        return " ; ".join(
            f"{_code_words().get(name, name)} : {item}" for name, item in value.items() if item
        )
    return str(value)


def _call_notes(company: Company, person: Contact) -> Iterator[Part]:
    """The notes of calls with others of the company in which the person is named."""
    words = person.name.split()
    family_name = words[-1:] if len(words) > 1 else []
    pattern = pattern_of([person.name, *family_name, person.email])
    if pattern is None:
        return
    rows = [
        call
        for call in Call.objects.filter(company=company)
        .exclude(contact=person)
        .exclude(note="")
        .order_by("at")
        if pattern.search(call.note)
    ]
    if rows:
        yield title(_("Notes of calls that speak of you"))
        yield table(
            (_("On"), _("Note")),
            [(written_day(call.at.astimezone(PARIS), "j F Y, H:i"), call.note) for call in rows],
        )


def _notices_and_consents(by: Member, company: Company, person: Contact | None) -> Iterator[Part]:
    """The notices given, the consents, and how many changes were noted, with their days."""
    rows = [*_notice_rows(by, company, person), *_consent_rows(by, company)]
    if rows:
        yield title(_("Information and consent"))
        yield table((_("On"), _("What"), _("How")), rows)
    if person is None:
        changes = Entry.objects.filter(workspace=by.workspace, company_id=company.pk).order_by("id")
        yield title(_("What was done in the file"))
        yield small(
            _("%(n)s changes were noted between %(first)s and %(last)s; what they wrote is above.")
            % {"n": changes.count(), "first": _day(changes.first()), "last": _day(changes.last())}
        )


def _notice_rows(by: Member, company: Company, person: Contact | None) -> Iterator[tuple[str, ...]]:
    """(day, what, how) of the notices given to a company, or only to one person of it."""
    notices = Notice.objects.filter(workspace=by.workspace, company_id=company.pk)
    notices = notices.filter(contact_id=person.pk) if person else notices
    for notice in notices.order_by("at"):
        yield _day_of(notice.at), _("Information given"), str(notice.get_kind_display())


def _consent_rows(by: Member, company: Company) -> Iterator[tuple[str, ...]]:
    """(day, what, how) of the consents for its numbers and addresses, and of their ends."""
    prints = [
        fingerprint(by.workspace.fingerprint_key, kind, value) for kind, value in values_of(company)
    ]
    consents = ConsentRow.objects.filter(workspace=by.workspace, fingerprint__in=prints)
    for consent in consents.order_by("given_at"):
        words = _("Consent: “%(text)s”") % {"text": consent.text}
        yield _day_of(consent.given_at), words, str(consent.get_channel_display())
        if consent.revoked_at:
            how = str(consent.get_revoked_how_display())
            yield _day_of(consent.revoked_at), _("Consent taken back"), how


def _day(entry: Entry | None) -> str:
    """The day of a journal line; a dash without one."""
    return _day_of(entry.at) if entry else "–"


def _day_of(instant: datetime) -> str:
    """The day of an instant in Paris, in words."""
    return written_day(instant.astimezone(PARIS), "j F Y")


def _rights(who: Controller) -> list[Part]:
    return [
        title("Vos droits"),
        text(
            "Vous pouvez faire corriger ou effacer ces données, en limiter l’usage, et vous "
            "opposer à tout moment à ce que l’on vous contacte, sans motif : "
            f"{who.email or who.phone}. Réclamation : CNIL, www.cnil.fr."
        ),
        small(
            "Les noms d’autres personnes sont retirés de la copie remise à une personne. "
            "Aucun enregistrement d’appel n’existe."
        ),
    ]


def _as_json_data(
    subject: Subject, company: Company, at: datetime, others: re.Pattern[str] | None
) -> dict[str, Any]:
    """The data of the copy as a JSON object, for reading by a program."""
    data: dict[str, Any] = {"made_at": at.isoformat(), "source": company.provenance.source}
    for personal_table, rows in gather(subject):
        data[personal_table.model._meta.label_lower] = [
            {column: _json_value(getattr(row, column)) for column in personal_table.export_columns}
            for row in rows
        ]
    if others is None:
        return data
    cleaned: dict[str, Any] = cleared(data, others)
    return cleaned


def _json_value(value: Any) -> Any:
    """A value that JSON can carry."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, models.Model) else value

"""Every text column of every table is registered for export and erasure, or declared harmless here
with its reason.
"""

from __future__ import annotations

from django.apps import apps
from django.db import models

from decroche.compliance.personal import cleared, pattern_of, personal_tables, spellings

HERS = "her own words or settings, about nobody she calls"
CODE = "a code of ours"
FOR_GOOD = "kept after erasure on purpose: a keyed fingerprint, or proof without the data"
FOLLOWS = "emptied by erase_company itself, with the whole card"
HARMLESS: dict[str, str] = {
    "team.workspace": HERS,
    "team.member": HERS,
    "team.credential": "what a member signs in with, gone when they leave",
    "team.invitation": "a digest of ours",
    "team.membersession": "a digest of ours, and the browser of a member",
    "team.apikey": "a digest of ours, and how a member calls a program",
    "team.accountevent": "what happened to a member's account, for thirty days",
    "team.passkey": "a public key, and how a member calls a device; gone when they leave",
    "team.signintry": "a keyed digest",
    "team.turn": "a code of ours, and the name of a machine",
    "offer.profile": HERS,
    "offer.service": HERS,
    "offer.step": HERS,
    "offer.enclosure": HERS,
    "calls.script": HERS,
    "calls.answer": HERS,
    "calls.question": HERS,
    "correspondence.mailbox": HERS,
    "correspondence.template": HERS,
    "followups.calendarfeed": "a secret of hers",
    "compliance.suppression": FOR_GOOD,
    "compliance.consentrow": FOR_GOOD,
    "compliance.notice": FOR_GOOD,
    "compliance.request": "its words are emptied with the erasure; the fingerprints are the proof",
    "agenda.twin": "keys, and names made at random, of what stands on her server",
    "webhooks.webhook": HERS,
    "webhooks.delivery": "identifiers, the name of an event, and what a program of hers answered",
    "journal.entry": "emptied by journal.forgetting",
    "calls.call.outcome": CODE,
    "calls.call.situation": CODE,
    "calls.call.arm": CODE,
    "callqueue.callplan": "numbers of cards only",
    "prospects.company.naf": CODE,
    "prospects.company.headcount": "a band of sizes, counted in the figures",
    "prospects.company.department": FOLLOWS,
    "calls.callstate.zone": CODE,
    "calls.callstate.last_outcome": CODE,
    "prospects.company.audience_why": CODE,
    "prospects.company.diffusion": FOLLOWS,
    "prospects.phonenumber.cost": CODE,
    "prospects.phonenumber.timezone": CODE,
    "prospects.provenance.kind": CODE,
    "prospects.duplicatecandidate.verdict": CODE,
    "calls.call.reason": CODE,
    "calls.call.asked_for": CODE,
    "calls.call.opening": "her own opening line",
    "calls.call.answers_used": "numbers of her answers",
    "followups.followup.purpose": CODE,
    "followups.followup.precision": CODE,
    "followups.followup.closed_how": CODE,
    "correspondence.message.about": CODE,
    "correspondence.message.situation": CODE,
    "correspondence.message.language": CODE,
    "correspondence.message.calendar_method": CODE,
    "correspondence.message.runner": "the name of her machine",
    "correspondence.message.step": CODE,
    "correspondence.reply.reply_id": "an identifier drawn by their mail program",
    "correspondence.reply.settled_as": CODE,
    "correspondence.unreadmail.key": "a digest of ours",
    "intake.batch.path": "a random name on her disk",
    "intake.asiderow.reason": CODE,
}


def test_every_text_is_held_or_declared_harmless() -> None:
    known = {table.model: set(table.texts) for table in personal_tables()}
    missing = []
    for model in apps.get_models():
        if not model.__module__.startswith("decroche"):
            continue
        label = model._meta.label_lower
        for field in model._meta.concrete_fields:
            if (
                not isinstance(field, models.CharField | models.TextField | models.JSONField)
                or field.choices
            ):
                continue
            if (
                field.name not in known.get(model, set())
                and label not in HARMLESS
                and f"{label}.{field.name}" not in HARMLESS
            ):
                missing.append(f"{label}.{field.name}")
    assert missing == []


def test_a_number_is_found_in_every_spelling() -> None:
    pattern = pattern_of(["+33639981234", "Mme Claire Roussel", "claire@vasseur.example"])
    assert pattern is not None
    for text in (
        "06 39 98 12 34",
        "0639981234",
        "06.39.98.12.34",
        "06-39-98-12-34",
        "+33639981234",
        "0033639981234",
        "claire roussel",
        "CLAIRE ROUSSEL",
        "Claire@Vasseur.example",
    ):
        assert cleared(f"Rappeler {text} demain", pattern) == "Rappeler […] demain", text
    assert cleared({"a": ["M. Petit", "Claire Roussel."]}, pattern) == {"a": ["M. Petit", "[…]."]}
    assert cleared("rousselot 16399812345", pattern) == "rousselot 16399812345"


def test_short_texts_are_not_looked_for() -> None:
    assert spellings(["Lu", "EDF"]) == ()
    assert pattern_of([""]) is None

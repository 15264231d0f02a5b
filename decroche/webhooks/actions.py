"""What she decides about her webhook, and one attempt to deliver."""

from __future__ import annotations

import json
import secrets
from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from decroche.background.turns import take, taken
from decroche.calls.models import Call
from decroche.gateways import vault
from decroche.gateways.webhook import SECONDS, NotDelivered, check, deliver
from decroche.journal.models import Entry
from decroche.prospects.models import Company
from decroche.shared.clock import now
from decroche.team.kept_on import kept_elsewhere, note_forgotten, note_kept_here
from decroche.team.models import Member, Workspace
from decroche.team.needs import OWN, require
from decroche.team.preferences import (
    lock_preferences,
    preferred,
    read_preferences_again,
    save_preferences,
)
from decroche.webhooks.models import Delivery, new_identifier
from decroche.webhooks.preferences import Webhook
from decroche.webhooks.rules import LONGEST, OFF_AFTER, TOLD, next_try, signature

State = Delivery.State
TEST = "test"
_WORK = "webhooks"
_KEPT = timedelta(days=30)
"""How long a delivery that is over can be seen."""


TRIED_WITHIN = 2 * SECONDS
"""Seconds within which a test has ended."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping came to: a new secret, to be shown once, when there was none for the address;
    or what is wrong with the address (`NotDelivered.why`), and nothing was kept.
    """

    secret: str = ""
    problem: str = ""


def keep_webhook(*, by: Member, chosen: Webhook) -> Kept:
    """Keeps the address and what is told; without an address nothing is told any more.

    Keeping it switches on again what had been switched off: what waits is then told at once.
    """
    require(by, OWN)
    if not chosen.address:
        switch_off(by=by)
        return Kept()
    try:
        check(chosen.address, own_network=chosen.own_network)
    except NotDelivered as refused:
        return Kept(problem=refused.why)
    save_preferences(workspace=by.workspace, section=replace(chosen, failures=0, ended=False))
    _queued(by.workspace).update(send_after=now())
    kept = _read_secret(by.workspace)
    same = kept.get("for") == _host(chosen.address)
    return Kept() if same else Kept(secret=new_secret(by=by))


def switch_off(*, by: Member) -> None:
    """Ends the webhook: what waits is not delivered any more, and the secret is forgotten."""
    require(by, OWN)
    save_preferences(workspace=by.workspace, section=Webhook())
    _queued(by.workspace).update(state=State.FAILED, closed_at=now(), result="off")
    vault.forget(_folder(), _name(by.workspace_id))
    note_forgotten(by.workspace_id, _name(by.workspace_id))


def new_secret(*, by: Member) -> str:
    """Replaces the secret; the new one is to be shown once."""
    require(by, OWN)
    secret = f"whsec_{b64encode(secrets.token_bytes(32)).decode()}"
    address = preferred(by.workspace, Webhook).address
    kept = json.dumps({"for": _host(address), "secret": secret})
    vault.keep(_folder(), _name(by.workspace_id), kept)
    note_kept_here(by.workspace_id, _name(by.workspace_id))
    read_preferences_again(by.workspace)
    return secret


def secret_elsewhere(workspace: Workspace) -> str:
    """The machine that has the secret that signs, when this one has not; "" when it has."""
    return kept_elsewhere(workspace, _name(workspace.pk))


def try_webhook(*, by: Member) -> str:
    """Sends a test at once, without another try; returns "", or why it was not accepted
    (`NotDelivered.why`), or "elsewhere": only another machine has the secret, and nothing is sent.
    """
    require(by, OWN)
    read_preferences_again(by.workspace)
    if secret_elsewhere(by.workspace):
        return "elsewhere"
    delivery = Delivery.objects.create(
        workspace=by.workspace, identifier=new_identifier(), event=TEST, state=State.FAILED
    )
    try:
        status = str(_tell(by.workspace, delivery))
    except NotDelivered as refused:
        _close(delivery, State.FAILED, str(refused))
        return refused.why
    _close(delivery, State.DONE, status)
    return ""


@dataclass(slots=True)
class Told:
    """What a turn did, as numbers of deliveries."""

    done: int = 0
    later: int = 0
    failed: int = 0


def turn(workspace: Workspace, *, most: int = 50) -> Told:
    """Delivers what is due, in order, and stops at the first that is not taken: the others wait
    with it. Of several machines one at a time delivers, and none that has no secret to sign with.
    """
    old = Delivery.objects.filter(workspace=workspace, closed_at__lt=now() - _KEPT)
    old.exclude(state=State.QUEUED).delete()
    first = _queued(workspace).order_by("id").first()
    if first is None or _waits(first):
        return Told()
    read_preferences_again(workspace)  # the secret may have been given just now
    if secret_elsewhere(workspace):
        return Told()
    with taken(workspace.pk, _WORK) as mine:
        return _deliver(workspace, most) if mine else Told()


def _deliver(workspace: Workspace, most: int) -> Told:
    told = Told()
    while told.done + told.failed < most and take(workspace.pk, _WORK):
        read_preferences_again(workspace)  # she may choose while others are told
        webhook = preferred(workspace, Webhook)
        delivery = _queued(workspace).order_by("id").first()
        if delivery is None or not webhook.listens or _waits(delivery):
            break
        delivery.attempts += 1
        Delivery.objects.filter(pk=delivery.pk).update(attempts=delivery.attempts)
        try:
            status = str(_tell(workspace, delivery))
        except NotDelivered as refused:
            if not _failed(workspace, webhook, delivery, str(refused), told):
                break
            continue
        _close(delivery, State.DONE, status)
        told.done += 1
        if webhook.failures:
            _note_failures(workspace, webhook, 0)
    return told


def _waits(delivery: Delivery) -> bool:
    """Whether its time has not come; what a clock that was ahead noted counts as come."""
    at = now()
    return at < delivery.send_after <= at + LONGEST


def _failed(
    workspace: Workspace, webhook: Webhook, delivery: Delivery, why: str, told: Told
) -> bool:
    """Notes an attempt that failed; whether the next one may be tried at once."""
    failures = webhook.failures + 1
    ended = failures >= OFF_AFTER
    if not _note_failures(workspace, webhook, failures):
        return False
    at = now()
    later = next_try(failures, delivery.queued_at, at)
    if later is None:
        _close(delivery, State.FAILED, why)
        told.failed += 1
        return not ended
    Delivery.objects.filter(pk=delivery.pk).update(send_after=later, result=_as_kept(why))
    told.later += 1
    return False


@transaction.atomic
def _note_failures(workspace: Workspace, tried: Webhook, failures: int) -> bool:
    """Notes how many attempts in a row have failed; False, and nothing is noted, when she chose
    otherwise while the attempt was made.
    """
    kept = lock_preferences(workspace.pk)
    if preferred(kept, Webhook) != tried:
        return False
    ended = failures >= OFF_AFTER
    save_preferences(workspace=workspace, section=replace(tried, failures=failures, ended=ended))
    return True


def _tell(workspace: Workspace, delivery: Delivery) -> int:
    """One attempt. Raises NotDelivered."""
    webhook = preferred(workspace, Webhook)
    kept = _read_secret(workspace)
    if kept.get("for") != _host(webhook.address):  # a restored copy names another address
        raise NotDelivered("address", "no secret for this address")
    body = json.dumps(_content(delivery), cls=DjangoJSONEncoder, ensure_ascii=False)
    seconds = int(now().timestamp())
    headers = {
        "webhook-id": delivery.identifier,
        "webhook-timestamp": str(seconds),
        "webhook-signature": signature(kept["secret"], delivery.identifier, seconds, body),
    }
    return deliver(webhook.address, body.encode(), headers, own_network=webhook.own_network)


def _content(delivery: Delivery) -> dict[str, Any]:
    """What is told: codes, dates, the company's name, place and SIREN; nothing that was typed."""
    entry = Entry.objects.filter(
        workspace_id=delivery.workspace_id, pk=delivery.entry_id or 0
    ).first()
    if entry is None:
        return {"type": delivery.event, "timestamp": delivery.queued_at, "data": {}}
    company = Company.objects.filter(
        workspace_id=delivery.workspace_id, pk=entry.company_id or 0
    ).first()
    call = None
    if entry.verb.startswith("call."):
        call = Call.objects.filter(
            workspace_id=delivery.workspace_id, pk=entry.subject_id or 0
        ).first()
    return {
        "type": delivery.event,
        "timestamp": delivery.queued_at,
        "data": {
            "line": entry.pk,
            "verb": entry.verb,
            "at": entry.at,
            "company": company
            and {
                "id": company.pk,
                "name": company.name,
                "city": company.city,
                "siren": company.siren,
                "opposed": company.opposed_at is not None,
            },
            "call": call and {"id": call.pk, "outcome": call.outcome, "at": call.at},
            **{name: entry.particulars[name] for name in TOLD if name in entry.particulars},
        },
    }


def _close(delivery: Delivery, state: str, result: str) -> None:
    rows = Delivery.objects.filter(pk=delivery.pk)
    rows.update(state=state, closed_at=now(), result=_as_kept(result))


def _as_kept(result: str) -> str:
    """What the other side said, without what no database and no page takes."""
    return "".join(one if one.isprintable() else " " for one in result)[:200].strip()


def _queued(workspace: Workspace) -> Any:
    return Delivery.objects.filter(workspace=workspace, state=State.QUEUED)


def _read_secret(workspace: Workspace) -> dict[str, str]:
    try:
        return dict(json.loads(vault.read(_folder(), _name(workspace.pk)) or "{}"))
    except (ValueError, TypeError):
        return {}


def _host(address: str) -> str:
    """Whom the secret is for: scheme, host and port."""
    return "/".join(address.split("/")[:3])


def _name(workspace_id: int) -> str:
    return f"webhook-{workspace_id}"


def _folder() -> Path:
    return Path(settings.DATA_FOLDER)

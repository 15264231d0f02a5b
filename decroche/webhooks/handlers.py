"""What the journal's lines queue, in the verb's own transaction: told only if the verb is kept."""

from __future__ import annotations

from decroche.journal.events import Undone, Written
from decroche.journal.models import Entry
from decroche.shared.events import on
from decroche.team.models import Workspace
from decroche.team.preferences import preferred
from decroche.webhooks.models import Delivery, new_identifier
from decroche.webhooks.preferences import Webhook
from decroche.webhooks.rules import group_of

TAKEN_BACK = "taken_back"
"""What an event is called when a line was taken back."""


@on(Written)
def queue_line(event: Written) -> None:
    """Queues the entry of a verb."""
    _queue(event.by.workspace, event.entry, event.entry.verb)


@on(Undone)
def queue_undone(event: Undone) -> None:
    """Queues that an entry was taken back."""
    _queue(event.entry.workspace, event.entry, TAKEN_BACK)


def _queue(workspace: Workspace, entry: Entry, name: str) -> None:
    group = group_of(entry.verb)
    if not group:
        return
    webhook = preferred(workspace, Webhook)
    if webhook.listens and group in webhook.groups:
        Delivery.objects.create(
            workspace=workspace, identifier=new_identifier(), entry_id=entry.pk, event=name
        )

"""What becomes of mail when the entry that asked for it is taken back.

A mail that has not left goes with its entry; one that she wrote herself, or changed since, stays as
it is; one that has left can't be taken back, and she is told.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from decroche.correspondence.models import Message
from decroche.journal.events import Undoing
from decroche.journal.models import Entry
from decroche.journal.staying import changed_by, say_why_it_stays, stays_when
from decroche.journal.verbs import LOGGED
from decroche.shared.clock import now
from decroche.shared.events import on

State = Message.State
_HERE = (State.DRAFT, State.QUEUED, State.DROPPED, State.FAILED)


def recall(message: Message) -> str:
    """Stops a mail from leaving; why it stays, as a code: hers, mail_leaving, mail_left. "" when it
    may go.

    One that is leaving this moment is marked: it is stopped if its text has not gone over the line,
    and not tried again if the server puts it off (outbox.py). Its row is locked meanwhile, so that
    no runner changes its state in between.
    """
    if message.written_at is not None:
        return "hers"
    rows = Message.objects.select_for_update().filter(pk=message.pk)
    found = rows.values_list("state", "bounced_at", "replied_at").first()
    if found is None:
        return "mail_left"
    state, *answers = found
    if state in (State.SENDING, State.HANDED):
        rows.update(recalled_at=now())
        return "mail_leaving"
    if state not in _HERE or any(answers):
        return "mail_left"
    rows.update(state=State.DROPPED, closed_at=now())
    return ""


changed_by(Message)
stays_when(Message, recall)
say_why_it_stays(
    Message,
    {
        "hers": _("The mail to %(what)s, which you wrote yourself, stays."),
        "mail_leaving": _(
            "The mail to %(what)s is leaving at this moment: it is stopped if there is still time. "
            "Messages tells which."
        ),
        "mail_left": _("The mail to %(what)s has left: it can’t be taken back."),
    },
)


@on(Undoing)
def recall_mail_of_older_entry(event: Undoing) -> None:
    """Entries of earlier versions have no image of the mail that they led to: it is found by the
    call or the follow-up.
    """
    entry = event.entry
    rows = Message.objects.filter(workspace_id=entry.workspace_id)
    if entry.verb == LOGGED:
        rows = rows.filter(call_id=entry.subject_id or 0)
    elif entry.verb in ("follow_up.moved", "follow_up.dropped"):
        meetings = [
            key
            for image in entry.changes
            if image[0] == "~" and image[1] == "followups.followup"
            for key in image[2]
        ]
        rows = rows.filter(follow_up_id__in=meetings, created_at__gte=entry.at)
    else:
        return
    for message in rows.exclude(pk__in=_imaged(entry)):
        code = recall(message)
        if code:
            event.undo.note_stays(code, message)
        else:
            message.delete()


def _imaged(entry: Entry) -> set[int]:
    """Messages of the company that an entry has noted as its own."""
    entries = Entry.objects.filter(workspace_id=entry.workspace_id, company_id=entry.company_id)
    label = Message._meta.label_lower
    return {
        image[2]
        for changes in entries.values_list("changes", flat=True)
        for image in changes
        if image[0] == "+" and image[1] == label
    }

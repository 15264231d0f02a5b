"""Row images written before tables and columns had their present names, and before the call state
stood apart from the company, say the same in the present terms: so they can still be taken back.

An image is ["+", model, pk], ["~", model, [pk…], before, after] or ["-", model, pk, values].
"""

from datetime import UTC

from django.db import migrations
from django.db.models import TextField
from django.db.models.functions import Cast

MODELS = {
    "callqueue.dial": "callqueue.callobservation",
    "callqueue.frozenorder": "callqueue.callplan",
    "callqueue.pass": "callqueue.skip",
    "prospects.lookalike": "prospects.duplicatecandidate",
    "prospects.notthesame": "prospects.distinctpair",
}
FIELDS = {
    "prospects.company": {"heard": "notes_index"},
    "calls.answer": {"they_say": "objection", "she_says": "response"},
}
MESSAGE_STATES = {"wanted": "draft"}
STATE = (
    "not_before",
    "attempts",
    "unanswered",
    "last_outcome",
    "last_called_at",
    "ask_next",
    "position",
)
"""Columns of a company that stand in its call state now, of the same key."""
WORKED_OUT = ("callable", "zone", "stratum")
"""Columns that are worked out again when an entry is taken back."""
ANY_TIME = "2000-01-01T00:00:00+00:00"
"""What `not_before` held for “at any time”: no date."""
NEVER = "2200-01-01T00:00:00+00:00"
"""What it held for a client: in her call state stands when she was called last, or no date."""
MENTIONED = ('"prospects.company"', '"calls.answer"', '"correspondence.message"')


def rewrite(apps, schema_editor):
    rows = apps.get_model("journal", "Entry").objects.annotate(
        written=Cast("changes", TextField())
    )
    clients = apps.get_model("calls", "Win").objects.values("company_id")
    states = apps.get_model("calls", "CallState").objects.filter(pk__in=clients)
    rests = {
        pk: at.astimezone(UTC).isoformat()
        for pk, at in states.exclude(not_before=None).values_list("pk", "not_before")
    }
    last = 0
    while part := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", "written")[:2000]):
        last = part[-1][0]
        keys = [
            pk
            for pk, written in part
            if any(name in (written or "") for name in (*MENTIONED, *(f'"{m}"' for m in MODELS)))
        ]
        entries = list(rows.filter(pk__in=keys))
        changed = []
        for entry in entries:
            images = [new for image in entry.changes for new in translated(image, rests)]
            if images != entry.changes:
                entry.changes = images
                changed.append(entry)
        rows.bulk_update(changed, ["changes"], 100)


def translated(image, rests):
    """The image in present terms: one, or two when the call state stands apart, or none.

    `rests`: by company, what `not_before` holds now for a client.
    """
    sign, label = image[0], MODELS.get(image[1], image[1])
    if sign == "+":
        return [[sign, label, image[2]]]
    sides = [_renamed(label, side) for side in image[3:]]
    if label != "prospects.company":
        return [[sign, label, image[2], *sides]]
    own = [{k: v for k, v in side.items() if k not in (*STATE, *WORKED_OUT)} for side in sides]
    key = image[2][0] if sign == "~" else image[2]
    state = [
        {k: _date(v, rests.get(key)) for k, v in side.items() if k in STATE} for side in sides
    ]
    found = []
    if sign == "-":  # taken back from the end: the company first, then its state
        values = {
            **state[0],
            "company_id": image[2],
            "workspace_id": own[0].get("workspace_id"),
            "known_since": str(own[0].get("created_at", ""))[:10],
        }
        return [[sign, "calls.callstate", image[2], values], [sign, label, image[2], *own]]
    if own[0]:
        found.append([sign, label, image[2], *own])
    if state[0]:
        found.append([sign, "calls.callstate", image[2], *state])
    return found


def _renamed(label, values):
    names = FIELDS.get(label, {})
    values = {names.get(name, name): value for name, value in values.items()}
    if label == "correspondence.message" and "state" in values:
        values["state"] = MESSAGE_STATES.get(values["state"], values["state"])
    return values


def _date(value, rest):
    return None if value == ANY_TIME else rest if value == NEVER else value


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial"), ("calls", "0005_call_state")]
    operations = [migrations.RunPython(rewrite, migrations.RunPython.noop)]

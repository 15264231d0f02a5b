"""Row images of the lessons of calls, which stand on the calls now, and of the counts of sittings,
which are counted from the calls: without them the lines can still be taken back.

An image is ["+", model, pk], ["~", model, [pk…], before, after] or ["-", model, pk, values].
"""

from django.db import migrations
from django.db.models import Q, TextField
from django.db.models.functions import Cast

LESSON, CALL, SITTING = "callqueue.callobservation", "calls.call", "calls.callsession"
COUNTS = ("calls", "conversations", "emails")
MOVED = {"levels": "situation", "arm": "arm", "propensity": "propensity"}
"""Columns of a lesson, as they are called on the call."""


def rewrite(apps, schema_editor):
    rows = apps.get_model("journal", "Entry").objects.annotate(
        written=Cast("changes", TextField())
    )
    named = Q(written__contains=LESSON) | Q(written__contains=SITTING)
    last = 0
    while part := list(rows.filter(named, pk__gt=last).order_by("pk")[:500]):
        last, changed = part[-1].pk, []
        for entry in part:
            images = translated(entry.changes)
            if images != entry.changes:
                entry.changes = images
                changed.append(entry)
        rows.bulk_update(changed, ["changes"], 100)


def translated(images):
    """The images of one line in present terms."""
    lessons = {
        image[3].get("call_id"): image[3]
        for image in images
        if image[0] == "-" and image[1] == LESSON
    }
    found = []
    for image in images:
        sign, label = image[:2]
        if label == LESSON:
            continue
        if label == SITTING and sign != "+":
            sides = [
                {name: value for name, value in side.items() if name not in COUNTS}
                for side in image[3:]
            ]
            if sign == "-" or sides[0]:
                found.append([sign, label, image[2], *sides])
        elif sign == "-" and label == CALL and image[2] in lessons:
            lesson = lessons[image[2]]
            moved = {MOVED[name]: value for name, value in lesson.items() if name in MOVED}
            found.append([sign, label, image[2], {**image[3], **moved}])
        else:
            found.append(image)
    return found


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_images_of_before"), ("callqueue", "0004_lessons_on_the_call")]
    operations = [migrations.RunPython(rewrite, migrations.RunPython.noop)]

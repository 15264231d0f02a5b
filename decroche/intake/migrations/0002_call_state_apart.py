"""What an import changed on a card no longer names the zone, which is worked out again."""

from django.db import migrations


def leave_out_zone(apps, schema_editor):
    rows = apps.get_model("intake", "UpdatedCompany").objects
    last = 0
    while part := list(rows.filter(pk__gt=last).order_by("pk")[:500]):
        last = part[-1].pk
        changed = [row for row in part if _without_zone(row.before)]
        rows.bulk_update(changed, ["before"], 200)


def _without_zone(before):
    found = False
    for side in ("fields", "after"):
        found |= isinstance(before.get(side), dict) and "zone" in before[side]
        if isinstance(before.get(side), dict):
            before[side].pop("zone", None)
    return found


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]
    operations = [migrations.RunPython(leave_out_zone, migrations.RunPython.noop)]

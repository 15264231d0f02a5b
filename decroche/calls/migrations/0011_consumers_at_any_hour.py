"""A card knows whether a consumer agreed to calls at any hour, so that the queue can offer it."""

import hashlib
import hmac

from django.db import migrations, models


def fill(apps, schema_editor):
    """From the consents that hold: the latest of each number is the one that counts."""
    Consent = apps.get_model("compliance", "ConsentRow")
    State = apps.get_model("calls", "CallState")
    Number = apps.get_model("prospects", "PhoneNumber")
    for workspace in apps.get_model("team", "Workspace").objects.all():
        rows = Consent.objects.filter(workspace=workspace, kind="number").order_by("given_at", "id")
        latest = {row.fingerprint: row for row in rows}
        agreed = {
            key for key, row in latest.items() if row.out_of_hours and row.revoked_at is None
        }
        if not agreed:
            continue
        key = bytes.fromhex(workspace.fingerprint_key)
        consumers = State.objects.filter(workspace=workspace, consumer=True).values("pk")
        numbers = Number.objects.filter(
            company_id__in=consumers, state__in=("valid", "doubtful")
        ).only("company_id", "e164", "national")
        found = set()
        for number in numbers.iterator():
            dial = (number.e164 or number.national.replace(" ", "")).strip().lower()
            digest = hmac.new(key, f"number:{dial}".encode(), hashlib.sha256).hexdigest()
            if digest in agreed:
                found.add(number.company_id)
        State.objects.filter(pk__in=found).update(any_hour=True)


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0010_indexes_of_the_list"),
        ("compliance", "0002_siret_kept_apart"),
        ("prospects", "0007_indexes_of_pages"),
    ]
    operations = [
        migrations.AddField(
            model_name="callstate",
            name="any_hour",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Whether a consumer agreed to calls outside the hours of the law.",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="callstate",
            index=models.Index(
                condition=models.Q(("any_hour", True), ("blocked_by", "")),
                fields=["workspace", "position"],
                name="state_any_hour",
            ),
        ),
    ]

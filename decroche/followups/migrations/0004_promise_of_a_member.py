"""A promise belongs to the member who gave it. Open ones become theirs who made the call."""

import django.db.models.deletion
from django.db import migrations, models


def give(apps, _schema):
    followup, call = apps.get_model("followups", "FollowUp"), apps.get_model("calls", "Call")
    made = call.objects.filter(pk=models.OuterRef("call")).values("member")[:1]
    open_ones = followup.objects.filter(closed_at=None, kind="promised", call__isnull=False)
    open_ones.update(member=models.Subquery(made))


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0003_purpose_and_close_in_words"),
        ("team", "0002_members_sign_in"),
        ("calls", "0011_consumers_at_any_hour"),
    ]
    operations = [
        migrations.AddField(
            model_name="followup",
            name="member",
            field=models.ForeignKey(
                db_index=False,
                help_text="Of a promise: who gave it. In a shared workspace it is offered to them first.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="team.member",
            ),
        ),
        migrations.RunPython(give, migrations.RunPython.noop, elidable=True),
    ]

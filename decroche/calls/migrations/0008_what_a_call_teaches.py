"""What a call teaches the ranking stands on the call itself; what a sitting has given is counted
from its calls.
"""

from django.db import migrations, models

SITUATION = "The level of each block of the ranking (callqueue/features.py) it was made in."
PROPENSITY = "The probability with which its card came to its place; empty when it was not drawn."
ARMS = [(arm, arm) for arm in ("ranked", "random", "due", "file", "chosen")]


class Migration(migrations.Migration):
    dependencies = [("calls", "0007_opening_by_situation")]
    operations = [
        migrations.AddField(
            "call", "situation", models.CharField(blank=True, help_text=SITUATION, max_length=60)
        ),
        migrations.AddField(
            "call", "arm", models.CharField(blank=True, choices=ARMS, max_length=6)
        ),
        migrations.AddField(
            "call", "propensity", models.FloatField(help_text=PROPENSITY, null=True)
        ),
        migrations.AddIndex(
            "call", models.Index(fields=["workspace", "-id"], name="calls_latest")
        ),
        migrations.AddIndex(
            "call", models.Index(fields=["workspace", "arm", "outcome"], name="calls_by_arm")
        ),
        migrations.RemoveField("callsession", "calls"),
        migrations.RemoveField("callsession", "conversations"),
        migrations.RemoveField("callsession", "emails"),
    ]

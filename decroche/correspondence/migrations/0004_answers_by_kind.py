"""Answers by kind, those in doubt and what she said they are; messages that stand on no card."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0003_written_and_recalled"),
        ("prospects", "0003_call_state_apart"),
        ("team", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnreadMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("unreadable", "This message could not be read."),
                            ("stranger", "Asks to be left alone; no card has this address."),
                        ],
                        max_length=10,
                    ),
                ),
                ("sender", models.CharField(blank=True, max_length=254)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("excerpt", models.TextField(blank=True)),
                (
                    "key",
                    models.CharField(
                        help_text="A digest of the message: the same one once.", max_length=80
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="mailbox",
            name="unreadable_at",
            field=models.DateTimeField(
                help_text="When the reading server last failed; empty once it works again.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="doubt",
            field=models.CharField(
                blank=True,
                choices=[
                    ("refusal", "It may ask to be left alone."),
                    ("forged", "Your mail server says that the sender is not who it claims to be."),
                    ("colleague", "Another address of the same company wrote."),
                    ("unproved", "It says that a mail came back, and does not show which one."),
                ],
                help_text="Why she is asked what it is.",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="settled_as",
            field=models.CharField(
                blank=True,
                help_text="What she said: stop, reply, bounce or nothing.",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="settled_at",
            field=models.DateTimeField(help_text="When she said what it is.", null=True),
        ),
        migrations.AlterField(
            model_name="reply",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reply", "answer"),
                    ("stop", "asks not to be written to"),
                    ("away", "away"),
                    ("auto", "automatic answer"),
                    ("bounce", "came back"),
                    ("receipt", "receipt"),
                    ("accepted", "accepts the meeting"),
                    ("declined", "declines the meeting"),
                    ("tentative", "may come to the meeting"),
                    ("counter", "proposes another time"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                condition=models.Q(models.Q(("doubt", ""), _negated=True), ("settled_at", None)),
                fields=["workspace", "-received_at"],
                name="replies_in_doubt",
            ),
        ),
        migrations.AddField(
            model_name="unreadmail",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="team.workspace",
            ),
        ),
        migrations.AddConstraint(
            model_name="unreadmail",
            constraint=models.UniqueConstraint(
                fields=("workspace", "key"), name="an_unread_mail_once"
            ),
        ),
    ]

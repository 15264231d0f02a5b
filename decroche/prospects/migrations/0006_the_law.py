"""What the law needs to know of a card.

Columns are added in place: Django would make the table anew on SQLite, and its search triggers with
it would be gone.
"""

from django.db import migrations, models

PLACES = [
    ("company", "audience", models.CharField(choices=[("professional", "professional"), ("consumer", "consumer")], default="professional", max_length=12), "varchar(12) NOT NULL DEFAULT 'professional'"),
    ("company", "audience_why", models.CharField(blank=True, help_text="The rule that decided, or “chosen” by her.", max_length=14, default=""), "varchar(14) NOT NULL DEFAULT ''"),
    ("company", "diffusion", models.CharField(blank=True, help_text="O or P in the state’s register; P: partly non-public.", max_length=1, default=""), "varchar(1) NOT NULL DEFAULT ''"),
    ("provenance", "nature", models.CharField(blank=True, choices=[("", "I can’t say"), ("business", "published for the trade: site, directory of companies, card, fair"), ("register", "the state’s register"), ("given", "given to me by them"), ("private", "a private source: residential directory, personal network")], max_length=10, default=""), "varchar(10) NOT NULL DEFAULT ''"),
]
MOMENTS = [
    ("company", "last_contact_at", "The last contact that came from them (CNIL)."),
    ("company", "cleared_at", "When its people and notes were erased; the company stayed."),
    ("company", "erased_at", "When all of it was erased; its calls still count."),
    ("contact", "opposed_at", "Asks to be left alone; the company may still be called."),
]


def _without_default(field):
    """As the model has it: the default was only for the rows that are there."""
    if field.default == "":
        field = field.clone()
        field.default = models.NOT_PROVIDED
    return field


class Migration(migrations.Migration):
    dependencies = [("prospects", "0005_strata")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AddField(model, name, _without_default(field), preserve_default=True) for model, name, field, _ in PLACES],
            database_operations=[
                migrations.RunSQL(f'ALTER TABLE prospects_{model} ADD COLUMN "{name}" {kind}', migrations.RunSQL.noop) for model, name, _, kind in PLACES
            ],
        ),
        *[migrations.AddField(model, name, models.DateTimeField(blank=True, help_text=words, null=True)) for model, name, words in MOMENTS],
    ]

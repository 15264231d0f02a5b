"""A call state for every company, filled from what stood on the company itself."""

from datetime import UTC, datetime

import django.db.models.deletion
from django.db import migrations, models

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""What `not_before` held for “at any time”."""
NEVER = datetime(2200, 1, 1, tzinfo=UTC)
"""What it held for a client."""

FILL = """
INSERT INTO calls_callstate (
  company_id, workspace_id, blocked_by, not_before, attempts, unanswered, last_outcome,
  last_called_at, ask_next, position, zone, consumer, known_since, stratum)
SELECT
  c.id, c.workspace_id,
  CASE
    WHEN c.erased_at IS NOT NULL THEN 'erased'
    WHEN c.opposed_at IS NOT NULL THEN 'opposed'
    WHEN c.diffusion = 'P' AND p.nature = 'register' THEN 'unlisted'
    WHEN c.audience = 'consumer' AND NOT c.callable AND c.removed_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM calls_win w WHERE w.company_id = c.id) THEN 'no_consent'
    WHEN c.removed_at IS NOT NULL THEN 'removed'
    WHEN NOT EXISTS (SELECT 1 FROM prospects_phonenumber n WHERE n.company_id = c.id
                     AND n.state IN ('valid', 'doubtful')) THEN 'no_number'
    WHEN EXISTS (SELECT 1 FROM calls_win w WHERE w.company_id = c.id) THEN 'client'
    ELSE ''
  END,
  CASE
    WHEN c.not_before > %s AND c.not_before < %s THEN c.not_before
    WHEN c.attempts > 0 THEN coalesce(c.last_called_at, c.created_at)
  END,
  c.attempts, c.unanswered, c.last_outcome, c.last_called_at, c.ask_next, c.position,
  replace(c.zone, '~c', ''), c.audience = 'consumer', {day}, NULL
FROM prospects_company c JOIN prospects_provenance p ON p.id = c.provenance_id"""
DAY = {
    "sqlite": "date(p.created_at)",
    "postgresql": "CAST(p.created_at AT TIME ZONE 'UTC' AS date)",
}
"""The day of an instant, in UTC."""


def fill(apps, schema_editor):
    connection = schema_editor.connection
    bounds = [connection.ops.adapt_datetimefield_value(one) for one in (ALWAYS, NEVER)]
    with connection.cursor() as cursor:
        cursor.execute(FILL.format(day=DAY[connection.vendor]), bounds)


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0004_what_a_question_asks"),
        ("prospects", "0002_plain_names"),
        ("team", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name='CallState',
            fields=[
                ('company', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='state', serialize=False, to='prospects.company')),
                ('blocked_by', models.CharField(blank=True, choices=[('', 'nothing'), ('no_number', 'no number that can be dialled'), ('opposed', 'asked to be left alone'), ('removed', 'taken out of the file'), ('erased', 'erased'), ('unlisted', 'partly non-public in the state’s register'), ('no_consent', 'a consumer without a consent'), ('client', 'her client already: not prospected')], default='no_number', max_length=10)),
                ('not_before', models.DateTimeField(blank=True, help_text='Not called before this; empty: at any time. Never empty once it was called.', null=True)),
                ('attempts', models.IntegerField(default=0)),
                ('unanswered', models.IntegerField(default=0, help_text='Attempts without an answer, in a row.')),
                ('last_outcome', models.CharField(blank=True, max_length=20)),
                ('last_called_at', models.DateTimeField(blank=True, null=True)),
                ('ask_next', models.CharField(blank=True, help_text='What the switchboard said: whom to ask, when.', max_length=160)),
                ('position', models.BigIntegerField(default=0, help_text='Its place in the order of the file.')),
                ('zone', models.CharField(default='metro', help_text='Its place: a code of decroche.shared.places.', max_length=40)),
                ('consumer', models.BooleanField(default=False, help_text='Whether the hours of the law for consumers hold.')),
                ('known_since', models.DateField(help_text='The day its source was brought in: how old the numbers are.')),
                ('stratum', models.SmallIntegerField(help_text='Which cards are alike for the ranking; empty when the queue has to work it out (again).', null=True)),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='team.workspace')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('blocked_by', '')), fields=['workspace', 'attempts', 'position'], name='state_fresh'), models.Index(condition=models.Q(('attempts__gt', 0), ('blocked_by', '')), fields=['workspace', 'not_before'], name='state_retry'), models.Index(condition=models.Q(('attempts', 0), ('blocked_by', ''), ('stratum__isnull', False)), fields=['workspace', 'zone', 'consumer', 'stratum', 'known_since', 'position', 'not_before'], name='state_strata'), models.Index(condition=models.Q(('blocked_by', ''), ('stratum', None)), fields=['workspace'], name='state_unplaced'), models.Index(fields=['workspace', 'zone', 'consumer'], name='state_zone'), models.Index(fields=['workspace', 'position'], name='state_position')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

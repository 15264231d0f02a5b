"""What each call teaches moves to the call itself."""

from django.db import migrations

MOVE = """
UPDATE calls_call SET situation = lesson.levels, arm = lesson.arm, propensity = lesson.propensity
FROM callqueue_callobservation AS lesson WHERE lesson.call_id = calls_call.id"""


class Migration(migrations.Migration):
    dependencies = [("callqueue", "0003_serial_of_a_claim"), ("calls", "0008_what_a_call_teaches")]
    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.DeleteModel("CallObservation"),
    ]

"""What a company kept of its calls stands in its call state (calls 0003) and leaves the company."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("prospects", "0002_plain_names"), ("calls", "0005_call_state")]

    operations = [
        migrations.RemoveIndex("company", "queue_fresh"),
        migrations.RemoveIndex("company", "queue_retry"),
        migrations.RemoveIndex("company", "queue_strata"),
        migrations.RemoveIndex("company", "queue_unplaced"),
        migrations.RemoveIndex("company", "company_zone"),
        migrations.RemoveField("company", "ask_next"),
        migrations.RemoveField("company", "attempts"),
        migrations.RemoveField("company", "callable"),
        migrations.RemoveField("company", "last_called_at"),
        migrations.RemoveField("company", "last_outcome"),
        migrations.RemoveField("company", "not_before"),
        migrations.RemoveField("company", "position"),
        migrations.RemoveField("company", "stratum"),
        migrations.RemoveField("company", "unanswered"),
        migrations.RemoveField("company", "zone"),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    """The outcomes are the files of calls/outcomes/: a new one changes no table."""

    dependencies = [("calls", "0002_plain_names")]

    operations = [
        migrations.AlterField(
            model_name="call",
            name="outcome",
            field=models.CharField(help_text="A code of calls/outcomes/.", max_length=20),
        )
    ]

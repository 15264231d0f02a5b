"""What a follow-up is for and what closed it are named in the model; the columns stay as they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("followups", "0002_retry_beside_the_promise")]
    operations = [
        migrations.AlterField(
            model_name="followup",
            name="purpose",
            field=models.CharField(
                help_text="The outcome that asked for it, or one of OtherPurpose.", max_length=20
            ),
        ),
        migrations.AlterField(
            model_name="followup",
            name="closed_how",
            field=models.CharField(blank=True, help_text="One of ClosedHow.", max_length=10),
        ),
    ]

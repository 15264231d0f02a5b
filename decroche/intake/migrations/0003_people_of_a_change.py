from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_call_state_apart")]

    operations = [
        migrations.AddField(
            model_name="change",
            name="people",
            field=models.JSONField(
                default=list,
                help_text="People the card does not have, or not whole: "
                "[name, role, job, e-mail, numbers].",
            ),
        ),
    ]

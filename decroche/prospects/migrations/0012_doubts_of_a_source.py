from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('prospects', '0011_source_leaving'),
        ('team', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='company',
            index=models.Index(condition=models.Q(('audience_why__in', ('doubt', 'private_source'))), fields=['workspace', 'provenance'], name='company_doubts_of_source'),
        ),
    ]

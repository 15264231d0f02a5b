"""When they were last in touch, for the cards of before: the latest call that was a contact coming
from them (CNIL, délib. 2021-131).
"""

from django.db import migrations

FROM_THEM = "('call_back', 'email_requested', 'interested', 'meeting')"
LATEST = f"SELECT max(c.at) FROM calls_call c WHERE c.company_id = prospects_company.id AND c.outcome IN {FROM_THEM}"


class Migration(migrations.Migration):
    dependencies = [("calls", "0002_wins"), ("prospects", "0006_the_law")]
    operations = [
        migrations.RunSQL(
            f"UPDATE prospects_company SET last_contact_at = ({LATEST}) WHERE attempts > 0",  # noqa: S608
            migrations.RunSQL.noop,
        )
    ]

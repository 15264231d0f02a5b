"""“Accueil” and “standard” that an import made a person of are whom one gets on the line."""

from django.db import migrations, models

_WORDS = (
    *("standard", "standardiste", "accueil", "l'accueil", "l’accueil", "secrétariat", "secretariat"),
    *("réception", "reception", "réceptionniste", "receptionniste", "receptionist", "switchboard"),
    *("hôtesse d'accueil", "hôtesse d’accueil", "standard téléphonique", "front desk"),
)
_FORMS = tuple(form for word in _WORDS for form in (word, word.capitalize(), word.upper()))


def mark(apps, schema_editor):
    contacts = apps.get_model("prospects", "Contact").objects.filter(decides=False)
    titled = models.Q(title__in=_FORMS)
    contacts.filter(titled | models.Q(title="", name__in=_FORMS)).update(gatekeeper=True)


class Migration(migrations.Migration):
    dependencies = [("prospects", "0012_doubts_of_a_source")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]

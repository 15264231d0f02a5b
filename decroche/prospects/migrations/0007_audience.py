"""Cards of before: what their source is, as its words say, and who is to be treated as a consumer
(decision 0017).
"""

from django.db import migrations

from decroche.prospects.audience import decide, nature_from
from decroche.shared.places import for_consumer


def settle(apps, schema_editor):
    Provenance, Company = apps.get_model("prospects", "Provenance"), apps.get_model("prospects", "Company")
    natures = {}
    for source in Provenance.objects.all():
        natures[source.pk] = "register" if source.source.startswith("registre des entreprises de l’État") else nature_from(source.source)
        if natures[source.pk]:
            Provenance.objects.filter(pk=source.pk).update(nature=natures[source.pk])
    for pk, name, provenance, zone in Company.objects.values_list("pk", "name", "provenance_id", "zone").iterator(chunk_size=2000):
        audience, why = decide(name, natures[provenance])
        if audience == "consumer":
            Company.objects.filter(pk=pk).update(audience=audience, audience_why=why, zone=for_consumer(zone), callable=False)
        elif why:
            Company.objects.filter(pk=pk).update(audience_why=why)


class Migration(migrations.Migration):
    dependencies = [("prospects", "0006_the_law")]
    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]

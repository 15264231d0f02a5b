from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from decroche.prospects import search_schema


class ProspectsConfig(AppConfig):
    name = "decroche.prospects"

    def ready(self) -> None:
        """Subscribes to the events of the packages below; names the tables with personal data;
        puts the search index back after every migrate.
        """
        import_module("decroche.prospects.handlers")
        import_module("decroche.prospects.personal")
        post_migrate.connect(search_schema.after_migrate, sender=self)

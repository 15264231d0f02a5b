from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProspectsConfig(AppConfig):
    name = "decroche.prospects"

    def ready(self) -> None:
        from decroche.prospects import handlers, personal, search_schema  # noqa: F401  (subscribe)

        post_migrate.connect(search_schema.after_migrate, sender=self)

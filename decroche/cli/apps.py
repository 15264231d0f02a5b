from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from decroche.config.sqlite import statistics


class CliConfig(AppConfig):
    name = "decroche.cli"

    def ready(self) -> None:
        """Says of each index what SQLite chooses by, once after every migrate: Django sends the
        signal for each package that has tables, when the tables of all are there.
        """
        post_migrate.connect(statistics.after_migrate, sender=apps.get_app_config("team"))

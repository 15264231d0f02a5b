from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from decroche.config.sqlite import statistics


class CliConfig(AppConfig):
    name = "decroche.cli"

    def ready(self) -> None:
        """Has the statistics for SQLite's query planner written after each `migrate`. Django sends
        post_migrate once for each app, when the tables of all are there; listening to one app is
        enough.
        """
        post_migrate.connect(statistics.after_migrate, sender=apps.get_app_config("team"))

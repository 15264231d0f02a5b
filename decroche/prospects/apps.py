from django.apps import AppConfig


class ProspectsConfig(AppConfig):
    name = "decroche.prospects"

    def ready(self) -> None:
        from decroche.prospects import handlers, personal  # noqa: F401  (subscribe)

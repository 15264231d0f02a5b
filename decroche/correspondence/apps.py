from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "decroche.correspondence"

    def ready(self) -> None:
        from decroche.correspondence import handlers, personal  # noqa: F401  (subscribe)

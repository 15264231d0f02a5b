from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "decroche.calls"

    def ready(self) -> None:
        from decroche.calls import handlers, personal  # noqa: F401  (subscribe)

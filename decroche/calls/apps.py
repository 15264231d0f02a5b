from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "decroche.calls"

    def ready(self) -> None:
        from decroche.calls import handlers  # noqa: F401  (subscribes)

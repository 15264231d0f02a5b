from django.apps import AppConfig


class CallqueueConfig(AppConfig):
    name = "decroche.callqueue"

    def ready(self) -> None:
        from decroche.callqueue import handlers, personal  # noqa: F401  (subscribe)

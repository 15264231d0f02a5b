from django.apps import AppConfig


class CallqueueConfig(AppConfig):
    name = "decroche.callqueue"

    def ready(self) -> None:
        from decroche.callqueue import handlers  # noqa: F401  (subscribes)

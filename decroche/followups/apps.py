from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "decroche.followups"

    def ready(self) -> None:
        from decroche.followups import handlers, personal  # noqa: F401  (subscribe)

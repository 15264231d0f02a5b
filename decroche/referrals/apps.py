from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "decroche.referrals"

    def ready(self) -> None:
        from decroche.referrals import handlers, personal  # noqa: F401  (subscribe)

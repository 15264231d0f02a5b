from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "decroche.referrals"

    def ready(self) -> None:
        from decroche.referrals import handlers  # noqa: F401  (subscribes)

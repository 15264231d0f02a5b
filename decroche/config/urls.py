"""The addresses of the whole site: the API, the calendar feeds, and the pages of the desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from decroche.api.feeds import calendar
from decroche.api.service import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("feeds/<str:token>.ics", calendar, name="feed"),
    path("", include("decroche.desk.urls")),
]

handler400 = "decroche.desk.errors.views.bad_request"
handler403 = "decroche.desk.errors.views.not_allowed"
handler404 = "decroche.desk.errors.views.not_found"
handler500 = "decroche.desk.errors.views.broken"

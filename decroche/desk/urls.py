"""The desk's addresses."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from decroche.desk.views import around, changing, company, file, importing, loop, mailing, merging, offering, preferences, today


def ping(_request: HttpRequest) -> HttpResponse:
    """The emptiest answer: what the measures compare with."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("", today.today, name="today"),
    path("welcome/", today.welcome, name="welcome"),
    path("ping/", ping, name="ping"),
    path("calls/", loop.loop, name="loop"),
    path("calls/log/", loop.log, name="log"),
    path("calls/undo/", loop.take_back, name="undo-call"),
    path("calls/skip/", loop.skip, name="skip"),
    path("calls/pause/", loop.pause, name="pause"),
    path("calls/end/", loop.end, name="end"),
    path("calls/recap/<int:pk>/", loop.recap, name="recap"),
    path("calls/hear/when/", loop.hear_when, name="hear-when"),
    path("calls/hear/email/", loop.hear_email, name="hear-email"),
    path("calls/<int:company>/answer/<int:question>/", loop.answer_question, name="answer-question"),
    path("file/", file.file, name="file"),
    path("file/block/<int:number>/", file.block, name="block"),
    path("file/bulk/", file.bulk, name="bulk"),
    path("file/find/", file.find, name="find"),
    path("file/quick/", file.quick, name="quick"),
    path("file/understand/", file.understand_line, name="understand"),
    path("undo/<int:pk>/", file.take_back, name="undo"),
    path("companies/<int:pk>/", company.company, name="company"),
    path("companies/<int:pk>/fact/<slug:name>/", company.fact, name="fact"),
    path("companies/<int:pk>/edit/<slug:name>/", company.edit, name="edit"),
    path("companies/<int:pk>/number/", company.add_number, name="add-number"),
    path("companies/<int:pk>/person/", company.add_person, name="add-person"),
    path("companies/<int:pk>/join/<int:other>/", merging.join, name="join"),
    path("companies/<int:pk>/apart/<int:other>/", merging.apart, name="apart"),
    path("doubles/", merging.doubles, name="doubles"),
    path("doubles/look/", merging.look_over, name="look-over"),
    path("doubles/sure/", merging.join_sure, name="join-sure"),
    path("companies/<int:company>/write/", mailing.begin, name="begin-message"),
    path("companies/<int:pk>/verb/<slug:what>/", company.verb, name="company-verb"),
    path("import/", importing.start, name="import"),
    path("import/upload/", importing.upload, name="upload"),
    path("import/paste/", importing.paste, name="paste"),
    path("import/demo/", importing.try_demo, name="try-demo"),
    path("import/<int:pk>/", importing.batch, name="batch"),
    path("import/<int:pk>/run/", importing.run, name="run-import"),
    path("import/<int:pk>/undo/", importing.undo, name="undo-import"),
    path("import/<int:pk>/changes/", changing.changes, name="changes"),
    path("import/<int:pk>/changes/<slug:what>/", changing.decide, name="decide-changes"),
    path("import/<int:pk>/already-there.csv", importing.already_there, name="already-there"),
    path("import/<int:pk>/aside.csv", importing.aside, name="aside"),
    path("follow-ups/", around.followups, name="followups"),
    path("follow-ups/calendar/", around.calendar_feed, name="calendar-feed"),
    path("follow-ups/<int:pk>/<slug:what>/", around.follow_up, name="follow-up"),
    path("messages/", mailing.messages, name="messages"),
    path("messages/look/", mailing.look, name="look"),
    path("messages/templates/", mailing.templates, name="templates"),
    path("messages/<int:pk>/", mailing.write, name="write"),
    path("messages/<int:pk>/draft.eml", mailing.draft, name="draft"),
    path("messages/<int:pk>/<slug:what>/", mailing.act, name="message"),
    path("mailbox/", mailing.mailbox, name="mailbox"),
    path("mailbox/servers/", mailing.servers, name="servers"),
    path("offer/", offering.offer, name="offer"),
    path("offer/preview/", offering.preview, name="offer-preview"),
    path("offer/presentation.pdf", offering.presentation, name="presentation"),
    path("offer/file/<slug:kind>/", offering.bring, name="bring-file"),
    path("moments/", around.moments, name="moments"),
    path("moments/pin/", around.pin, name="pin"),
    path("figures/", around.bilan, name="figures"),
    path("settings/", preferences.settings, name="settings"),
    path("settings/<slug:section>/", preferences.save, name="save-settings"),
]

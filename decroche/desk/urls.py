"""The desk's addresses."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from decroche.desk.company import correcting, legal, verbs
from decroche.desk.company import views as company
from decroche.desk.completing import views as completing
from decroche.desk.compliance import documents, due, oppositions, requests
from decroche.desk.copies import views as copies
from decroche.desk.duplicates import views as duplicates
from decroche.desk.figures import after, calls, compare, files, overview, rhythm
from decroche.desk.file import views as file
from decroche.desk.followups import views as followups
from decroche.desk.help import views as help_pages
from decroche.desk.importing import changes
from decroche.desk.importing import views as importing
from decroche.desk.loop import views as loop
from decroche.desk.mailbox import views as mailbox
from decroche.desk.messages import templates
from decroche.desk.messages import views as messages
from decroche.desk.moments import views as moments
from decroche.desk.offer import views as offer
from decroche.desk.paper import views as paper
from decroche.desk.register import views as register
from decroche.desk.settings import views as settings
from decroche.desk.sheets import views as sheets
from decroche.desk.team import signing
from decroche.desk.team import views as team
from decroche.desk.telephone import views as telephone
from decroche.desk.telephone import ways
from decroche.desk.today import views as today


def ping(_request: HttpRequest) -> HttpResponse:
    """The emptiest answer: what the measures compare with."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("", today.today, name="today"),
    path("welcome/", today.welcome, name="welcome"),
    path("help/", help_pages.guide, name="help"),
    path("ping/", ping, name="ping"),
    path("calls/", loop.loop, name="loop"),
    path("calls/begin/", loop.begin, name="begin"),
    path("calls/take/<int:company>/", loop.take, name="take-card"),
    path("calls/renew/", loop.renew_protection, name="renew"),
    path("calls/hold/", loop.hold, name="hold"),
    path("calls/log/", loop.log, name="log"),
    path("calls/undo/", loop.take_back, name="undo-call"),
    path("calls/dialling/", loop.dialling, name="dialling"),
    path("calls/sheets/", sheets.sheets, name="sheets"),
    path("calls/skip/", loop.skip, name="skip"),
    path("calls/pause/", loop.pause, name="pause"),
    path("calls/end/", loop.end, name="end"),
    path("calls/recap/<int:pk>/", loop.recap, name="recap"),
    path("calls/hang-ups/", loop.hang_ups, name="hang-ups"),
    path("calls/reach/", loop.reach, name="reach"),
    path("calls/hear/when/", loop.hear_when, name="hear-when"),
    path("calls/hear/referral/", loop.hear_referral, name="hear-referral"),
    path("calls/hear/email/", loop.hear_email, name="hear-email"),
    path("calls/<int:company>/note/", loop.keep_note, name="keep-note"),
    path("calls/<int:company>/answer/<int:question>/", loop.answer, name="answer-question"),
    path("telephone/", telephone.telephone, name="telephone"),
    path("telephone/pair/", telephone.pair, name="pair"),
    path("telephone/paired/", telephone.paired, name="paired"),
    path("telephone/revoke/<slug:number>/", telephone.revoke, name="revoke-telephone"),
    path("telephone/state/", telephone.state, name="telephone-state"),
    path("telephone/ring/", telephone.ring, name="ring"),
    path("telephone/way/", ways.keep, name="keep-way"),
    path("telephone/ask/", ways.ask, name="ask-to-dial"),
    path("telephone/phase/", ways.phase, name="call-phase"),
    path("telephone/hang-up/", ways.hang_up, name="hang-up"),
    path("telephone/code/<int:number>/", telephone.code, name="number-code"),
    path("file/", file.file, name="file"),
    path("file/block/<int:number>/", file.block, name="block"),
    path("file/more/", file.more, name="more"),
    path("file/bulk/", file.bulk, name="bulk"),
    path("file/find/", file.find, name="find"),
    path("file/quick/", file.quick, name="quick"),
    path("undo/<int:pk>/", file.take_back, name="undo"),
    path("companies/<int:pk>/", company.company, name="company"),
    path("companies/<int:pk>/fact/<slug:name>/", company.fact, name="fact"),
    path("companies/<int:pk>/edit/<slug:name>/", company.edit, name="edit"),
    path("companies/<int:pk>/note/", company.write, name="write-note"),
    path("calls/<int:pk>/correct/", correcting.correct_call, name="correct-call"),
    path("companies/<int:pk>/number/", company.add_number, name="add-number"),
    path("companies/<int:pk>/person/", company.add_person, name="add-person"),
    path("companies/<int:pk>/join/<int:other>/", duplicates.join, name="join"),
    path("companies/<int:pk>/apart/<int:other>/", duplicates.apart, name="apart"),
    path("companies/<int:pk>/register/", register.compare, name="compare"),
    path("companies/<int:pk>/register/asking/", register.comparing, name="comparing"),
    path("register/", register.register, name="register"),
    path("register/ask/", register.ask, name="ask-register"),
    path("register/asking/", register.asking, name="asking-register"),
    path("register/bring/", register.bring, name="bring-register"),
    path("register/check/", register.check, name="check-register"),
    path("complete/", completing.complete, name="complete"),
    path("complete/<int:pk>/", completing.keep, name="keep-complete"),
    path("doubles/", duplicates.doubles, name="doubles"),
    path("doubles/look/", duplicates.look_over, name="look-over"),
    path("doubles/sure/", duplicates.join_sure, name="join-sure"),
    path("companies/<int:company>/write/", messages.begin, name="begin-message"),
    path("companies/<int:pk>/verb/oppose/", verbs.oppose, name="oppose-company"),
    path("companies/<int:pk>/verb/remove/", verbs.remove, name="remove-company"),
    path("companies/<int:pk>/verb/won/", verbs.win, name="win-company"),
    path("companies/<int:pk>/verb/lost/", verbs.lose, name="lose-company"),
    path("companies/<int:pk>/verb/rest/", verbs.rest, name="rest-company"),
    path("import/", importing.start, name="import"),
    path("import/upload/", importing.upload, name="upload"),
    path("import/paste/", importing.paste, name="paste"),
    path("import/hear/source/", importing.hear_source, name="hear-source"),
    path("import/demo/", importing.try_demo, name="try-demo"),
    path("import/<int:pk>/", importing.batch, name="batch"),
    path("import/<int:pk>/run/", importing.run, name="run-import"),
    path("import/sample/discard/", importing.discard_sample, name="discard-sample"),
    path("import/<int:pk>/undo/", importing.undo, name="undo-import"),
    path("import/<int:pk>/again/", importing.read_again, name="read-again"),
    path("import/<int:pk>/paper/", paper.paper, name="paper"),
    path("import/<int:pk>/paper/<int:place>/", paper.correct, name="correct-line"),
    path("import/<int:pk>/columns/", paper.as_columns, name="as-columns"),
    path("import/<int:pk>/piece/<int:page>/<slug:box>.png", paper.piece, name="piece"),
    path("import/<int:pk>/changes/", changes.changes, name="changes"),
    path("import/<int:pk>/changes/<slug:what>/", changes.decide, name="decide-changes"),
    path("import/<int:pk>/already-there.csv", importing.already_there, name="already-there"),
    path("import/<int:pk>/aside.csv", importing.aside, name="aside"),
    path("follow-ups/", followups.followups, name="followups"),
    path("follow-ups/calendar/", followups.calendar_feed, name="calendar-feed"),
    path("follow-ups/<int:pk>/move/", followups.move, name="move-follow-up"),
    path("follow-ups/<int:pk>/<slug:how>/", followups.close, name="follow-up"),
    path("messages/", messages.messages, name="messages"),
    path("messages/look/", messages.look, name="look"),
    path("messages/looking/", messages.looking, name="looking"),
    path("messages/judge/<int:pk>/<slug:reading>/", messages.judge, name="judge"),
    path("messages/unread/<int:pk>/<slug:how>/", messages.unread, name="unread"),
    path("messages/templates/", templates.templates, name="templates"),
    path("messages/<int:pk>/", messages.write, name="write"),
    path("messages/<int:pk>/draft.eml", messages.draft, name="draft"),
    path("messages/<int:pk>/back/", messages.take_back, name="take-back-message"),
    path("messages/<int:pk>/again/", messages.send_again, name="send-again"),
    path("messages/<int:pk>/now/", messages.send_now, name="send-now"),
    path("messages/<int:pk>/<slug:how>/", messages.close, name="message"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/trial/", mailbox.trial, name="trial"),
    path("mailbox/servers/", mailbox.servers, name="servers"),
    path("offer/", offer.offer, name="offer"),
    path("offer/openings/", offer.openings, name="openings"),
    path("offer/preview/", offer.preview, name="offer-preview"),
    path("offer/presentation.pdf", offer.presentation, name="presentation"),
    path("offer/file/<slug:kind>/", offer.bring, name="bring-file"),
    path("moments/", moments.moments, name="moments"),
    path("moments/pin/", moments.pin, name="pin"),
    path("figures/", overview.overview, name="figures"),
    path("figures/compare/", compare.compare, name="compare-figures"),
    path("figures/rhythm/", rhythm.pace, name="rhythm"),
    path("figures/after/", after.after, name="aftermath"),
    path("figures/calls/", calls.calls, name="calls-behind"),
    path("figures/month/last/", files.last_month, name="last-month"),
    path("figures/month/<int:year>/<int:number>/", files.month, name="month"),
    path("figures/export/<str:name>", files.export, name="export-figures"),
    path("companies/<int:pk>/audience/", legal.audience, name="audience"),
    path("companies/<int:pk>/consent/", legal.consent, name="consent"),
    path("companies/<int:pk>/told/", legal.told, name="told"),
    path("companies/<int:pk>/lift/", legal.lift_card, name="lift-card"),
    path("people/<int:pk>/leave-alone/", legal.person, name="leave-person"),
    path("compliance/", due.law, name="compliance"),
    path("compliance/year/<slug:code>/", due.looked, name="looked"),
    path("compliance/keep/", due.keep, name="keep"),
    path("compliance/oppositions/", oppositions.oppositions, name="oppositions"),
    path("compliance/lift/<int:pk>/", oppositions.lift, name="lift"),
    path("compliance/requests/", requests.requests, name="requests"),
    path("compliance/requests/<int:pk>/", requests.one_request, name="request"),
    path("compliance/papers/", documents.papers, name="papers"),
    path("compliance/papers/<slug:which>.<slug:ending>", documents.paper, name="paper-file"),
    path("compliance/access/<int:pk>.<slug:ending>", requests.access, name="access"),
    path(
        "compliance/access/<int:pk>/<int:person>.<slug:ending>",
        requests.access,
        name="access-person",
    ),
    path("compliance/settings/", documents.settings, name="law-settings"),
    path("compliance/sources/<int:pk>/", documents.source, name="source"),
    path("sign-in/", signing.enter, name="sign-in"),
    path("take-up/<str:key>/", signing.take_up, name="take-up"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("account/", signing.account, name="account"),
    path("account/password/", signing.own_password, name="own-password"),
    path("account/session/end/", signing.end_own_session, name="end-own-session"),
    path("team/", team.team, name="team"),
    path("team/board/", team.team_board, name="team-board"),
    path("team/share/", team.share_file, name="share"),
    path("team/invite/", team.invite_member, name="invite"),
    path("team/invitations/<int:pk>/", team.withdraw_invitation, name="withdraw-invitation"),
    path("team/<int:pk>/role/", team.member_role, name="member-role"),
    path("team/<int:pk>/leaves/", team.member_leaves, name="member-leaves"),
    path("team/<int:pk>/password/", team.renew_password_of, name="renew-password"),
    path("team/<int:pk>/sessions/", team.end_sessions_of, name="end-member-sessions"),
    path("settings/", settings.settings, name="settings"),
    path("settings/session/end/", settings.end_session, name="end-session"),
    path("settings/copies/", copies.copies_page, name="copies"),
    path("settings/copies/served/", copies.served, name="served"),
    path("settings/copies/make/", copies.make, name="make-copy"),
    path("settings/copies/folder/", copies.choose, name="copy-folder"),
    path("settings/copies/seal/", copies.seal, name="seal-copies"),
    path("settings/copies/bring/", copies.bring, name="bring-copy"),
    path("settings/copies/file/<str:name>", copies.download, name="download-copy"),
    path("settings/copies/open/<str:name>/", copies.open_sealed, name="open-copy"),
    path("settings/copies/restore/<str:name>/", copies.restore, name="restore-copy"),
    path("settings/export/decroche.<slug:ending>", copies.export, name="export-file"),
    path("settings/close/", copies.close_desk, name="close-desk"),
    path("settings/<slug:section>/", settings.save, name="save-settings"),
]

"""What is not sure is shown to her, and nothing is done before she has said what it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from decroche.compliance.queries import opposed
from decroche.correspondence.judging import Settled, settle
from decroche.correspondence.models import DeadAddress, Mailbox, Message, Reply, UnreadMail
from decroche.correspondence.outbox import turn
from decroche.correspondence.receiving import take
from decroche.followups.models import FollowUp
from decroche.journal.actions import undo
from decroche.prospects.models import Company
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tests.cast import LINES, TUESDAY, company
from tests.correspondence.conftest import leaving
from tests.correspondence.server_mails import AUTOMATIC, BOUNCES, DELAYS, RECEIPTS
from tests.correspondence.test_incoming import mail
from tests.correspondence.test_kinds import case

FORGED = b"Authentication-Results: mx.arnaud.example; dmarc=fail\n"
LIMITED = "Ne m'appelez plus avant 14 h."


def test_a_refusal_with_a_limit_waits_for_her(
    member: Member, sent: Message, advised: FollowUp, card: Company
) -> None:
    assert take(member.workspace, mail(LIMITED))
    card.refresh_from_db()
    advised.refresh_from_db()
    assert (card.opposed_at, advised.closed_at) == (None, None)
    reply = Reply.objects.get()
    assert (reply.kind, reply.doubt, reply.asked) == ("stop", "refusal", True)
    assert FollowUp.objects.get(purpose="reply").note == LIMITED


def test_an_answer_that_needs_a_key_says_so_on_the_card(
    member: Member, sent: Message, advised: FollowUp
) -> None:
    assert take(member.workspace, mail("-----BEGIN PGP MESSAGE-----\n\nhQEMA0xN\n=aB3d"))
    assert Reply.objects.get().excerpt == (
        "Ce message est chiffré\u00a0: ouvrez-le dans votre logiciel de messagerie pour le lire."
    )
    assert FollowUp.objects.filter(purpose="reply").exists()


def test_an_invitation_in_a_sentence_is_an_answer_without_a_question(
    member: Member, sent: Message, advised: FollowUp
) -> None:
    assert take(member.workspace, mail("Avec plaisir, voyons-nous mardi. Belle fin de journée"))
    reply = Reply.objects.get()
    assert (reply.kind, reply.doubt, reply.asked) == ("reply", "", False)


def test_she_says_it_is_an_opposition_and_may_take_it_back(
    member: Member, sent: Message, advised: FollowUp, card: Company
) -> None:
    take(member.workspace, mail(LIMITED))
    settle(by=member, reply=Reply.objects.get(), reading="stop")
    card.refresh_from_db()
    assert card.opposed_at
    assert not FollowUp.objects.filter(closed_at=None).exists()
    assert Reply.objects.get().settled_as == "stop"
    undo(by=member)
    assert Company.objects.get().opposed_at is None
    assert Reply.objects.get().asked


def test_she_says_it_is_an_answer(
    member: Member, sent: Message, advised: FollowUp, card: Company
) -> None:
    take(member.workspace, mail(LIMITED))
    reply = Reply.objects.get()
    settle(by=member, reply=reply, reading="reply")
    advised.refresh_from_db()
    sent.refresh_from_db()
    assert (advised.closed_how, sent.replied_at) == ("replied", TUESDAY)
    assert FollowUp.objects.get(closed_at=None).purpose == "reply"
    assert Reply.objects.get().kind == "reply"
    for reading in ("stop", "reply", "nothing"):
        with pytest.raises(Settled):
            settle(by=member, reply=reply, reading=reading)


def test_a_forged_opposition_is_shown_not_applied(
    member: Member, sent: Message, card: Company
) -> None:
    assert take(member.workspace, FORGED + mail("STOP"))
    card.refresh_from_db()
    reply = Reply.objects.get()
    assert (card.opposed_at, reply.doubt) == (None, "forged")
    assert not FollowUp.objects.exists()
    settle(by=member, reply=reply, reading="nothing")
    card.refresh_from_db()
    assert card.opposed_at is None


def test_a_forged_bounce_kills_no_address(member: Member, sent: Message) -> None:
    assert take(member.workspace, FORGED + BOUNCES["postfix"])
    assert not DeadAddress.objects.exists()
    settle(by=member, reply=Reply.objects.get(), reading="bounce")
    assert DeadAddress.objects.get().address == "com@vasseur.example"


def test_a_bounce_of_somebody_elses_mail_is_not_one_of_hers(member: Member, sent: Message) -> None:
    assert not take(member.workspace, case("bounce-broken-msgid"))
    assert not Reply.objects.exists()


def test_a_bounce_that_names_another_address_is_shown(member: Member, sent: Message) -> None:
    assert take(
        member.workspace,
        BOUNCES["postfix"].replace(b"com@vasseur.example", b"chef@ailleurs.example"),
    )
    assert Reply.objects.get().doubt == "unproved"
    assert not DeadAddress.objects.exists()


@pytest.mark.parametrize("server", BOUNCES)
def test_the_bounce_of_every_server_marks_the_address(
    server: str, member: Member, sent: Message, advised: FollowUp
) -> None:
    assert take(member.workspace, BOUNCES[server])
    sent.refresh_from_db()
    advised.refresh_from_db()
    assert (sent.state, advised.purpose) == ("failed", "bounce")
    assert DeadAddress.objects.get().address == "com@vasseur.example"


def test_a_message_taken_for_spam_leaves_the_address_alive(member: Member, sent: Message) -> None:
    take(member.workspace, BOUNCES["postfix"].replace(b"5.1.1", b"5.7.1"))
    sent.refresh_from_db()
    assert sent.state == "failed"
    assert not DeadAddress.objects.exists()


@pytest.mark.parametrize("content", [*DELAYS.values(), *RECEIPTS.values()])
def test_delays_and_receipts_change_nothing(
    content: bytes, member: Member, sent: Message, advised: FollowUp
) -> None:
    take(member.workspace, content)
    sent.refresh_from_db()
    advised.refresh_from_db()
    assert (sent.state, sent.replied_at, advised.closed_at) == ("sent", None, None)
    assert FollowUp.objects.count() == 1


@pytest.mark.parametrize("name", AUTOMATIC)
def test_automatic_answers_close_nothing(
    name: str, member: Member, sent: Message, advised: FollowUp, card: Company
) -> None:
    take(member.workspace, AUTOMATIC[name][0])
    sent.refresh_from_db()
    advised.refresh_from_db()
    card.refresh_from_db()
    assert (sent.replied_at, advised.closed_at, card.opposed_at) == (None, None, None)
    assert advised.due_at == TUESDAY + timedelta(days=7)


SOMEBODY_LEFT = (
    "Mme Roussel n'est plus dans l'entreprise. Adressez-vous à M. Haddad.",
    "Bonjour, M. Roussel a quitté la société. Bien cordialement",
    "Je ne fais plus partie des effectifs, merci de contacter le standard.",
    "Mme Roussel ne travaille plus chez nous depuis septembre.",
    "Mme Roussel est partie à la retraite.",
    "Ms Roussel no longer works for us. Please contact Mr Haddad.",
    "Ms Roussel has left the company.",
)


@pytest.mark.parametrize("automatic", [True, False])
@pytest.mark.parametrize("text", SOMEBODY_LEFT)
def test_somebody_who_left_is_shown_and_changes_nothing_else(
    text: str,
    automatic: bool,
    member: Member,
    sent: Message,
    advised: FollowUp,
    card: Company,
) -> None:
    promised = FollowUp.objects.create(
        workspace=member.workspace,
        company=card,
        kind="promised",
        purpose="call_back",
        due_at=TUESDAY + timedelta(days=3),
        precision="day",
    )
    headers = {"Auto_Submitted": "auto-replied"} if automatic else {}
    take(member.workspace, mail(text, **headers))
    reply = Reply.objects.get()
    assert (reply.kind, reply.doubt) == ("left", "")
    for row in (sent, advised, promised, card):
        row.refresh_from_db()
    assert (advised.closed_at, promised.closed_at, card.opposed_at) == (None, None, None)
    assert promised.due_at == TUESDAY + timedelta(days=3)
    assert not DeadAddress.objects.exists()
    assert FollowUp.objects.get(purpose="reply").note == text


@pytest.mark.parametrize(
    "text",
    [
        "Ce n'est plus dans nos priorités.",
        "On a quitté notre agence, appelez-moi jeudi.",
        "Nous avons quitté notre prestataire.",
        "Le projet n'est plus d'actualité dans l'entreprise.",
        "I have no longer any budget.",
    ],
)
def test_somebody_who_left_something_other_than_the_company_answers(
    text: str, member: Member, sent: Message
) -> None:
    take(member.workspace, mail(text))
    assert Reply.objects.get().kind == "reply"


def test_a_telephone_number_is_no_day_of_return(
    member: Member, sent: Message, advised: FollowUp
) -> None:
    assert take(member.workspace, case("away-phone"))
    advised.refresh_from_db()
    assert advised.due_at == TUESDAY + timedelta(days=7)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Je suis absente, de retour lundi 7.", (12, 7)),
        ("I will be back on Monday, December 14th.", (12, 14)),
        ("Absente jusqu'au vendredi 11 décembre.", (12, 14)),
        ("Absente du 7 au 11 décembre, joignable au 06.12.34.56.78.", (12, 14)),
        ("Out of office until December 11, 2026 inclusive.", (12, 14)),
        ("Je reprends le travail le 15/12 à 9h.", (12, 15)),
        ("Retour prévu le 4 janvier 2027.", (1, 4)),
        ("De retour en septembre 2031.", None),
        ("En congé parental jusqu'au 31 août 2028.", None),
        ("J'étais absente jusqu'au 12 octobre.", None),
        ("Nos bureaux sont au 12 rue du Port.", None),
    ],
)
def test_the_day_of_return_is_read_by_the_reader_of_spoken_dates(
    text: str, day: tuple[int, int] | None, member: Member, sent: Message, advised: FollowUp
) -> None:
    take(member.workspace, mail(text, Auto_Submitted="auto-replied"))
    advised.refresh_from_db()
    due = advised.due_at.astimezone(PARIS)
    assert (due.month, due.day) == (day or (12, 1))


def test_what_she_writes_herself_is_no_answer(
    member: Member, sent: Message, advised: FollowUp, mailbox: object
) -> None:
    assert not take(member.workspace, case("self-copy"))
    assert not Reply.objects.exists()


def test_a_colleague_who_answers_is_proposed_on_the_one_card(
    member: Member, sent: Message, advised: FollowUp
) -> None:
    assert take(member.workspace, case("other-address"))
    reply = Reply.objects.get()
    assert (reply.kind, reply.doubt, reply.sender) == (
        "reply",
        "colleague",
        "marie.durand@vasseur.example",
    )
    settle(by=member, reply=reply, reading="reply")
    again = case("other-address").replace(b"<o1@", b"<o2@")
    assert take(member.workspace, again)
    assert Reply.objects.get(reply_id="<o2@vasseur.example>").doubt == ""


def test_a_colleague_who_has_nothing_to_do_with_it_is_not_shown_again(
    member: Member, sent: Message
) -> None:
    take(member.workspace, case("other-address"))
    settle(by=member, reply=Reply.objects.get(), reading="nothing")
    assert not FollowUp.objects.filter(closed_at=None).exists()
    assert not take(member.workspace, case("other-address").replace(b"<o1@", b"<o2@"))


def test_a_domain_of_two_cards_or_of_everybody_proposes_nothing(
    member: Member, sent: Message, card: Company
) -> None:
    other = company(member, LINES[3])
    Message.objects.create(
        workspace=member.workspace,
        company=other,
        member=member,
        to="rh@vasseur.example",
        state="sent",
        closed_at=TUESDAY,
    )
    assert not take(member.workspace, case("other-address"))
    Message.objects.update(to="atelier.vasseur@gmail.com")
    assert not take(member.workspace, mail(sender="x@gmail.com", In_Reply_To=""))


def test_stop_from_an_address_nobody_has_is_kept_and_may_be_left_alone(
    member: Member, sent: Message, page: Client
) -> None:
    assert not take(
        member.workspace, mail("", sender="perso@ailleurs.example", Subject="STOP", In_Reply_To="")
    )
    kept = UnreadMail.objects.get()
    assert kept.reason == "stranger"
    assert "perso@ailleurs.example" in page.get("/messages/").content.decode()
    page.post(f"/messages/unread/{kept.pk}/oppose/")
    assert opposed(member.workspace, "email", ["perso@ailleurs.example"])
    assert "perso@ailleurs.example" not in page.get("/messages/").content.decode()


def test_stop_from_an_alias_opposes_the_alias_too(member: Member, sent: Message) -> None:
    assert take(member.workspace, mail("STOP", sender="perso@ailleurs.example"))
    assert opposed(member.workspace, "email", ["perso@ailleurs.example"])
    assert opposed(member.workspace, "company", [sent.company.name_key])


def test_a_declined_meeting_is_said_and_its_date_stays_hers(
    member: Member, sent: Message, card: Company
) -> None:
    meeting = FollowUp.objects.create(
        workspace=member.workspace,
        company=card,
        kind="promised",
        purpose="meeting",
        due_at=TUESDAY + timedelta(days=8),
        precision="minute",
    )
    assert take(member.workspace, case("calendar-declined"))
    meeting.refresh_from_db()
    assert (meeting.closed_at, meeting.due_at) == (None, TUESDAY + timedelta(days=8))
    assert Reply.objects.get().excerpt == "Refuse le rendez-vous."
    assert FollowUp.objects.get(purpose="reply").note == "Refuse le rendez-vous."


@pytest.mark.parametrize(
    ("change", "kind", "opened", "words"),
    [
        ((b"DECLINED", b"ACCEPTED"), "accepted", 0, "Accepte le rendez-vous."),
        ((b"DECLINED", b"TENTATIVE"), "tentative", 0, "peut-être"),
        ((b"=REPLY", b"=COUNTER"), "counter", 1, "jeudi 3 décembre à 14 h"),
    ],
)
def test_other_answers_to_an_invitation(
    change: tuple[bytes, bytes], kind: str, opened: int, words: str, member: Member, sent: Message
) -> None:
    content = case("calendar-declined").replace(*change)
    if kind == "counter":
        content = content.replace(b"METHOD:REPLY", b"METHOD:COUNTER")
    assert take(member.workspace, content)
    reply = Reply.objects.get()
    assert (reply.kind, FollowUp.objects.filter(purpose="reply").count()) == (kind, opened)
    assert words in reply.excerpt.replace("\u202f", " ").replace("\xa0", " ")


def test_an_answer_to_an_invitation_is_known_by_its_meeting(member: Member, sent: Message) -> None:
    meeting = FollowUp.objects.create(
        workspace=member.workspace,
        company=sent.company,
        kind="promised",
        purpose="meeting",
        due_at=TUESDAY + timedelta(days=8),
    )
    Message.objects.update(follow_up=meeting, message_id="<other@arnaud.example>", to="x@y.example")
    content = case("calendar-declined").replace(b"meeting-1@", b"meeting-%d@" % meeting.pk)
    assert take(member.workspace, content)


def test_what_is_in_doubt_stands_first_on_the_day_and_among_the_messages(
    member: Member, sent: Message, page: Client, card: Company
) -> None:
    take(member.workspace, mail(LIMITED))
    for address in ("/", "/messages/"):
        shown = page.get(address).content.decode()
        assert "C’est peut-être une opposition." in shown
        assert 'data-key="o"' in shown
        assert 'data-key="r"' in shown
    assert "à juger" in page.get(f"/companies/{card.pk}/").content.decode()
    reply = Reply.objects.get()
    page.post(f"/messages/judge/{reply.pk}/stop/")
    card.refresh_from_db()
    assert card.opposed_at
    assert "peut-être une opposition" not in page.get("/messages/").content.decode()


def test_a_strangers_doubt_is_not_found(page: Client, stranger: Member, sent: Message) -> None:
    reply = Reply.objects.create(
        workspace=stranger.workspace,
        message=sent,
        company=sent.company,
        kind="stop",
        doubt="refusal",
        reply_id="<x@y>",
    )
    kept = UnreadMail.objects.create(workspace=stranger.workspace, reason="unreadable", key="k")
    assert page.post(f"/messages/judge/{reply.pk}/stop/").status_code == 404
    assert page.post(f"/messages/unread/{kept.pk}/seen/").status_code == 404


def test_no_mail_leaves_by_itself_while_a_refusal_is_in_doubt(
    member: Member, sent: Message, card: Company, mailbox: Mailbox
) -> None:
    Message.objects.update(closed_at=TUESDAY - timedelta(days=1))
    take(member.workspace, mail(LIMITED))
    waiting = leaving(member, card)
    Message.objects.filter(pk=waiting.pk).update(written_at=None)
    assert turn(member.workspace).sent == 0
    settle(by=member, reply=Reply.objects.get(), reading="reply")
    assert turn(member.workspace).sent == 1


def test_what_she_writes_herself_leaves_meanwhile(
    member: Member, sent: Message, card: Company, mailbox: Mailbox
) -> None:
    Message.objects.update(closed_at=TUESDAY - timedelta(days=1))
    take(member.workspace, mail(LIMITED))
    leaving(member, card)
    assert turn(member.workspace).sent == 1

"""A mail that came back: what tells it from an answer, whose address it is about, whether it may be
tried again, in the words of each server.
"""

from __future__ import annotations

import pytest

from decroche.correspondence.bounces import address_is_dead
from decroche.correspondence.incoming import Incoming, read_incoming

DAEMON = "MAILER-DAEMON@mx.example"
TO = "com@vasseur.example"
MINE = "<1@arnaud.example>"
NOTHING = "Voyez la page suivante."
"""A text that says nothing about a delivery."""


def note(text: str, subject: str = "Information", sender: str = DAEMON, *more: str) -> Incoming:
    """A message without a report."""
    head = (f"From: {sender}", f"Subject: {subject}", *more)
    return read_incoming("\n".join((*head, "", text)).encode())


def report(*blocks: str, told: str = "Sorry.", enclosed: str = "") -> Incoming:
    """A report of RFC 3464: one block for the message, one for each recipient."""
    lines = (
        f"From: {DAEMON}",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        f"\n--b\nContent-Type: text/plain; charset=utf-8\n\n{told}",
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example",
        *(f"\n{block}" for block in blocks),
        *((f"\n--b\n{enclosed}",) if enclosed else ()),
        "--b--",
    )
    return read_incoming("\n".join(lines).encode())


def recipient(action: str, address: str = TO, *more: str) -> str:
    return "\n".join((f"Final-Recipient: rfc822; {address}", f"Action: {action}", *more))


TITLES = (
    "Undeliverable: Ma présentation",
    "Undelivered Mail",
    "Delivery Status Notification (Failure)",
    "Delivery failure",
    "Delivery has failed",
    "Delivery failed",
    "Mail delivery failed: returning message",
    "Delivery problem",
    "Delivery report",
    "Delivery Notification",
    "Returned mail: see transcript",
    "failure notice",
    "Mail failure",
    "Your mail could not be delivered",
    "Returned to sender",
    "Message not delivered",
    "Non remis : Ma présentation",
    "Avis de non-remise",
    "Message non distribué",
    "Avis de non-distribution",
    "Message non délivré",
    "Échec de la remise",
    "Échec de remise",
    "Échec de distribution",
    "Échec de la livraison",
    "Échec de l’envoi",
    "Échec d’envoi",
    "Notification d’état de remise",
    "Unzustellbar: Ma présentation",
    "Message rejected",
    "Mail not deliverable",
    "Mail non deliverable",
    "Nondeliverable mail",
    "Erreur de distribution",
    "Erreur de livraison",
    "Erreur de remise",
    "Mail indélivrable / undelivrable",
    "Courrier non reçu",
    "Courrier retourné",
    "Warning: could not send message",
    "Delayed mail",
    "Message delay",
    "Remise différée",
    "Distribution différée",
    "Remise retardée",
)


@pytest.mark.parametrize("title", TITLES)
def test_a_mail_server_says_in_the_subject_that_a_mail_came_back(title: str) -> None:
    assert note(NOTHING, title).kind == "bounce"
    assert note(NOTHING, title, "marie@vasseur.example").kind != "bounce"


TEXTS = (
    "Your message could not be delivered",
    "We could not deliver your message",
    "It was not delivered",
    "They were not delivered",
    "It has not been delivered",
    "It hasn’t been delivered",
    "I’m afraid I wasn’t able to deliver it",
    "We have not been able to reach the host",
    "We were unable to deliver it",
    "Delivery to the host below failed",
    "Delivery has just failed",
    "Delivery of this mail failed",
    "This mail is undeliverable",
    "The addresses had permanent fatal errors",
    "This is a permanent error",
    "Address not found",
    "Address rejected",
    "User unknown",
    "Unknown user",
    "No such user here",
    "No such mailbox",
    "No such recipient",
    "No such person",
    "No such address",
    "Recipient not found",
    "Recipient rejected",
    "Recipient unknown",
    "Mailbox unavailable",
    "Mailbox not found",
    "Mailbox full",
    "Unrouteable address",
    "Unroutable address",
    "The account does not exist",
    "The account doesn’t exist",
    "Ce compte n’existe pas",
    "Adresse introuvable",
    "Le compte est inconnu chez nous",
    "Adresse inconnue",
    "Il n’a pas pu être remis",
    "Il n’a pas été délivré",
    "Il n’a pas pu être distribué",
    "Il n’a pas été livré",
    "Il n’a pas pu être acheminé",
    "Impossible de remettre votre message",
    "Impossible de délivrer votre message",
    "Impossible de distribuer votre message",
    "Impossible de livrer votre message",
    "Échec de la remise",
    "Ils n’ont pas pu être remis",
    "Ils n’ont pas pu être délivrés",
    "This is the qmail-send program",
    "Giving up on 192.0.2.7",
    "A message you sent",
    "Sie konnte nicht zugestellt werden",
    "Boîte pleine",
    "Boîte aux lettres inexistante",
    "The user is over quota",
    "It has been rejected",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_mail_server_says_in_the_text_that_a_mail_came_back(text: str) -> None:
    assert note(text).kind == "bounce"
    assert note(text, sender="marie@vasseur.example").kind != "bounce"


NAMES = (
    "Mail Delivery System",
    "Mail Delivery Subsystem",
    "Mailer Daemon",
    "Mail Daemon",
    "Microsoft Outlook",
    "Mail System",
    "Postmaster",
    "Mail Administrator",
    "Système de messagerie",
    "Administrateur système",
    "System Administrator",
    "Mail Router",
    "Internet Mail Delivery",
)
DAEMONS = (
    "mailer-daemon",
    "mailerdaemon",
    "postmaster",
    "mail-daemon",
    "maildaemon",
    "mdaemon",
    "mailer",
    "mail.daemon",
    "mailsystem",
    "mail-system",
    "microsoftexchange",
    "bounce",
    "bounces",
    "noreply-bounce",
)


@pytest.mark.parametrize(
    "sender",
    [
        *(f"{name} <x1@mx.example>" for name in NAMES),
        *(f"Marie <{one}@mx.example>" for one in DAEMONS),
    ],
)
def test_the_names_of_mail_servers(sender: str) -> None:
    assert note("User unknown", sender=sender).kind == "bounce"
    assert note(NOTHING, sender=sender).kind != "bounce"


@pytest.mark.parametrize(
    ("sender", "head", "title", "text", "bounced"),
    [
        # People write the same words, and are no servers.
        ("Marie <marie@vasseur.example>", "", "Delivery failed", "User unknown", False),
        ("Marie <marie@postmaster.example>", "", "Delivery failed", "User unknown", False),
        # A server that names itself in the address it writes from only.
        ("Marie <x@mx.example>", "X-Failed-Recipients: a@b.example", "Re", NOTHING, True),
        ("Marie <x@mx.example>", "X-MS-Exchange-Message-Is-Ndr:", "Re", NOTHING, True),
        # Nobody to answer to: the subject and the text must both say so.
        ("Marie <x@mx.example>", "Return-Path: <>", "Delivery failed", "User unknown", True),
        ("Marie <x@mx.example>", "Return-Path: < >", "Delivery failed", "User unknown", True),
        ("Marie <x@mx.example>", "Return-Path: <>", "Delivery failed", NOTHING, False),
        ("Marie <x@mx.example>", "Return-Path: <>", "Re", "User unknown", False),
        (
            "Marie <x@mx.example>",
            "Return-Path: <x@y.example>",
            "Delivery failed",
            "User unknown",
            False,
        ),
        ("", "", "Delivery failed", "User unknown", True),
        ("", "", "Re", "User unknown", False),
    ],
)
def test_a_message_without_a_report_is_of_a_server(
    sender: str, head: str, title: str, text: str, *, bounced: bool
) -> None:
    more = (head,) if head else ()
    assert (note(text, title, sender, *more).kind == "bounce") is bounced


def test_what_is_said_after_a_page_of_text_makes_no_bounce() -> None:
    assert note("mot " * 1_490 + "user unknown").kind == "bounce"
    assert note("mot " * 1_500 + "user unknown").kind != "bounce"


DELAYS = (
    "There is a delay",
    "It was delayed",
    "It has not yet been delivered",
    "It is still being retried",
    "It will be retried",
    "We will try again",
    "The server will retry",
    "We will continue to try",
    "Warning: could not send message for 4 hours",
    "The server will keep trying",
    "It was temporarily deferred",
    "La remise est retardée",
    "Remise différée",
    "Il n’a pas encore été remis",
    "Une nouvelle tentative aura lieu",
    "De nouvelles tentatives auront lieu",
    "Le serveur continuera",
    "Le message sera retenté",
    "No action is required",
    "You do not need to do anything",
    "You do not need to resend",
)


@pytest.mark.parametrize("text", DELAYS)
def test_a_server_that_tries_again_is_not_through(text: str) -> None:
    assert note(f"{text}.\nA message you sent.").delayed
    assert not note(f"{text}.\n550 user unknown").delayed
    assert not note(f"{text}.\nA message you sent.", "Mail failure").delayed
    assert note(f"{text}.\nA message you sent.", "Delayed: mail failure").delayed
    assert not note("A message you sent.").delayed


@pytest.mark.parametrize(
    ("refusal", "for_good"),
    [
        ("550 no", True),
        ("554-no", True),
        ("(#5.1.1)", True),
        ("#5.1.10 no", True),
        ("450 no", False),
        ("4.2.2 no", False),
        ("1550 no", False),
        ("192.5.1.1", False),
        ("the 550th", False),
        ("5.1 no", False),
        ("5.1.1234 no", False),
    ],
)
def test_a_code_that_begins_with_five_is_for_good(refusal: str, *, for_good: bool) -> None:
    assert note(f"It was delayed. A message you sent: {refusal}").delayed is not for_good


def test_a_delay_is_looked_for_at_the_beginning() -> None:
    assert note(f"User unknown. {'mot ' * 740}delayed").delayed
    assert not note(f"User unknown. {'mot ' * 760}delayed").delayed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # The line with a code says most, then one that speaks of the failure, then the subject.
        ("User unknown\nHost said: 550  no mailbox", "Host said: 550 no mailbox"),
        ("Bonjour\n  The user unknown \nBye", "The user unknown"),
        ("Bonjour", "Delivery failed"),
        ("550 1\nUser unknown", "User unknown"),
        ("User unknown\n550 ab1", "User unknown"),
        (f"User unknown {'x' * 600}", f"User unknown {'x' * 487}"),
    ],
)
def test_the_servers_own_words(text: str, words: str) -> None:
    assert note(text, "Delivery failed").words == words


def test_a_mail_without_any_words_says_what_it_has() -> None:
    assert note("12", "", DAEMON, "X-Failed-Recipients: com@vasseur.example").words == ""


@pytest.mark.parametrize(
    "line",
    [
        "--- Below this line is a copy of the message.",
        "------ This is a copy of the message, including all the headers. ------",
        "--- Original message",
        "----- The original message follows",
        "--- Message original",
        "--- Le message d'origine",
        "--- The message headers",
        "Return-Path: <camille@arnaud.example>",
        "En-têtes :",
        "> return-path: <camille@arnaud.example>",
    ],
)
def test_what_stands_in_the_copy_of_her_mail_is_not_said_by_the_server(line: str) -> None:
    text = f"User unknown: {TO}\n{line}\nFrom: elle@arnaud.example\n550 Studio Arnaud\n{line}\nx"
    said = note(text)
    assert (said.failed, said.words) == ((TO,), f"User unknown: {TO}")


@pytest.mark.parametrize(
    "line",
    [
        "Nothing below this line is a copy of anything",
        "We keep this: return-path: x",
        "Copy of the headers",
    ],
)
def test_a_line_that_only_has_such_words_in_it_ends_nothing(line: str) -> None:
    assert note(f"User unknown\n{line}\n{TO}").failed == (TO,)


def test_the_addresses_that_a_message_without_a_report_is_about() -> None:
    head = "X-Failed-Recipients: Rene@Vasseur.example, paul@perrin.example"
    text = "User unknown: PAUL@perrin.example, com@vasseur.example"
    found = note(text, "Mail failure", DAEMON, head).failed
    assert found == ("rene@vasseur.example", "paul@perrin.example", TO)
    many = "\n".join(f"a{number}@vasseur.example" for number in range(30))
    assert note(f"User unknown\n{many}").failed[-1] == "a19@vasseur.example"


def test_an_address_after_pages_of_text_is_not_looked_for() -> None:
    for filler, found in ((7_950, (TO,)), (8_000, ())):
        assert note(f"User unknown\n{'x ' * (filler // 2)}{TO}").failed == found


@pytest.mark.parametrize(
    ("blocks", "failed"),
    [
        ([recipient("failed")], (TO,)),
        ([recipient("FAILED (bad)")], (TO,)),
        ([recipient("failed", "Com@Vasseur.example")], (TO,)),
        ([recipient("failed", f"<{TO}>")], (TO,)),
        ([f"Final-Recipient: {TO}\nAction: failed"], (TO,)),
        # The address she wrote to stands before the one it was passed on to.
        (
            ["Original-Recipient: rfc822;" + TO + "\n" + recipient("failed", "a@b.example")],
            (TO, "a@b.example"),
        ),
        (["Original-Recipient: rfc822;" + TO + "\nAction: failed"], (TO,)),
        # No action said: a server that writes a report and not what became of it.
        (["Final-Recipient: rfc822; " + TO], (TO,)),
        ([recipient("delivered", "a@b.example"), recipient("failed")], (TO,)),
        ([recipient("failed"), recipient("failed", "a@b.example")], (TO, "a@b.example")),
        ([recipient("failed"), recipient("failed")], (TO,)),
        (["Action: failed\nStatus: 5.1.1"], ()),
        ([recipient("delayed")], ()),
        ([], ()),
    ],
)
def test_the_addresses_of_a_report(blocks: list[str], failed: tuple[str, ...]) -> None:
    assert report(*blocks).failed == failed


@pytest.mark.parametrize(
    ("actions", "kind", "delayed"),
    [
        (["failed"], "bounce", False),
        (["delayed"], "bounce", True),
        (["delivered"], "receipt", False),
        (["relayed"], "receipt", False),
        (["expanded"], "receipt", False),
        (["delivered", "failed"], "bounce", False),
        (["delayed", "failed"], "bounce", False),
        (["delivered", "delayed"], "bounce", True),
        (["delayed", ""], "bounce", False),
        (["delivered", ""], "bounce", False),
        ([], "bounce", False),
    ],
)
def test_what_a_report_says_became_of_a_mail(
    actions: list[str], kind: str, *, delayed: bool
) -> None:
    said = report(*(recipient(action) for action in actions))
    assert (said.kind, said.delayed) == (kind, delayed)


def test_the_first_fifty_blocks_of_a_report_are_read() -> None:
    found = report(*(recipient("failed", f"a{n}@vasseur.example") for n in range(60))).failed
    assert (len(found), found[-1]) == (49, "a48@vasseur.example")


CODE = "Diagnostic-Code: smtp; 550 5.1.1 no; such user"
SAID = "5.1.1 550 5.1.1 no; such user"
BARE = [recipient("failed", TO, "Status: 5.0.0")]
"""A status and no more, which tells her nothing."""


@pytest.mark.parametrize(
    ("blocks", "told", "words"),
    [
        ([recipient("failed", TO, "Status: 5.1.1", CODE)], "", SAID),
        ([recipient("failed", TO, CODE)], "", "550 5.1.1 no; such user"),
        # The words of the first that failed.
        ([recipient("failed", TO, "Status: 5.1.1", CODE), *BARE], "", SAID),
        ([recipient("delivered", TO, "Status: sent"), recipient("failed", TO, CODE)], "", SAID[6:]),
        # What people are told is shown when the report has a bare status.
        (BARE, "Said:\n550 User unknown\nBye", "550 User unknown"),
        (BARE, "Said: 450-try  later", "450-try later"),
        (BARE, "Said: 5.1.1 no such user", "5.1.1 no such user"),
        (BARE, "Said: 4.2.2, full", "4.2.2, full"),
        (BARE, "At 192.5.1.1, 5.1.1234 or 1550 x", "5.0.0"),
        (BARE, "Sorry.", "5.0.0"),
        (BARE, "250 sent, 550 \nBye", "5.0.0"),
        ([recipient("failed", TO, f"Status: 5.1.1 {'x' * 600}")], "", f"5.1.1 {'x' * 494}"),
    ],
)
def test_the_words_of_a_report(blocks: list[str], told: str, words: str) -> None:
    assert report(*blocks, told=told).words == words


@pytest.mark.parametrize(
    "enclosed",
    [
        f"Content-Type: message/rfc822\n\nMessage-ID: {MINE}\n\nBonjour",
        f"Content-Type: message/global\n\nMessage-ID: {MINE}\n\nBonjour",
        f"Content-Type: message/rfc822-headers\n\nMessage-ID: {MINE}\n",
        f"Content-Type: text/rfc822-headers\n\nMessage-ID: {MINE}\n",
        f"Content-Type: message/global-headers\n\nMessage-ID: {MINE}\n",
        f"Content-Type: text/rfc822-headers\n\nX: y\nmessage-id:\n {MINE}\n",
        f"Content-Type: text/plain\n\n> Message-ID: {MINE}\n",
    ],
)
def test_her_mail_is_found_in_what_came_back(enclosed: str) -> None:
    assert report(recipient("failed"), enclosed=enclosed).about == (MINE,)


def test_her_mail_is_found_in_the_text_too_before_what_is_answered() -> None:
    said = note(
        f"User unknown\nMessage-Id: {MINE}\nMessage-Id: {MINE}", "x", DAEMON, "In-Reply-To: <2@x>"
    )
    assert said.about == (MINE, "<2@x>")
    assert note(f"User unknown\nThe Message-ID: {MINE}").about == ()


@pytest.mark.parametrize(
    "words",
    [
        "550 5.7.1 no",
        "450 4.7.1 no",
        "550 looks like SPAM",
        "Blocked",
        "on a block list",
        "on a blocklist",
        "on a blacklist",
        "on a black list",
        "bad reputation",
        "against our policy",
        "DMARC",
        "SPF",
        "DKIM",
        "content rejected",
        "virus found",
        "too large",
        "message size exceeds",
        "5.3.4 no",
        "5.2.3 no",
        "mailbox full",
        "over quota",
        "5.2.2 no",
        "4.2.2 no",
        "boîte pleine",
        "greylisted",
    ],
)
def test_what_may_be_written_to_again(words: str) -> None:
    assert not address_is_dead(words)


@pytest.mark.parametrize(
    "words", ["550 5.1.1 no such user", "15.7.1 no", "aspf unknown", "unknown spfa", ""]
)
def test_an_address_that_is_dead(words: str) -> None:
    assert address_is_dead(words)

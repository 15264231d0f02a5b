"""The kind, sender and text of a message are found, whoever sent it and however it is encoded."""

from __future__ import annotations

import base64

import pytest

from decroche.correspondence.incoming import read_incoming
from decroche.correspondence.mailtext import (
    ORIGINAL,
    TooDeep,
    decode,
    header,
    parameter,
    parse,
    part_text,
    parts,
    text_of,
    text_of_html,
    writable,
)

THEM = "From: Com <com@vasseur.example>"
UTF8 = "Content-Type: text/plain; charset=utf-8"


def mail(*head: str, text: str = "Merci, à jeudi.") -> bytes:
    return "\n".join((THEM, *head, "", text)).encode()


def invitation(
    method: str = "REPLY",
    answer: str = "ACCEPTED",
    kind: str = 'text/calendar; method="REPLY"',
    text: str = "",
    more: str = "COMMENT:Avec plaisir",
) -> bytes:
    """A mail with an answer to an invitation in it."""
    calendar = (
        f"BEGIN:VCALENDAR\nMETHOD:{method}\nVERSION:2.0\nBEGIN:VEVENT\nUID:1@arnaud.example\n"
        f"ATTENDEE;PARTSTAT={answer}:mailto:com@vasseur.example\nDTSTAMP:20261125T093000Z\n"
        f"DTSTART:20261203T130000Z\nSUMMARY:Rendez-vous\n{more}\nEND:VEVENT\nEND:VCALENDAR"
    )
    return mail(
        "Content-Type: multipart/mixed; boundary=x",
        text=f"--x\n{UTF8}\n\n{text}\n--x\nContent-Type: {kind}\n\n{calendar}\n--x--",
    )


@pytest.mark.parametrize(
    ("method", "answer", "kind"),
    [
        ("REPLY", "ACCEPTED", "accepted"),
        ("REPLY", "DECLINED", "declined"),
        ("REPLY", "TENTATIVE", "tentative"),
        ("REPLY", "DELEGATED", "tentative"),
        ("REPLY", "NEEDS-ACTION", "reply"),
        ("COUNTER", "ACCEPTED", "counter"),
        ("DECLINECOUNTER", "DECLINED", "declined"),
        ("REQUEST", "ACCEPTED", "reply"),
        ("CANCEL", "ACCEPTED", "declined"),
    ],
)
def test_an_answer_to_an_invitation(method: str, answer: str, kind: str) -> None:
    said = read_incoming(invitation(method, answer))
    assert said.kind == kind
    assert said.meeting
    assert said.meeting.uid == "1@arnaud.example"


@pytest.mark.parametrize(
    ("kind", "method", "found"),
    [
        ("text/calendar; method=REPLY", "REPLY", True),
        ("text/calendar; method=REQUEST", "REQUEST", True),
        ("text/calendar", "REPLY", True),
        ("text/calendar", "COUNTER", True),
        ("application/ics", "REPLY", True),
        ("application/ics", "COUNTER", True),
        # An invitation of somebody else's that is only enclosed answers nothing.
        ("text/calendar", "REQUEST", False),
        ("application/ics; method=REQUEST", "REQUEST", False),
        ("text/plain; method=REPLY", "REPLY", False),
    ],
)
def test_where_a_calendar_stands_in_a_mail(kind: str, method: str, *, found: bool) -> None:
    assert (read_incoming(invitation(method, kind=kind)).meeting is not None) is found


def test_a_calendar_that_cannot_be_read_hides_no_other() -> None:
    content = invitation().replace(
        b"--x\nContent-Type: text/calendar",
        b"--x\nContent-Type: text/calendar; method=X\n\nno\n--x\nContent-Type: text/calendar",
    )
    assert read_incoming(content).kind == "accepted"
    broken = invitation(kind="text/calendar").replace(b"METHOD:REPLY\n", b"")
    assert read_incoming(broken).meeting is None


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (invitation(text="À jeudi.\n\n> Bonjour"), "À jeudi."),
        (invitation(), "Avec plaisir"),
        (invitation("REQUEST", kind="text/calendar; method=REQUEST"), "Rendez-vous"),
        (invitation("REQUEST", kind="text/calendar; method=REQUEST", text="Venez."), "Venez."),
    ],
)
def test_the_words_of_an_answer_to_an_invitation(content: bytes, text: str) -> None:
    said = read_incoming(content)
    assert (said.text, said.whole.startswith(text[:6])) == (text, text in said.whole)


LEFT = "Mme Durand n’est plus dans l’entreprise."


@pytest.mark.parametrize(
    ("head", "text", "kind", "own"),
    [
        ([], LEFT, "left", LEFT),
        ([], f"{LEFT}\n\n> STOP", "left", LEFT),
        ([], f"{LEFT} Ne nous appelez plus.", "stop", f"{LEFT} Ne nous appelez plus."),
        ([], f"Oui.\n\n> {LEFT}", "reply", "Oui."),
        ([], f"> {LEFT}", "reply", f"> {LEFT}"),
        (["Auto-Submitted: auto-replied"], LEFT, "left", LEFT),
        (["Auto-Submitted: auto-replied"], f"> {LEFT}", "left", f"> {LEFT}"),
        (["Auto-Submitted: auto-replied"], f"Bien reçu.\n\n> {LEFT}", "auto", None),
        (["Auto-Submitted: auto-replied"], "En congés.", "away", None),
        (["Auto-Submitted: auto-replied"], "> En congés.", "away", None),
        (["Auto-Submitted: auto-replied"], "Bien reçu.\n\n> En congés.", "auto", None),
        ([], "> Ceci est un message automatique. En congés.", "away", None),
        ([], "Oui.\n\n> Ceci est un message automatique.", "reply", "Oui."),
        ([], "STOP", "stop", "STOP"),
        ([], "Ne m’appelez plus avant 14 h.", "doubt", "Ne m’appelez plus avant 14 h."),
        ([], "> Bonjour", "reply", "> Bonjour"),
    ],
)
def test_what_a_mail_is(head: list[str], text: str, kind: str, own: str | None) -> None:
    said = read_incoming(mail(UTF8, *head, text=text))
    assert (said.kind, said.text if own else None, said.whole) == (kind, own, text)


def test_an_invitation_that_says_somebody_left_is_an_answer() -> None:
    content = invitation("REQUEST", kind="text/calendar; method=REQUEST", text=LEFT)
    assert read_incoming(content).kind == "reply"


ABOUT = ("<4@a>", "<2@a>", "<1@a>", "<0@a>")


def test_what_a_mail_answers() -> None:
    head = ("Message-ID: <3@v.example>", "In-Reply-To: <4@a>", "References: <0@a>\n <1@a> <2@a>")
    said = read_incoming(mail(*head, "Subject: =?utf-8?q?R=C3=A9=3A_Oui?="))
    assert (said.message_id, said.about) == ("<3@v.example>", ABOUT)
    assert said.subject == "Ré: Oui"
    assert read_incoming(mail()).message_id == ""


def test_a_bounce_keeps_what_is_known_of_its_sender() -> None:
    head = ("X-Failed-Recipients: a@b.example", "Precedence: bulk", "Message-ID: <9@mx>")
    verdict = "Authentication-Results: mx.arnaud.example; dmarc=fail"
    said = read_incoming(f"{verdict}\n".encode() + mail(*head, "Subject: Failed", text="Sorry."))
    assert (said.kind, said.bulk, said.verdict, said.whole) == ("bounce", True, "fail", "Sorry.")
    assert (said.message_id, said.subject) == ("<9@mx>", "Failed")
    assert (said.sender, said.text) == ("com@vasseur.example", "Sorry.")


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ("Com <Com@Vasseur.example>", "com@vasseur.example"),
        ("com@vasseur.example", "com@vasseur.example"),
        ("Com (standard) <com@vasseur.example>", "com@vasseur.example"),
        (f"{'(' * 50}com{')' * 50} <com@vasseur.example>", "com@vasseur.example"),
        (f"{'(' * 500}com{')' * 500} <com@vasseur.example>", "com@vasseur.example"),
        ("Com, Vasseur, com@vasseur.example;", "com@vasseur.example"),
        ('"Com" com@vasseur.example, x', "com@vasseur.example"),
        ("Com", ""),
        (f"{'x' * 300}@vasseur.example", "x" * 254),
    ],
)
def test_the_sender(header: str, sender: str) -> None:
    assert read_incoming(f"From: {header}\n\nOui".encode()).sender == sender


TITLE = "Lu : Ma présentation"
READ = "Votre message a été lu."


@pytest.mark.parametrize(
    ("title", "text", "receipt"),
    [
        ("Lu : x", READ, True),
        ("Read: x", READ, True),
        ("Non lu : x", READ, True),
        ("Not read: x", READ, True),
        ("Gelesen: x", READ, True),
        ("Accusé de lecture : x", READ, True),
        ("Confirmation de lecture x", READ, True),
        (TITLE, "Votre message a été ouvert", True),
        (TITLE, "Le message a été affiché", True),
        (TITLE, "Votre message\n\n à Com\n\na été supprimé sans être lu", True),
        (TITLE, "Your message was read", True),
        (TITLE, "Your message was displayed", True),
        (TITLE, "Your message was deleted", True),
        (TITLE, "Your message was opened", True),
        (TITLE, "Your message has been read", True),
        (TITLE, "Your message has been displayed", True),
        # Words like these in what a person writes are an answer.
        ("Re: Lu : x", READ, False),
        ("Lundi", READ, False),
        (TITLE, "Votre message m’intéresse.", False),
        (TITLE, "Votre messages a été lu", False),
        (TITLE, "Vos votre message a été lundi", False),
        (TITLE, "J’ai lu. Notre message a été lu.", False),
        (TITLE, f"{READ} {'mot ' * 54}", True),
        (TITLE, f"{READ} {'mot ' * 55}", False),
    ],
)
def test_a_receipt_without_a_report(title: str, text: str, *, receipt: bool) -> None:
    said = read_incoming(mail(f"Subject: {title}", UTF8, text=text))
    assert (said.kind == "receipt") is receipt


@pytest.mark.parametrize(
    ("kind", "receipt"),
    [
        ("multipart/report; report-type=disposition-notification; boundary=x", True),
        ('multipart/report; report-type="Disposition-Notification"; boundary=x', True),
        ("multipart/report; report-type=other; boundary=x", False),
    ],
)
def test_a_receipt_says_so_by_its_type(kind: str, *, receipt: bool) -> None:
    content = mail(f"Content-Type: {kind}", text=f"--x\n{UTF8}\n\nBonjour\n--x--")
    assert (read_incoming(content).kind == "receipt") is receipt
    enclosed = "Content-Type: message/disposition-notification\n\nA: b"
    part = mail(
        "Content-Type: multipart/mixed; boundary=x",
        text=f"--x\n{UTF8}\n\nx\n--x\n{enclosed}\n--x--",
    )
    assert read_incoming(part).kind == "receipt"


@pytest.mark.parametrize(
    ("head", "bulk"),
    [
        ("List-Id: <x.v.example>", True),
        ("List-Unsubscribe: <mailto:x@v.example>", True),
        ("List-Post: <mailto:x@v.example>", True),
        ("Feedback-ID: 1:v", True),
        ("Precedence: Bulk", True),
        ("Precedence: list", True),
        ("Precedence: junk", True),
        ("Precedence: first-class", False),
        ("X-List: v", False),
    ],
)
def test_what_is_sent_to_many(head: str, *, bulk: bool) -> None:
    assert read_incoming(mail(head)).bulk is bulk


@pytest.mark.parametrize(
    ("charset", "encoding", "text"),
    [
        ("utf-8", "utf-8", "Été à 10 €"),
        ("UTF8", "utf-8", "Été à 10 €"),
        ("utf-16", "utf-16", "Été"),
        ("utf-16le", "utf-16le", "Été"),
        ("utf-16be", "utf-16be", "Été"),
        ("iso-8859-1", "cp1252", "Été à 10 €"),
        ("ISO_8859-1", "cp1252", "Été à 10 €"),
        ("iso8859-1", "cp1252", "Été à 10 €"),
        ("Latin1", "cp1252", "Été à 10 €"),
        ("latin1", "utf-8", "Été à 10 €"),
        ("iso-8859-1", "utf-8", "Été à 10 €"),
        ("us-ascii", "utf-8", "Été à 10 €"),
        ("us-ascii", "cp1252", "Été à 10 €"),
        ("", "utf-8", "Été à 10 €"),
        ("iso-8859-15", "iso-8859-15", "Été à 10 €"),
        ("windows-1252", "cp1252", "Été à 10 €"),
        ("cp1250", "cp1250", "Łódź"),
        ("x-windows-1250", "cp1250", "Łódź"),
        ("koi8-r", "koi8-r", "Привет"),
        ("gb18030", "gb18030", "你好€"),
        ("gb2312", "gb2312", "你好"),
        ("gbk", "gbk", "你好"),
        ("big5", "big5", "你好"),
        ("shift_jis", "shift_jis", "こんにちは"),
        ("shiftjis", "shift_jis", "こんにちは"),
        ("euc-jp", "euc-jp", "こんにちは"),
        ("euc-kr", "euc-kr", "안녕"),
        ("mac-roman", "mac-roman", "Été"),
        ("macintosh", "mac-roman", "Été"),
        ("'cp437'", "cp437", "Été"),
        ("no-such", "utf-8", "Été"),
        ("no-such", "cp1252", "Été"),
        ("zlib", "utf-8", "Été"),
        ("=?utf-8?q?koi8-r?=", "utf-8", "Été"),
        ('"gbk"; x=y', "gbk", "你好"),
    ],
)
def test_letters_are_read_by_their_charset(charset: str, encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), charset) == text


@pytest.mark.parametrize("charset", ["utf-8", "", "iso-8859-1"])
def test_a_text_that_is_cut_within_its_last_letter_keeps_the_others(charset: str) -> None:
    assert decode("Été à 10 €".encode()[:-1], charset) == "Été à 10 "
    assert decode("10 cafés à l’été".encode()[:-1], charset) == "10 cafés à l’ét"
    assert decode("à la carte d'été".encode("cp1252"), charset) == "à la carte d'été"
    assert decode("la carte d'hier et du passé".encode("cp1252"), charset).endswith("passé")


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-16le", "Été"),
        ("utf-16be", "Été"),
        ("utf-16", "Łódź"),
        ("utf-16le", "Łódź"),
        ("utf-16be", "Łódź"),
        ("macintosh", "Été"),
        ("iso-8859-15", "Été à 10 €"),
        ("windows-1250", "Łódź"),
        ("cp1250", "Łódź"),
        ("koi8-r", "Привет"),
        ("koi8-u", "Привіт"),
        ("gb18030", "你好€"),
        ("gb2312", "你好"),
        ("gbk", "你好"),
        ("big5", "你好"),
        ("shift_jis", "こんにちは"),
        ("euc-jp", "こんにちは"),
        ("euc-kr", "안녕"),
        ("mac-roman", "Été"),
    ],
)
def test_a_charset_is_known_among_other_signs(charset: str, text: str) -> None:
    content = text.encode(charset)
    assert decode(content, f"({charset})") == text
    head = f"Content-Type: text/plain; charset=x-{charset}\n\n"
    part = head.encode() + base64.b64encode(content)
    assert text_of(parse(b"Content-Transfer-Encoding: base64\n" + part)) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\tb", "a\tb"),
        ("a\x00b\x1fc\x7fd~\x80", "abcd~\x80"),
        ("a\ud800b", "a?b"),
    ],
)
def test_a_text_can_be_kept_in_a_file(text: str, kept: str) -> None:
    assert writable(text) == kept


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (b"Oui", "Oui"),
        (b"Oui\n et  non", "Oui et non"),
        ("Été".encode(), "Été"),
        ("Été".encode("cp1252"), "Été"),
        (b"=?utf-8?q?=C3=89t=C3=A9?= et =?iso-8859-1?b?6Q==?=", "Été et é"),
        (b"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
        (b"=?x-odd?q?=C3=89?=", "É"),
        (b"=?utf-8?b?a?=", "=?utf-8?b?a?="),
        (b"=? a", "=? a"),
        (b"=?koi8-r?b?8NLJ18XU?=", "Привет"),
        (b"=?utf-8?q?a=0Ab?=", "a b"),
    ],
)
def test_a_header_is_one_line_of_text(value: bytes, line: str) -> None:
    assert header(parse(b"X: y\nSubject: " + value + b"\nSubject: z\n\n"), "subject") == line
    assert header(parse(b"X: y\n\n"), "Subject") == ""


def test_a_sign_that_no_charset_has_is_marked() -> None:
    assert decode(b"a\x81b", "no-such") == "a\ufffdb"


@pytest.mark.parametrize(("before", "line"), [(7_981, "b É"), (7_982, "C3=89?"), (9_000, "bbbb")])
def test_encoded_words_are_looked_for_in_the_first_letters_of_a_header(
    before: int, line: str
) -> None:
    """Eight thousand, the word itself included; what follows is left out."""
    head = b"Subject: " + b"b" * before + b" =?utf-8?q?=C3=89?="
    assert header(parse(head + b"\n\n"), "Subject").endswith(line)


@pytest.mark.parametrize(
    ("value", "charset"),
    [
        ("text/plain; charset=utf-8", "utf-8"),
        ('text/plain; Charset = "a b" ; x=y', "a b"),
        ("text/plain;charset=utf-8; x=y", "utf-8"),
        ("text/plain; xcharset=utf-8", ""),
        ("text/plain; charset=", ""),
        ('text/plain; charset=""', ""),
        ("text/plain", ""),
    ],
)
def test_what_a_content_type_adds(value: str, charset: str) -> None:
    assert parameter(parse(f"Content-Type: {value}\n\n".encode()), "charset") == charset


def of_parts(*parts: str) -> str:
    whole = "".join(f"--x\n{part}\n" for part in parts)
    return text_of(parse(f"Content-Type: multipart/mixed; boundary=x\n\n{whole}--x--".encode()))


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((f"{UTF8}\n\nUn ", f"{UTF8}\n\n ", f"{UTF8}\n\nDeux"), "Un\n\nDeux"),
        (("Content-Type: text/html\n\n<p>Un</p>", f"{UTF8}\n\nDeux"), "Deux"),
        (("Content-Type: text/html\n\n<p>Un</p>", f"{UTF8}\n\n "), "Un"),
        (("Content-Type: text/html\n\n<p>Un</p>", "Content-Type: text/html\n\nDeux"), "Un"),
        ((f"{UTF8}\nContent-Disposition: Attachment; filename=a\n\nUn", f"{UTF8}\n\nDeux"), "Deux"),
        ((f"{UTF8}\nContent-Disposition: inline\n\nUn",), "Un"),
        (("Content-Type: image/png\n\nUn", f"{UTF8}\n\nDeux"), "Deux"),
        (("Content-Type: message/rfc822\n\nSubject: a\n\nUn", f"{UTF8}\n\nDeux"), "Deux"),
        (
            (
                f"Content-Type: multipart/alternative; boundary=y\n\n--y\n{UTF8}\n\nUn\n--y--",
                f"{UTF8}\n\nDeux",
            ),
            "Un\n\nDeux",
        ),
        (("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nVW4=",), "Un"),
    ],
)
def test_the_text_of_a_mail_of_parts(parts: tuple[str, ...], text: str) -> None:
    assert of_parts(*parts) == text


def test_a_mail_that_names_parts_and_has_none_is_one_part() -> None:
    mail = parse(b"Content-Type: multipart/mixed\n\nUn")
    assert list(parts(mail)) == [mail]


def test_what_holds_parts_has_no_text_of_its_own() -> None:
    whole = f"Content-Type: multipart/mixed; boundary=x\n\n--x\n{UTF8}\n\nUn\n--x--"
    assert part_text(parse(whole.encode())) == ""


def test_a_mail_is_read_to_a_certain_length() -> None:
    assert len(text_of(parse(b"\n" + b"x" * 30_000))) == 20_000
    assert len(str(parse(b"\n" + b"x" * 500_000).get_payload())) == 399_999
    assert len(text_of_html("x" * 300_000)) == 200_000
    with pytest.raises(TooDeep):
        parse(b"boundary " * 81)
    parse(b"boundary " * 80)
    assert of_parts(*["A: b\n\nx"] * 300).count("x") == 199


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Un</p>Deux", "Un\nDeux"),
        ("Un<br/>Deux", "Un\nDeux"),
        ("Un<div>Deux</div>Trois", "Un\nDeux\nTrois"),
        ("<table><tr>Un</tr><tr>Deux</tr></table>", "Un\n\nDeux"),
        ("<ul><li>Un<li>Deux</ul>", "Un\nDeux"),
        ("Un<ol>Deux</ol>", "Un\nDeux"),
        ("Un<hr>Deux", "Un\nDeux"),
        ("<h1>Un</h1>Deux<h2>Trois<h3>Quatre", "Un\nDeux\nTrois\nQuatre"),
        ("U<b>n</b> &amp;\n  deux", "Un & deux"),
        ("<!-- a > b -->Un", "Un"),
        ("Un<!-- a", "Un"),
        ("Un<p", "Un"),
        ("<title>a</title>Un", "Un"),
        ("<HEAD>a</HEAD>Un", "Un"),
        ("<style>a{}</style>Un<script>b()</script>", "Un"),
        ("Un<script>b()", "Un"),
        ("Un<script/>Deux", "UnDeux"),
        ("<blockquote>Un<br>Deux</blockquote>Trois", "> Un\n> Deux\nTrois"),
        ("<blockquote>a<blockquote>b</blockquote>c</blockquote>Trois", "> a\n> b\n> c\nTrois"),
        ("</blockquote>Un<blockquote>a</blockquote>Deux", "Un\n> a\nDeux"),
        ("<blockquote>a<p><p>b</blockquote>", "> a\n\n> b"),
        ("Un<p>&nbsp;<p><br><br>Deux", "Un\n\nDeux"),
    ],
)
def test_the_text_of_html(html: str, text: str) -> None:
    assert text_of_html(html) == text


@pytest.mark.parametrize(
    "tag",
    [
        "<div id=divRplyFwdMsg>",
        '<div id="x_divRplyFwdMsg">',
        "<div id='appendonsend'>",
        "<a id = reply-intro>",
        "<div ID=mail-editor-reference>",
        '<div style="border-top:solid #E1E1E1 1.0pt">',
        "<div style='border-top: solid #b5c4df'>",
    ],
)
def test_what_outlook_quotes_is_marked(tag: str) -> None:
    assert ORIGINAL in text_of_html(f"Oui{tag}STOP")
    assert ORIGINAL not in text_of_html(f"Oui</div {tag[4:]}STOP")

"""Reading a message as it was received: headers, parts, text. Pure; it ends for every input.

The standard library's strict header policy stumbles over some real messages, so headers are taken
as they are and decoded here. Enclosed messages (message/rfc822) are never walked into: what a
person forwards is not what she says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from html import unescape

from decroche.correspondence.signed import content_of_signed
from decroche.correspondence.winmail import text_of_winmail

_MOST_BYTES = 400_000
_MOST_BOUNDARIES = 80
_MOST_PARTS = 200
_MOST_TEXT = 20_000
_MOST_ENCODED = 8_000
"""Letters of a header that are looked at for encoded words: their decoding is not linear."""
_CHARSET_INSIDE = re.compile(
    r"(?i)utf-?8|utf-?16(?:le|be)?|iso-?8859-?\d{1,2}|windows-?125\d|cp-?125\d|koi8-[ru]|gb18030"
    r"|gb2312|gbk|big5|shift_?jis|euc-(?:jp|kr)|mac-?roman|macintosh"
)
_CONTROLS = {code: None for code in range(32) if chr(code) not in "\n\t"} | {127: None}


class TooDeep(ValueError):
    """The message has more parts than a person or a server makes."""


def parse(content: bytes) -> Message:
    """The message, cut at 400 KB. Raises TooDeep."""
    content = content[:_MOST_BYTES]
    if content.count(b"boundary") > _MOST_BOUNDARIES:
        raise TooDeep("more than 80 boundaries")
    try:
        return message_from_bytes(content)
    except RecursionError:  # a thousand mails, each inside the one before
        raise TooDeep("mails in mails") from None


def decode(content: bytes, charset: str) -> str:
    """Bytes as text by the charset that is declared; by UTF-8, else cp1252, when there is no such
    charset or it does not fit.
    """
    named = _CHARSET_INSIDE.search(charset)
    name = named.group() if named else charset
    if name.lower().replace("_", "-") in ("iso-8859-1", "iso8859-1", "latin1"):
        name = "utf-8"  # what says so is UTF-8 or cp1252
    for one in (name, "utf-8"):
        try:
            text = content.decode(one)
        except UnicodeDecodeError as error:
            whole = content[: error.start]
            # A mail is cut at a byte, which may be within its last letter. That the others are no
            # ASCII tells this from a text in another charset that ends with an accent.
            if error.reason == "unexpected end of data" and not whole.isascii():
                return whole.decode(one)
            continue
        except (LookupError, ValueError, OSError):  # no such charset, or not this one
            continue
        if isinstance(text, str):
            return text
    return content.decode("cp1252", "replace")


def writable(text: str) -> str:
    """A text without characters that can't be saved (control characters, lone surrogates), and with
    uniform line ends.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    return plain.encode("utf-8", "replace").decode("utf-8")


def header(mail: Message, name: str) -> str:
    """The first header of that name as one line of text; "" when there is none."""
    return next(iter(headers(mail, name)), "")


def headers(mail: Message, name: str) -> list[str]:
    """Every header of that name, the topmost first."""
    wanted = name.lower()
    return [_line(str(value)) for key, value in mail.raw_items() if key.lower() == wanted]


def header_names(mail: Message) -> set[str]:
    """The names of the headers, lower case."""
    return {key.lower() for key, _value in mail.raw_items()}


def _line(raw: str) -> str:
    told = raw.encode("utf-8", "surrogateescape")
    text = " ".join(decode(told, "utf-8").split())
    if "=?" in text:
        try:
            pieces = decode_header(text[:_MOST_ENCODED])
            text = "".join(
                one if isinstance(one, str) else decode(one, charset or "utf-8")
                for one, charset in pieces
            )
        except (HeaderParseError, ValueError, LookupError):  # broken base64: shown as it stands
            pass
    return " ".join(writable(text).split())


def content_type(part: Message) -> str:
    """The type of a part, lower case; text/plain when it is not said or makes no sense."""
    return part.get_content_type().lower()


def parameter(part: Message, name: str) -> str:
    """A parameter of a part's Content-Type; "" when it has none."""
    found = re.search(
        rf'(?i);\s*{re.escape(name)}\s*=\s*(?:"([^"]*)"|([^;\s]*))', header(part, "Content-Type")
    )
    return (found.group(1) or found.group(2) or "").strip() if found else ""


def parts(mail: Message) -> Iterator[Message]:
    """The parts of a message that have a content, in order; an enclosed message is one part. A
    message that was signed as a whole (S/MIME) is its parts.
    """
    waiting, count = [mail], 0
    while waiting and count < _MOST_PARTS:
        part, count = waiting.pop(0), count + 1
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            waiting[:0] = inside(part)
        elif signed := _signed_in(part):
            waiting.insert(0, parse(signed))
        else:
            yield part


def part_text(part: Message) -> str:
    """The text of one part, decoded by its charset even when that is wrong or unknown."""
    return writable(decode(_content(part), parameter(part, "charset")))


def inside(part: Message) -> list[Message]:
    """The parts, blocks or messages inside a part; none when it is a text."""
    payload = part.get_payload() if part.is_multipart() else []
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def text_of(mail: Message) -> str:
    """The plain text of a message; from its HTML when there is no other, or an empty one."""
    plain: list[str] = []
    html: list[str] = []
    for part in parts(mail):
        if header(part, "Content-Disposition").lower().startswith("attachment"):
            continue
        kind = _kind_of_text(part)
        if kind == "plain":
            plain.append(_without_armour(part_text(part)).strip())
        elif kind == "html":
            html.append(part_text(part))
    text = "\n\n".join(one for one in plain if one)
    if not text and html:
        text = text_of_html(html[0])
    if not text.strip():
        text = _in_winmail(mail)
    return text.strip()[:_MOST_TEXT]


def is_encrypted(mail: Message) -> bool:
    """Whether a message, or a part of it, can be read with a key alone: S/MIME or PGP."""
    return content_type(mail) == "multipart/encrypted" or any(map(_needs_a_key, parts(mail)))


def _needs_a_key(part: Message) -> bool:
    kind = content_type(part)
    if kind in _WHOLE_SIGNED or kind == "application/pgp-encrypted":
        return True
    return bool(_kind_of_text(part)) and _ENCRYPTED.search(part_text(part)) is not None


_WHOLE_SIGNED = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_WINMAIL = frozenset(("application/ms-tnef", "application/vnd.ms-tnef"))
_UNTYPED = "application/octet-stream"


def _signed_in(part: Message) -> bytes:
    """The message that a part holds with its signature; b"" for another part."""
    named = content_type(part) == _UNTYPED and _file_name(part).endswith(".p7m")
    if content_type(part) not in _WHOLE_SIGNED and not named:
        return b""
    return content_of_signed(_content(part))


def _in_winmail(mail: Message) -> str:
    """The text that stands in an Outlook `winmail.dat` alone; "" when there is none."""
    for part in parts(mail):
        named = content_type(part) == _UNTYPED and _file_name(part) == "winmail.dat"
        if named or content_type(part) in _WINMAIL:
            text, html = text_of_winmail(_content(part))
            return text_of_html(text) if html else writable(text)
    return ""


def _file_name(part: Message) -> str:
    return (parameter(part, "name") or part.get_filename() or "").lower()


def _content(part: Message) -> bytes:
    """The bytes of a part; b"" when they can't be decoded."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError):
        content = None
    return content if isinstance(content, bytes) else b""


def _kind_of_text(part: Message) -> str:
    """Returns “plain” or “html”; "" for what is no text. A message that says it has parts and has
    none (its boundary is not there) is a text.
    """
    kind = content_type(part)
    if kind in ("text/plain", "text/html"):
        return kind.removeprefix("text/")
    if kind.startswith("multipart/") and not part.is_multipart():
        return "html" if part_text(part).lstrip()[:1] == "<" else "plain"
    return ""


_SIGNED = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z]+: [^\n]*\n)*\n")
_SIGNATURE = re.compile(r"-----BEGIN PGP SIGNATURE-----\n[^-]*(?:-----END PGP SIGNATURE-----|\Z)")

_ENCRYPTED = re.compile(
    r"-----BEGIN PGP MESSAGE-----\s.*?(?:-----END PGP MESSAGE-----|\Z)", re.DOTALL
)


def _without_armour(text: str) -> str:
    """The text that was signed with PGP within its lines (RFC 9580, 7), without the signature."""
    text = _ENCRYPTED.sub("", text)
    if _SIGNED.search(text) is None:
        return text
    return re.sub(r"(?m)^- (?=-|From )", "", _SIGNATURE.sub("", _SIGNED.sub("", text)))


_BREAKS = frozenset(("br", "p", "div", "tr", "li", "h1", "h2", "h3", "table", "ul", "ol", "hr"))
_UNSEEN = frozenset(("script", "style", "head", "title"))
_QUOTES_BELOW = re.compile(
    r"(?i)id\s*=\s*[\"']?(?:[^\"'>]*_)?(?:divrplyfwdmsg|appendonsend|reply-intro"
    r"|mail-editor-reference)"
    r"|border-top:\s*solid\s+#(?:e1e1e1|b5c4df)"
)
"""How Outlook and others mark the header of what they quote below an answer."""
ORIGINAL = "-----Original Message-----"


def text_of_html(html: str) -> str:
    """The text of an HTML part, with its quotations marked by “> ” as in plain text.

    One pass from < to >, so that no input takes longer than its length.
    """
    html = html[: _MOST_BYTES // 2]
    lower = html.lower()
    told: list[str] = []
    depth, at = 0, 0
    while at < len(html):
        start = html.find("<", at)
        if start < 0:
            start = len(html)
        told.append(re.sub(r"\s+", " ", unescape(html[at:start])))
        if start == len(html):
            break
        if html.startswith("<!--", start):
            end = html.find("-->", start)
            at = len(html) if end < 0 else end + 3
            continue
        end = html.find(">", start)
        if end < 0:
            break
        tag, at = html[start + 1 : end], end + 1
        name = re.match(r"/?\s*([A-Za-z0-9]*)", tag)
        word = name.group(1).lower() if name else ""
        closes = tag.startswith("/")
        if word in _UNSEEN and not closes and not tag.endswith("/"):
            end = lower.find(f"</{word}", at)
            at = len(html) if end < 0 else end
            continue
        if word == "blockquote":
            depth = max(0, depth + (-1 if closes else 1))
            told.append("\n" + "\x01" if depth else "\n\x02")
        elif word in _BREAKS:
            told.append("\n")
        if not closes and _QUOTES_BELOW.search(tag[:600]):
            told.append(f"\n{ORIGINAL}\n")
    return _marked("".join(told))


def _marked(text: str) -> str:
    """Lines within a quotation (between the two signs) begin with “> ”."""
    quoted, lines = False, []
    for line in text.split("\n"):
        quoted = "\x01" in line or (quoted and "\x02" not in line)
        plain = line.replace("\x01", "").replace("\x02", "").strip()
        lines.append(f"> {plain}" if quoted and plain else plain)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

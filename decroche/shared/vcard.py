"""Writing vCards 3.0 (RFC 2426), line by line."""

from __future__ import annotations


def escaped(text: str) -> str:
    """A text with the characters escaped that have a meaning in a vCard (RFC 2426, 4)."""
    return (
        text.replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\r", "")
        .replace("\n", "\\n")
    )


def person(
    *, uid: str, name: str, company: str, title: str, email: str, phones: list[tuple[str, str]]
) -> str:
    """The card of one person; `phones` are (kind, number), the kind as TYPE has it."""
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"UID:{uid}",
        f"FN:{escaped(name)}",
        f"N:{escaped(name)};;;;",
        f"ORG:{escaped(company)}",
    ]
    lines += [f"TITLE:{escaped(title)}"] if title else []
    lines += [f"TEL;TYPE={kind}:{number}" for kind, number in phones]
    lines += [f"EMAIL;TYPE=WORK:{escaped(email)}"] if email else []
    return "\r\n".join([*lines, "END:VCARD", ""])

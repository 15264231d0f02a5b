"""The settings of the usual mail providers, filled in from the address.

Published by each of them; seen in autumn 2026.

A provider that is not here is guessed as smtp.DOMAIN and imap.DOMAIN, and said to be a guess.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provider:
    """Where a provider takes and shows mail.

    `hint` is a code for a word of advice about its passwords.
    """

    name: str
    smtp_host: str
    smtp_port: int
    smtp_security: str
    imap_host: str
    imap_port: int = 993
    imap_security: str = "tls"
    hint: str = ""
    guessed: bool = False


_ORANGE = Provider("Orange", "smtp.orange.fr", 465, "tls", "imap.orange.fr", hint="third_party")
_FREE = Provider("Free", "smtp.free.fr", 465, "tls", "imap.free.fr")
_SFR = Provider("SFR", "smtp.sfr.fr", 465, "tls", "imap.sfr.fr")
_LAPOSTE = Provider(
    "La Poste", "smtp.laposte.net", 465, "tls", "imap.laposte.net", hint="third_party"
)
_BOUYGUES = Provider("Bouygues Telecom", "smtp.bbox.fr", 465, "tls", "imap4.bbox.fr")
_GMAIL = Provider("Gmail", "smtp.gmail.com", 465, "tls", "imap.gmail.com", hint="app_password")
_MICROSOFT_365 = Provider(
    "Microsoft 365", "smtp.office365.com", 587, "starttls", "outlook.office365.com", hint="oauth"
)
_OUTLOOK = Provider(
    "Outlook", "smtp-mail.outlook.com", 587, "starttls", "outlook.office365.com", hint="oauth"
)
_YAHOO = Provider(
    "Yahoo", "smtp.mail.yahoo.com", 465, "tls", "imap.mail.yahoo.com", hint="app_password"
)
_ICLOUD = Provider(
    "iCloud", "smtp.mail.me.com", 587, "starttls", "imap.mail.me.com", hint="app_password"
)
_PROTON = Provider(
    "Proton Bridge", "127.0.0.1", 1025, "starttls", "127.0.0.1", 1143, "starttls", hint="bridge"
)
_GMX = Provider("GMX", "mail.gmx.com", 465, "tls", "imap.gmx.com", hint="third_party")
_ZOHO = Provider("Zoho", "smtp.zoho.eu", 465, "tls", "imap.zoho.eu", hint="app_password")
_FASTMAIL = Provider(
    "Fastmail", "smtp.fastmail.com", 465, "tls", "imap.fastmail.com", hint="app_password"
)
_MAILO = Provider("Mailo", "mail.mailo.com", 465, "tls", "mail.mailo.com")
OVH = Provider("OVHcloud", "ssl0.ovh.net", 465, "tls", "ssl0.ovh.net")
GANDI = Provider("Gandi", "mail.gandi.net", 465, "tls", "mail.gandi.net")
INFOMANIAK = Provider(
    "Infomaniak", "mail.infomaniak.com", 465, "tls", "mail.infomaniak.com", hint="app_password"
)
IONOS = Provider("IONOS", "smtp.ionos.fr", 465, "tls", "imap.ionos.fr")
HOSTS = (OVH, GANDI, INFOMANIAK, IONOS)
"""Who holds domains of one's own: offered by name, since the address does not tell."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A provider that grants access in the browser: its name, its addresses, what is asked of it
    (reading by IMAP, sending by SMTP, also while she is away), and where its mail is. `local_name`:
    it knows this machine by the name localhost, at any port.
    """

    name: str
    authorize: str
    token: str
    revoke: str
    scope: str
    mail: Provider
    more: tuple[tuple[str, str], ...] = ()
    local_name: bool = False


_MICROSOFT = "https://login.microsoftonline.com/common/oauth2/v2.0"
_OUTLOOK_SCOPES = "https://outlook.office.com"
AUTHORIZERS = {
    "microsoft": Preset(
        "Microsoft",
        f"{_MICROSOFT}/authorize",
        f"{_MICROSOFT}/token",
        "",  # it has none: she takes the access back in her account
        f"{_OUTLOOK_SCOPES}/IMAP.AccessAsUser.All {_OUTLOOK_SCOPES}/SMTP.Send offline_access",
        _MICROSOFT_365,
        local_name=True,
    ),
    "google": Preset(
        "Google",
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "https://oauth2.googleapis.com/revoke",
        "https://mail.google.com/",
        _GMAIL,
        (("access_type", "offline"), ("prompt", "consent")),
    ),
}
"""As both publish them; seen in autumn 2026."""
PROVIDERS_THAT_AUTHORIZE = tuple(AUTHORIZERS)

_BY_DOMAIN = {
    "orange.fr": _ORANGE,
    "wanadoo.fr": _ORANGE,
    "free.fr": _FREE,
    "sfr.fr": _SFR,
    "neuf.fr": _SFR,
    "cegetel.net": _SFR,
    "laposte.net": _LAPOSTE,
    "bbox.fr": _BOUYGUES,
    "gmail.com": _GMAIL,
    "googlemail.com": _GMAIL,
    "outlook.com": _OUTLOOK,
    "outlook.fr": _OUTLOOK,
    "hotmail.com": _OUTLOOK,
    "hotmail.fr": _OUTLOOK,
    "live.fr": _OUTLOOK,
    "live.com": _OUTLOOK,
    "msn.com": _OUTLOOK,
    "yahoo.fr": _YAHOO,
    "yahoo.com": _YAHOO,
    "icloud.com": _ICLOUD,
    "me.com": _ICLOUD,
    "mac.com": _ICLOUD,
    "proton.me": _PROTON,
    "protonmail.com": _PROTON,
    "pm.me": _PROTON,
    "gmx.fr": _GMX,
    "gmx.com": _GMX,
    "zoho.eu": _ZOHO,
    "zoho.com": _ZOHO,
    "fastmail.com": _FASTMAIL,
    "mailo.com": _MAILO,
    "net-c.fr": _MAILO,
    "ik.me": INFOMANIAK,
    "etik.com": INFOMANIAK,
    "gandi.net": GANDI,
}


def provider_of(address: str) -> Provider:
    """The provider of an address; a guess from its domain when nobody known."""
    domain = address.rpartition("@")[2].strip().lower()
    return _BY_DOMAIN.get(domain) or Provider(
        domain, f"smtp.{domain}", 465, "tls", f"imap.{domain}", guessed=True
    )

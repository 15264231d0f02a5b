"""What is typed on her telephone, said back before it is kept: dates and addresses."""

from __future__ import annotations

from django.utils.translation import gettext as _

from decroche.calls.queries import card_of
from decroche.desk.telephone.messages import key_in, pressed_in, text_in
from decroche.shared.addresses import at_domain, check_address, domain_of, readable
from decroche.shared.spoken import NotUnderstood
from decroche.shared.spoken.sentence import read_sentence
from decroche.team.models import Member
from decroche.telephone.exchange import Message
from decroche.ui.language import current_language


def hear(by: Member, _device: str, message: Message) -> Message:
    """What a date or an address typed so far is understood as, said back before it is kept. A date
    of an outcome that is corrected counts from when it was `pressed`.
    """
    address = text_in(message, "email")[:300].strip()
    if address:
        return _hear_address(by, address, key_in(message, "company"))
    text = text_in(message, "when")[:200]
    if not text.strip():
        return {"said": ""}
    try:
        heard = read_sentence(
            text,
            now=pressed_in(message),
            zone=text_in(message, "zone"),
            language=current_language(),
        )
    except NotUnderstood as error:
        return {"problem": str(error)}
    return {"said": heard.moment.said_back}


def _hear_address(by: Member, text: str, company_id: int) -> Message:
    """`better`: what is probably meant, where a slip is likely or the end is missing."""
    checked = check_address(text)
    if checked.better:
        return {"better": checked.better}
    if checked.ok:
        return {"said": readable(checked.address)}
    company = card_of(by.workspace, company_id)
    domain = domain_of(company.website, company.email) if company else ""
    offer = at_domain(text, domain)
    return {"better": offer} if offer else {"problem": _("Not an address yet.")}

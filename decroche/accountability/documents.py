"""The legal documents, in French: the register of processing, the balancing test of the legitimate
interest, the information notice. Each is a file of its own.

References that are not verified are followed by « (à vérifier) » (see compliance/references.py).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from decroche.accountability.balancing import balancing
from decroche.accountability.controller import controller, holdings
from decroche.accountability.information_notice import notice
from decroche.accountability.pages import Document
from decroche.accountability.register_of_processing import register
from decroche.team.models import Member

DOCUMENTS: dict[str, Callable[[Member, datetime], Document]] = {
    "register": lambda by, at: register(controller(by, at), holdings(by.workspace)),
    "balancing": lambda by, at: balancing(controller(by, at), holdings(by.workspace)),
    "notice": lambda by, at: notice(controller(by, at)),
}
"""{code: function that makes the document for a member, at an instant}."""
FILENAMES = {
    "register": "registre-des-traitements",
    "balancing": "analyse-interet-legitime",
    "notice": "information-sur-vos-donnees",
}

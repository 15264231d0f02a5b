"""What the members of the test are made of, in a process that has the cluster for its database."""

from __future__ import annotations

import sys

from decroche.membership.actions import make_key, share
from decroche.prospects.models import Company
from decroche.team.actions import ensure_local_member
from decroche.team.models import Member


def lay(count: int) -> None:
    """Shares the file; writes a key for programs of so many members, and then the companies."""
    owner = ensure_local_member()
    share(by=owner, name="Camille", email="c@equipe.example", password="quatre mots bien longs")
    for number in range(count):
        member = Member.objects.create(
            workspace=owner.workspace,
            name=f"Membre {number}",
            role=Member.Role.CALLER,
            welcomed_at=owner.created_at,
        )
        sys.stdout.write(make_key(by=member, name="ha", scopes=["read", "call"]) + "\n")
    cards = Company.objects.filter(state__blocked_by="").values_list("pk", flat=True)
    sys.stdout.write(" ".join(map(str, cards)) + "\n")

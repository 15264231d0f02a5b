"""Her settings about calls: the goal of a sitting, whom to ask for, and when her texts changed.

How long each outcome leaves a company in peace is `Delays` (outcome_spec.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from decroche.calls.dialling import WAYS
from decroche.calls.outcome_spec import Delays
from decroche.calls.rules import GOAL, read_goal
from decroche.prospects.models import Contact
from decroche.team.models import Member, Workspace
from decroche.team.needs import CALL, OWN, require
from decroche.team.preferences import save_own_preferences, save_preferences


@dataclass(frozen=True, slots=True)
class Sitting:
    """How many calls she wants to make in a sitting."""

    SECTION: ClassVar[str] = "sitting"
    goal: int = GOAL

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """Within the bounds of `rules.read_goal`."""
        return cls(read_goal(stored.get("goal")))

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        return {"goal": self.goal}


@dataclass(frozen=True, slots=True)
class Dialled:
    """How each member dials: a code of dialling.WAYS, "" as long as she was not asked."""

    SECTION: ClassVar[str] = "dialled"
    way: str = ""

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """A way that does not exist (any more) counts as none: she is asked again."""
        way = stored.get("way")
        return cls(way if isinstance(way, str) and way in WAYS else "")

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        return {"way": self.way}


@dataclass(frozen=True, slots=True)
class MembersDial:
    """Whether members who are not owners may dial by a machine on the network of the computer that
    Décroche runs on (handsets in the office).
    """

    SECTION: ClassVar[str] = "members_dial"
    own_network: bool = False

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """Anything but a stored “true” is a no."""
        return cls(stored.get("own_network") is True)

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        return {"own_network": self.own_network}


@dataclass(frozen=True, slots=True)
class RolesAsked:
    """The roles she asks for, first choice first; `by_list` has (key of the list, its roles) for
    the lists that have their own order.
    """

    SECTION: ClassVar[str] = "roles"
    order: tuple[str, ...] = (Contact.Role.COMMUNICATION.value, Contact.Role.HR.value)
    by_list: tuple[tuple[int, tuple[str, ...]], ...] = ()

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """Roles that don't exist, and lists without any role, are left out; without any role she
        asks for the usual two.
        """
        lists = stored.get("lists")
        own = {
            int(key): _roles(order)
            for key, order in (lists if isinstance(lists, dict) else {}).items()
            if str(key).isdecimal()
        }
        kept = tuple((key, order) for key, order in own.items() if order)
        return cls(_roles(stored.get("order")) or cls().order, kept)

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        lists = {str(key): list(order) for key, order in self.by_list}
        return {"order": list(self.order), "lists": lists}


@dataclass(frozen=True, slots=True)
class TextsVersion:
    """A number that changes whenever her texts do, so that every process reads them again; 0 until
    the first change.
    """

    SECTION: ClassVar[str] = "texts"
    version: int = 0

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """Anything but a whole number counts as 0."""
        version = stored.get("version")
        return cls(version if isinstance(version, int) and not isinstance(version, bool) else 0)

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        return {"version": self.version}


def _roles(order: object) -> tuple[str, ...]:
    found = order if isinstance(order, list | tuple) else ()
    return tuple(role for role in found if role in Contact.Role.values)


def keep_way(*, by: Member, way: str, for_all: bool = False) -> None:
    """Keeps the way she dials, a code of dialling.WAYS; with `for_all`, which only an owner may
    say, also for those who chose nothing.
    """
    require(by, OWN if for_all else CALL)
    save_own_preferences(member=by, section=Dialled(way))
    if for_all:
        save_preferences(workspace=by.workspace, section=Dialled(way))


def let_members_dial(*, by: Member, own_network: bool) -> None:
    """Keeps whether members may dial by a machine on the desk's own network."""
    require(by, OWN)
    save_preferences(workspace=by.workspace, section=MembersDial(own_network))


def keep_goal(*, workspace: Workspace, goal: int) -> None:
    """Keeps how many calls she wants to make in a sitting."""
    save_preferences(workspace=workspace, section=Sitting(goal))


def keep_delays(*, workspace: Workspace, values: Mapping[str, int]) -> None:
    """Keeps how long each outcome waits, by the name of the delay."""
    save_preferences(workspace=workspace, section=Delays.read(values))


def keep_roles(
    *, workspace: Workspace, usual: Sequence[str], by_list: Mapping[int, Sequence[str]]
) -> None:
    """Keeps the roles she asks for, in order; on a list without its own order she asks as usual."""
    own = tuple((key, tuple(order)) for key, order in by_list.items() if order)
    save_preferences(workspace=workspace, section=RolesAsked(tuple(usual), own))

"""A form of settings that can't be kept: nothing is changed, what is wrong stands beside its field,
and everything that was typed comes back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from decroche.shared.choices import whole
from decroche.team.access import MemberRequest
from decroche.ui.templatetags.ui import FORM_KEY

_NOT_TYPED = ("csrfmiddlewaretoken", FORM_KEY)
_SECRET = ("password", "server_password", "application_secret", "consumer_key")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field. `label` is what the page calls the field; `place` says which of
    several fields of the same name, in a table; `tick` is the name and the words of a box that
    saves the value in spite of the problem.
    """

    name: str
    label: str
    sentence: str
    place: int = 0
    tick: tuple[str, str] | None = None


class NotKept(Exception):
    """A form has values that can't be kept."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__("values that can't be kept")
        self.problems = list(problems)


@dataclass(slots=True)
class Checked:
    """Reads the fields of a form and gathers what is wrong with them."""

    post: QueryDict
    problems: list[Problem]

    def number(self, name: str, label: str, kept: int, least: int, most: int) -> int:
        """A whole number within its bounds; the value that is `kept` when the form has no such
        field.
        """
        if name not in self.post:
            return kept
        found = whole(self.post.get(name, "").strip())
        if found is None or not least <= found <= most:
            words = _("Write a whole number from %(least)s to %(most)s.")
            self.refuse(name, label, words % {"least": least, "most": most})
            return kept
        return found

    def text(self, name: str, label: str, longest: int) -> str:
        """A text that is not too long."""
        text = self.post.get(name, "").strip()
        if len(text) > longest:
            words = _("Write at most %(n)s characters: there are %(there)s.")
            self.refuse(name, label, words % {"n": longest, "there": len(text)})
        return text

    def choice(self, name: str, label: str, values: Iterable[str]) -> str:
        """One of the values, or "" when none was chosen."""
        said = self.post.get(name, "")
        if said and said not in values:
            self.refuse(name, label, _("This is none of the choices."))
            return ""
        return said

    def refuse(self, name: str, label: str, sentence: str, place: int = 0) -> None:
        """Notes what is wrong with a field."""
        self.problems.append(Problem(name, label, sentence, place))

    def stop(self) -> None:
        """Raises NotKept when something is wrong."""
        if self.problems:
            raise NotKept(self.problems)


def checked(post: QueryDict) -> Checked:
    """The reader of a form."""
    return Checked(post, [])


def render_not_kept(request: MemberRequest, error: NotKept, back: str) -> HttpResponse:
    """The form again: the fields to correct in sight, the others as they were typed; a password is
    not given back, it is asked for again. `back`: the address of the page it stands on.
    """
    wrong = {(one.name, one.place): one for one in error.problems}
    fields = [
        (name, value, wrong.pop((name, place), None), "\n" in value)
        for name, values in request.POST.lists()
        if name not in (*_NOT_TYPED, *_SECRET)
        for place, value in enumerate(values)
    ]
    secrets = [
        (name, words, wrong.pop((name, 0), None))
        for name, words in _secrets().items()
        if request.POST.get(name) or (name, 0) in wrong
    ]
    fields += [(one.name, "", one, False) for one in wrong.values()]  # that were not sent at all
    context = {"fields": fields, "back": back, "secrets": secrets}
    return render(request, "desk/parts/refused.html", context, status=422)


def _secrets() -> dict[str, str]:
    """{field of `_SECRET`: what the page calls it}."""
    password = _("Password")
    words = (password, password, _("Application secret"), _("Consumer key"))
    return dict(zip(_SECRET, words, strict=True))

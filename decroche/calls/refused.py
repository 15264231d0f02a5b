"""Why an outcome was not kept."""

from __future__ import annotations

from decroche.calls.reading import Problem


class Refused(Exception):
    """The outcome can't be kept as given; wording.py has the sentences.

    Each problem is given as a `Problem`, or as its code when it is about the call as a whole.
    `code` is the code of the first problem.
    """

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = tuple(
            Problem("outcome", one) if isinstance(one, str) else one for one in problems
        )
        self.code = self.problems[0].code
        super().__init__(self.code)

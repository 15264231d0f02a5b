"""Why an outcome was not kept."""

from __future__ import annotations

from decroche.calls.reading import Problem


class Refused(Exception):
    """The outcome can't be kept as given (see wording.py for the sentences).

    Made of problems, or of the code of one about the call as a whole. `code` is the first one's.
    """

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = tuple(
            Problem("outcome", one) if isinstance(one, str) else one for one in problems
        )
        self.code = self.problems[0].code
        super().__init__(self.code)

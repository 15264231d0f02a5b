"""Names of verbs that several packages look for in the journal; the others stand where they are
recorded.
"""

from __future__ import annotations

LOGGED = "call.logged"
"""A call was kept, with everything that followed from it (calls/actions.py)."""
DROPPED = "press.dropped"
"""A press was dropped before it was kept: its key keeps nothing any more (callqueue/dropped.py)."""
LIFTED = "opposition.lifted"
"""An opposition was lifted, with a written reason (prospects/legal_actions.py)."""
JOINED = "companies.merged"
"""Two cards became one, once or several times (prospects/merging.py)."""

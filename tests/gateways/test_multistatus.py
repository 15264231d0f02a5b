"""What a WebDAV server may not make the desk read, and what it may say of itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from decroche.agenda.rules import FARTHEST, Beginning, what_then
from decroche.gateways.calendar import read_calendar_object
from decroche.gateways.dav.multistatus import NotMultistatus, parts
from decroche.shared.clock import PARIS

EMPTY = '<?xml version="1.0" encoding="{}"?><multistatus xmlns="DAV:">{}</multistatus>'
EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\n"
    "DTSTART{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.mark.parametrize("letters", ["utf-8", "iso-8859-1"])
def test_an_answer_in_plain_letters_is_read(letters: str) -> None:
    said = EMPTY.format(letters, "<response><href>/é.ics</href></response>").encode(letters)
    assert [one.href for one in parts(said)] == ["/é.ics"]


@pytest.mark.parametrize("letters", ["utf-16", "utf-32", "utf-7", "cp037"])
def test_letters_in_which_an_entity_could_hide_are_refused(letters: str) -> None:
    with pytest.raises(NotMultistatus):
        parts(EMPTY.format(letters, "").encode("utf-16" if "16" in letters else "ascii"))
    with pytest.raises(NotMultistatus):
        parts(b'<!DOCTYPE a [<!ENTITY b "c">]><multistatus xmlns="DAV:"/>')


@pytest.mark.parametrize(
    "start", [";VALUE=DATE:00010101", ":99991231T235959Z", ";VALUE=DATE:19700101"]
)
def test_an_event_of_no_year_of_hers_can_not_be_read(start: str) -> None:
    assert read_calendar_object(EVENT.format(start), PARIS) is None
    assert read_calendar_object(EVENT.format(":20261201T090000Z"), PARIS) is not None


def test_a_move_by_years_is_asked_about() -> None:
    here = Beginning(datetime(2026, 12, 1, 10, tzinfo=PARIS), whole_day=False)
    for by, then in ((timedelta(days=30), "follow"), (FARTHEST * 2, "ask_moved")):
        there = Beginning(here.at + by, whole_day=False)
        told = what_then(agreed=here, here=here, there=there, changed_here=False, invited=False)
        assert told == then

"""Follow-ups: late, due, today, coming; and the calendar feed of them."""

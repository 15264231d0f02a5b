"""The data as a whole: made ready, brought up to date, checked, copied, restored, written out."""

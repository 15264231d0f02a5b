"""Copies made while others write are restored: run with `bin/test --restores [N]`."""

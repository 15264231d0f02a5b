#!/usr/bin/env bash
# Makes tests/upgrades/made_by_0.1.0.db.gz with the code of version 0.1.0 (commit 830fd1e).
# Needs its history and the environment that bin/test prepares.
. "$(dirname "$0")/../../bin/lib/environment.sh"
work=$(mktemp -d /tmp/decroche-0.1.0.XXXXXX)
trap 'cd "$ROOT"; git worktree remove --force "$work/code"; rm -rf "$work"' EXIT
git worktree add --quiet --detach "$work/code" 830fd1e
here=$(pwd)/tests/upgrades
cd "$work"
PYTHONPATH=$work/code DECROCHE_DATA=$work/data PYTHON_KEYRING_BACKEND=keyring.backends.fail.Keyring \
  DJANGO_SETTINGS_MODULE=decroche.config.settings "$VENV/bin/python" -c \
  'import runpy, sys, django; django.setup(); runpy.run_path(sys.argv[1])["main"](sys.argv[2])' \
  "$here/make_0_1_0.py" "$here/made_by_0.1.0.db.gz"

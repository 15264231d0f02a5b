# Sourced by every command of bin/: one environment, made once, checked by a stamp.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$ROOT"
VENV=${DECROCHE_VENV:-$ROOT/.venv}
export PYTHONPATH="$ROOT" PYTHONUTF8=1
unset PYTHONDONTWRITEBYTECODE # without compiled files every start is two to three times slower

say() { printf '%s\n' "$*" >&2; }
refuse() { say "$*"; exit 1; }

find_python() {
  local candidate
  for candidate in ${DECROCHE_PYTHON:-} python3.13 python3.12 python3.11 python3; do
    if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s' "$candidate"; return
    fi
  done
  refuse "Décroche needs Python 3.11 or newer, and none was found. Install it (Debian: apt install python3 python3-venv) and run this command again."
}

# environment_ready run|test: the virtual environment holds exactly what locks/NAME.txt says.
environment_ready() {
  local kind=$1 stamp wanted python
  if [ "$kind" = run ] && [ -f "$VENV/.lock-test" ]; then kind=test; fi # the larger one contains the smaller
  wanted=$(cat "locks/uv.txt" "locks/$kind.txt" | cksum)
  stamp="$VENV/.lock-$kind"
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return
  python=$(find_python)
  say "Preparing the environment (once, about half a minute)…"
  if [ ! -x "$VENV/bin/pip" ]; then
    "$python" -m venv "$VENV" >/dev/null 2>&1 \
      || refuse "Python's venv module is missing. Install it (Debian: apt install python3-venv) and run this command again."
  fi
  # Pip brings uv, which brings the rest: only ready-made packages, each with the checksum of its lock.
  "$VENV/bin/pip" install -q --only-binary :all: --require-hashes --disable-pip-version-check \
    -r locks/uv.txt 2>&1 | grep -v '^WARNING' >&2 || true
  [ -x "$VENV/bin/uv" ] \
    || refuse "The package installer could not be fetched. Check that this machine reaches a Python package index, then run this command again."
  "$VENV/bin/uv" pip sync -q --only-binary :all: --require-hashes --compile-bytecode \
    --python "$VENV/bin/python" "locks/$kind.txt" \
    || refuse "The packages could not be installed; the lines above say why."
  rm -f "$VENV"/.lock-*
  printf '%s' "$wanted" >"$stamp"
}

assets_ready() { "$VENV/bin/python" -m tools.assets; }

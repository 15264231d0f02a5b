# Sourced by bin/test --pbx: PBX_ROOT is a file system with Asterisk and SIPp. That is this machine's own where it has
# them. Else one is made from Debian 11, the last Debian with Asterisk, and kept in the cache for the next time
# (DECROCHE_PBX_ROOT names another place): some two minutes and 300 MB.
pbx_ready() {
  if command -v asterisk >/dev/null && command -v sipp >/dev/null; then PBX_ROOT=/; return; fi
  PBX_ROOT=${DECROCHE_PBX_ROOT:-${XDG_CACHE_HOME:-$HOME/.cache}/decroche-pbx}
  [ -x "$PBX_ROOT/usr/sbin/asterisk" ] && [ -e "$PBX_ROOT/.whole" ] && return
  [ "$(id -u)" = 0 ] || refuse "Asterisk and SIPp (sip-tester) are missing; as root, bin/test --pbx brings them."
  system_ready debootstrap
  say "Bringing Asterisk (two minutes, once)…"
  rm -rf "$PBX_ROOT"
  debootstrap --variant=minbase --include=asterisk,sip-tester bullseye "$PBX_ROOT" >/tmp/decroche-pbx.log 2>&1 \
    || { tail -5 /tmp/decroche-pbx.log >&2; refuse "Asterisk could not be brought."; }
  touch "$PBX_ROOT/.whole"
}

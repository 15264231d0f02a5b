# Sourced by commands that need programs of the system: installs them when allowed, else says how.
declare -A PROGRAM=(
  [chromium]=chromium
  [poppler-utils]=pdfinfo
  [dovecot-imapd]=/usr/lib/dovecot/imap
  [opensmtpd]=/usr/sbin/smtpd
  [tesseract-ocr]=tesseract
  [iproute2]=ip
  [etcd-server]=etcd
)

has_program() {
  case $1 in
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ;;
    libatomic1) compgen -G '/usr/lib/*/libatomic.so.1' >/dev/null ;; # Playwright's driver needs it
    tesseract-ocr-fra) compgen -G '/usr/share/tesseract-ocr/*/tessdata/fra.traineddata' >/dev/null ;;
    tesseract-ocr-osd) compgen -G '/usr/share/tesseract-ocr/*/tessdata/osd.traineddata' >/dev/null ;;
    python3-etcd) [ -d /usr/lib/python3/dist-packages/etcd ] ;;
    fonts-dejavu-core) [ -d /usr/share/fonts/truetype/dejavu ] ;;
    *) command -v "${PROGRAM[$1]:-$1}" >/dev/null 2>&1 ;;
  esac
}

system_ready() {
  local name missing=()
  for name in "$@"; do has_program "$name" || missing+=("$name"); done
  [ ${#missing[@]} -eq 0 ] && return
  local how="apt-get install -y --no-install-recommends ${missing[*]}"
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing ${missing[*]} (needed by the tests)…"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive $how -qq; } >/tmp/decroche-apt.log 2>&1 \
      || { tail -5 /tmp/decroche-apt.log >&2; refuse "The system packages could not be installed: ${missing[*]}"; }
  else
    refuse "These programs are missing: ${missing[*]}. Install them with: sudo $how"
  fi
}

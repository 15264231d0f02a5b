# Sourced by bin/test --matrix: the tests without the browser, on each Python from 3.11 to 3.14 that can be had here.
# One that is installed is taken (python3.N, pyenv's, uv's). As root, one that Debian has is brought from it into a
# folder of its own and runs there: 3.13 from trixie, 3.14 from sid. Which could not be had is said.
MATRIX=${XDG_CACHE_HOME:-$HOME/.cache}/decroche-matrix
MATRIX_VERSIONS="3.11 3.12 3.13 3.14"
declare -A DEBIAN_OF=([3.11]=bookworm [3.13]=trixie [3.14]=sid)

# matrix_installed 3.N: the path of that Python when it is on this machine.
matrix_installed() {
  local version=$1 candidate
  for candidate in "$(command -v "python$version" || true)" "$HOME"/.pyenv/versions/"$version".*/bin/python \
      "$("$VENV/bin/uv" python find --offline --no-python-downloads "$version" 2>/dev/null || true)"; do
    if [ -x "$candidate" ] && "$candidate" -c "import sys, venv; sys.exit('%d.%d' % sys.version_info[:2] != '$version')" 2>/dev/null; then
      printf '%s' "$candidate"; return
    fi
  done
  return 1
}

# matrix_brought 3.N: the folder of a Debian that has this Python; made when this is root and Debian can be reached.
matrix_brought() {
  local version=$1 suite=${DEBIAN_OF[$1]:-} root
  [ -n "$suite" ] && [ "$(id -u)" = 0 ] || return 1
  root=$MATRIX/debian-$suite
  if [ ! -e "$root/.whole" ]; then
    (system_ready debootstrap) || return 1
    say "Bringing Python $version from Debian $suite (two minutes, once)…"
    rm -rf "$root"
    mkdir -p "$MATRIX"
    debootstrap --variant=minbase --include="python$version,python$version-venv,git,ca-certificates,libatomic1" "$suite" "$root" \
      >"$MATRIX/$suite.log" 2>&1 || return 1
    touch "$root/.whole"
  fi
  [ -x "$root/usr/bin/python$version" ] || return 1
  printf '%s' "$root"
}

# matrix_tests 3.N ROOT PYTHON ARGUMENT…: an environment of this Python with what is locked, and the tests in it.
# ROOT is "" for a Python of this machine.
matrix_tests() {
  local version=$1 root=$2 python=$3 within=() environment=$MATRIX/environment-$1
  shift 3
  if [ -n "$root" ]; then
    environment=/root/environment
    within=(unshare --mount --propagation private bash -c '
      root=$1; shift
      mkdir -p "$root$PWD" "$root/uv" "$root/proc"
      mount --bind "$PWD" "$root$PWD" && mount --bind "$UV" "$root/uv" && mount --rbind /proc "$root/proc" \
        && mount --bind /dev "$root/dev" && cp -L /etc/resolv.conf "$root/etc/resolv.conf" \
        && for file in /etc/pip.conf /etc/uv/uv.toml /etc/ssl/certs/ca-certificates.crt ${SSL_CERT_FILE:-}; do
             if [ -e "$file" ]; then mkdir -p "$root$(dirname "$file")"; cp -L "$file" "$root$file"; fi
           done \
        && exec chroot "$root" /bin/sh -c "cd \"$PWD\" && exec \"\$0\" \"\$@\"" "$@"' bash "$root")
  fi
  local uv=("$VENV/bin/uv")
  [ -z "$root" ] || uv=(/uv/uv)
  export UV="$VENV/bin"
  "${within[@]}" "${uv[@]}" venv -q --allow-existing --python "$python" "$environment" \
    && "${within[@]}" "${uv[@]}" pip sync -q --only-binary :all: --require-hashes --compile-bytecode --python "$environment/bin/python" locks/test.txt \
    && "${within[@]}" env -u DATABASE_URL "$environment/bin/python" -m pytest -q -m "not browser" "$@"
}

# matrix ARGUMENT…: on every Python that can be had; fails when a test does, says which could not be had.
matrix() {
  local version python root failed=() without=() ran=()
  for version in ${DECROCHE_MATRIX:-$MATRIX_VERSIONS}; do
    root=""
    if python=$(matrix_installed "$version"); then :
    elif root=$(matrix_brought "$version"); then python=/usr/bin/python$version
    else without+=("$version"); continue; fi
    say "— Python $version ($root$python)"
    if matrix_tests "$version" "$root" "$python" "$@"; then ran+=("$version"); else failed+=("$version"); fi
  done
  [ ${#ran[@]} -eq 0 ] || say "Passed on Python: ${ran[*]}"
  [ ${#without[@]} -eq 0 ] || say "Could not be had here: ${without[*]}"
  [ ${#failed[@]} -eq 0 ] || refuse "Failed on Python: ${failed[*]}"
  [ ${#ran[@]} -gt 0 ]
}

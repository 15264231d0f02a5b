# Sourced by bin/test: a PostgreSQL server of our own in a temporary folder, gone afterwards.
postgres_start() {
  local bin
  bin=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -1)
  POSTGRES_FOLDER=$(mktemp -d /tmp/decroche-pg.XXXXXX)
  POSTGRES_AS=()
  if [ "$(id -u)" = 0 ]; then chown postgres "$POSTGRES_FOLDER"; POSTGRES_AS=(runuser -u postgres --); fi
  POSTGRES_BIN=$bin
  local settings="-c listen_addresses='' -c unix_socket_directories=$POSTGRES_FOLDER"
  settings+=" -c fsync=off -c max_connections=60"
  (cd / && "${POSTGRES_AS[@]}" "$bin/initdb" -D "$POSTGRES_FOLDER/db" -U decroche --auth=trust -E UTF8 --locale=C.UTF-8 >/dev/null
   "${POSTGRES_AS[@]}" "$bin/pg_ctl" -D "$POSTGRES_FOLDER/db" -w -l "$POSTGRES_FOLDER/log" -o "$settings" start >/dev/null) \
    || { cat "$POSTGRES_FOLDER/log" >&2 2>/dev/null; refuse "The PostgreSQL server of the tests did not start."; }
  POSTGRES_URL="postgresql://decroche@/postgres?host=$POSTGRES_FOLDER"
}
postgres_stop() {
  (cd / && "${POSTGRES_AS[@]}" "$POSTGRES_BIN/pg_ctl" -D "$POSTGRES_FOLDER/db" -m immediate stop >/dev/null 2>&1) || true
  rm -rf "$POSTGRES_FOLDER"
}

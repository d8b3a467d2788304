#!/usr/bin/env bash
# Private PostgreSQL 15 cluster for the benchmarks: pg.sh start | stop | status
# The server's defaults, which are Debian's: memory, max_connections 100, JIT, durability. Only where it listens is set: 127.0.0.1. Trust
# auth, wiped on start.
set -euo pipefail
PORT=${PEERS_PG_PORT:-15432}
DATA=${PEERS_PGDATA:-$(dirname "$(mktemp -u)")/spade-bench-pg-$PORT}
BIN=${PGBIN:-$(pg_config --bindir)}     # set PGBIN to the directory that holds initdb and pg_ctl

as_pg() { # PostgreSQL refuses to run as root
  if [ "$(id -u)" = 0 ]; then (cd "$DATA" && runuser -u postgres -- "$@"); else "$@"; fi
}

case "${1:-}" in
  start)
    if [ -s "$DATA/postmaster.pid" ] && kill -0 "$(head -1 "$DATA/postmaster.pid")" 2>/dev/null; then
      echo "already running in $DATA"; exit 0
    fi
    rm -rf -- "$DATA"
    mkdir -p -- "$DATA"; chmod 700 "$DATA"
    if [ "$(id -u)" = 0 ]; then chown postgres: "$DATA"; fi
    as_pg "$BIN/initdb" -D "$DATA" -U postgres -A trust -E UTF8 --locale=C --no-instructions >/dev/null
    cat >>"$DATA/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $PORT
unix_socket_directories = '$DATA'
CONF
    as_pg "$BIN/pg_ctl" -D "$DATA" -l "$DATA/server.log" -w -t 30 start >/dev/null
    echo "started on 127.0.0.1:$PORT, data in $DATA" ;;
  stop)
    as_pg "$BIN/pg_ctl" -D "$DATA" -m fast -w -t 60 stop >/dev/null && echo stopped ;;
  status)
    as_pg "$BIN/pg_ctl" -D "$DATA" status ;;
  *) echo "usage: $0 start|stop|status" >&2; exit 2 ;;
esac

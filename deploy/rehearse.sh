#!/bin/sh
# Every step from a bare folder to a service that is backed up, and back again, in a few seconds.
#
#     sh deploy/rehearse.sh FOLDER
#
# FOLDER is made, and must not be there. ALLYMATCH names the command (allymatch), PORT the port.
set -eu
folder=${1:?name a folder that is not there yet}
allymatch=${ALLYMATCH:-allymatch}
port=${PORT:-8421}
address=http://127.0.0.1:$port
mkdir -m 700 "$folder"
cd "$folder"
export ALLYMATCH_STORE="$PWD/store.db" ALLYMATCH_CACHE="$PWD/cache" ALLYMATCH_PORT="$port"

say() { printf '%s\n' "== $*"; }
ask() { python3 - "$@" <<'PY'
import json, sys, urllib.request
method, url, key = sys.argv[1:4]
body = sys.argv[4].encode() if len(sys.argv) > 4 else None
headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
with urllib.request.urlopen(urllib.request.Request(url, body, headers, method=method), timeout=60) as answer:
    print(json.dumps(json.load(answer))[:300])
PY
}
started() {
    "$allymatch" serve >>service.log 2>&1 &
    service=$!
    trap 'kill $service 2>/dev/null || true' EXIT
    waited=0
    until ask GET "$address/readyz" "" >/dev/null 2>&1; do
        waited=$((waited + 1))
        if [ $waited -gt 120 ] || ! kill -0 $service 2>/dev/null; then
            echo "the service did not get ready:" >&2
            cat service.log >&2
            exit 1
        fi
        sleep 1
    done
}
stopped() {
    kill $service
    wait $service || true
    trap - EXIT
}

say "1. does it work here?"
"$allymatch" doctor --format table
say "2. a key, and the service"
key=$("$allymatch" keys create --role admin --holder house 2>key.log | grep -o 'am_[A-Za-z0-9_-]*' | head -n 1)
started
say "3. somebody is kept and matched"
ask PUT "$address/v1/profiles/acme" "$key" '{"name": "Acme", "headquarters": "NL", "description": "Acoustic sensors that hear drones at two kilometres."}' >/dev/null
ask GET "$address/v1/profiles/acme/matches?limit=1" "$key"
say "4. a copy, checked, while it serves"
"$allymatch" backup copy.db
"$allymatch" verify copy.db --format table
say "5. somebody is lost, and the copy is put back"
stopped
rm store.db
rm -f store.db-wal store.db-shm
"$allymatch" restore copy.db
started
ask GET "$address/v1/profiles/acme" "$key" >/dev/null
say "6. everything that is kept is what was written"
stopped
"$allymatch" verify --format table
say "done: the same steps, with systemd, a container or a cluster, are in docs/operations.md"

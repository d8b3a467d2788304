#!/bin/sh
# Uploads a page, waits for its text and deletes it: what `helm test` runs. It needs sh and curl.
# SPADE_URL: the API. SPADE_KEY: a key, where there are keys. SPADE_TIMEOUT: seconds for the text.
set -eu
folder=$(dirname "$0")
work=$(mktemp -d)
id=
uploads=

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# call STATUS ARGUMENTS...: a request whose answer goes to $work/answer.
call() {
    expected=$1
    shift
    status=$(curl --silent --show-error --max-time 90 --config "$work/curl" --output "$work/answer" --write-out '%{http_code}' "$@") ||
        fail "no answer from $SPADE_URL"
    [ "$status" = "$expected" ] || fail "answered $status and not $expected: $(cat "$work/answer")"
}

# The id in the last answer.
answered_id() {
    sed -n 's/.*"id" *: *"\([^"]*\)".*/\1/p' "$work/answer"
}

clean() {
    code=$?
    trap - EXIT
    # Stopped during the upload: the shell runs this after its answer has come.
    [ -n "$id" ] || [ -z "$uploads" ] || [ ! -f "$work/answer" ] || id=$(answered_id)
    # Also when the test has failed: the page is of no use to anybody.
    [ -z "$id" ] || curl --silent --max-time 30 --config "$work/curl" --output /dev/null --request DELETE "$SPADE_URL/documents/$id" || true
    rm -rf "$work"
    exit "$code"
}
trap clean EXIT
trap 'exit 143' TERM INT

# In a file, because arguments can be read by others.
: >"$work/curl"
[ -z "${SPADE_KEY:-}" ] || printf 'header = "Authorization: Bearer %s"\n' "$SPADE_KEY" >"$work/curl"

# Other bytes each time: the same ones would be the same document, perhaps somebody's.
cp "$folder/page.png" "$work/page.png"
head -c 16 /dev/urandom >>"$work/page.png"

uploads=yes
call 202 --header 'Content-Type: image/png' --data-binary "@$work/page.png" "$SPADE_URL/documents"
id=$(answered_id)
[ -n "$id" ] || fail "no id in $(cat "$work/answer")"
echo "uploaded: $id"

deadline=$(($(date +%s) + SPADE_TIMEOUT))
while :; do
    call 200 "$SPADE_URL/documents/$id?wait=20"
    status=$(sed -n 's/.*"status" *: *"\([^"]*\)".*/\1/p' "$work/answer")
    case $status in
        completed) break ;;
        queued | running) [ "$(date +%s)" -lt "$deadline" ] || fail "still $status after $SPADE_TIMEOUT s" ;;
        *) fail "ended as $status: $(cat "$work/answer")" ;;
    esac
done

call 200 "$SPADE_URL/documents/$id/text"
grep -q 'restarts without loss' "$work/answer" || fail "read: $(cat "$work/answer")"
echo "read: $(tr -s '\n' ' ' <"$work/answer")"

call 204 --request DELETE "$SPADE_URL/documents/$id"
id=
uploads=
echo "deleted. Everything works."

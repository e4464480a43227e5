#!/usr/bin/env bash
# Measures `writ serve` on a repository: from its start to the first page beside a second `writ lint`, and from saving a
# document to the page that shows it.
#
# usage: bench/serve.sh REPOSITORY [RUNS]
#
# REPOSITORY has documents with ids and a writ.yaml; a clone of it is measured, with the first document that
# states an id. Of RUNS runs (default 5) the median. Needs curl.
repo=${1:?usage: bench/serve.sh REPOSITORY [RUNS]}
runs=${2:-5}
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
copy "$repo"
file=$(git ls-files '*.md' | xargs grep -lE '^id: *[A-Za-z0-9-]+$' | sed -n 1p)
id=$(sed -n 's/^id: *//p' "$file" | sed -n 1p)
at=http://127.0.0.1:18080
server=
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

seconds() { date +%s.%N; }
# noted NAME SINCE: how long ago SINCE was.
noted() { awk -v a="$2" -v b="$(seconds)" 'BEGIN {print b - a, 0, 0, 0}' >>"$work/$1.times"; }
# shown [WORD]: waits for the document's page, and for a word in it.
shown() {
    local page=
    until [[ $page == *"${1:-<html}"* ]]; do
        page=$(curl -sf "$at/$id/" || sleep 0.01)
    done
}

mkfifo "$work/said"
"$work/writ" lint >/dev/null 2>&1 || true
for ((i = 0; i < runs; i++)); do
    run "writ lint, again" 1 "$work/writ" lint
    [ -z "$server" ] || { kill "$server" && wait "$server" || true; }
    since=$(seconds)
    "$work/writ" serve --port 18080 >"$work/said" 2>/dev/null &
    server=$!
    read -r _ <"$work/said" # it listens
    shown
    noted "first page" "$since"
done
sleep 10 # the linter has its say
for ((i = 0; i < runs; i++)); do
    since=$(seconds)
    printf '\nQuagga%d\n' "$i" >>"$file"
    shown "Quagga$i"
    noted "saved to shown" "$since"
    sleep 5
done
for name in "writ lint, again" "first page" "saved to shown"; do
    printf '%-28s %7.3f s\n' "$name" "$(column "$name" 1 | median)"
done
ratio "first page" "writ lint, again"

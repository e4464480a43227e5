#!/usr/bin/env bash
# Measures the reading of history beside `git log --raw`, in one run: without writ's index, with it, and after ten new
# commits. `writ log ID` reads the whole history and prints one trail, so that little but reading is measured.
#
# usage: bench/history.sh ID REPOSITORY…
#
# Each REPOSITORY is a clone that has the document ID; it isn't changed, for a copy of its Git directory is measured.
# Of RUNS runs (a variable, default 5) the median wall time in seconds and the largest resident set in MB are printed,
# and the time over git's. Needs Go, git and GNU time. On a busy machine the ratios say little: writ uses two cores
# where git uses one.
set -euo pipefail
id=${1:?usage: bench/history.sh ID REPOSITORY…}
shift
runs=${RUNS:-5}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$here" && go build -o "$work/writ" ./cmd/writ)
git() { command git -c user.name=Bench -c user.email=bench@example.com "$@"; }

# measure NAME PREPARE COMMAND…: PREPARE is run before each run, unmeasured.
measure() {
    local name=$1 prepare=$2 t m
    shift 2
    : >"$work/times"
    for _ in $(seq "$runs"); do
        $prepare
        /usr/bin/time -a -o "$work/times" -f '%e %M' "$@" >/dev/null
    done
    read -r t m < <(sort -n "$work/times" | awk '{t[NR]=$1; if ($2>m) m=$2} END {print t[int((NR+1)/2)], int(m/1024)}')
    [ "$name" = git ] && base=$t
    printf '  %-22s %7s s %5d MB %7.2f\n' "$name" "$t" "$m" "$(awk "BEGIN {print $t / ($base + 0.000001)}")"
}
forget() { rm -rf .git/writ; }

for repo in "$@"; do
    cd "$work" && rm -rf clone
    git clone -q --no-checkout "$repo" "$work/clone"
    cd "$work/clone"
    git remote remove origin
    git reset -q --hard
    echo "$(git rev-list --count HEAD) commits, $(git ls-files '*.md' | wc -l) documents"
    measure git true git log --raw --no-abbrev --format=%H -- '*.md'
    measure "writ, first read" forget "$work/writ" log "$id"
    measure "writ, with the index" true "$work/writ" log "$id"
    for n in 1 2 3 4 5 6 7 8 9 10; do
        echo "$n" >>bench-note.md
        git add bench-note.md
        git commit -q -m "note $n"
    done
    measure "writ, 10 new commits" true "$work/writ" log "$id"
done

#!/usr/bin/env bash
# What a start costs: the size of writ and of writ-lint, and of 40 runs of `version` each, taken in turn, the median wall and
# the mean processor time.
# Usage: bench/start.sh
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
(cd "$here" && go build -o "$work/writ-lint" ./cmd/writ-lint)

TIMEFORMAT='%R %U %S'
for ((i = 0; i < 40; i++)); do
    for program in writ writ-lint; do
        { time "$work/$program" version >/dev/null; } 2>>"$work/$program.times"
    done
done
for program in writ writ-lint; do
    printf '%-10s %5.1f MB %6.0f ms %6.0f ms cpu\n' "$program" "$(stat -c %s "$work/$program" | awk '{print $1 / 1e6}')" \
        "$(awk '{print 1000 * $1}' "$work/$program.times" | median)" \
        "$(awk '{sum += 1000 * ($2 + $3)} END {print sum / NR}' "$work/$program.times")"
done

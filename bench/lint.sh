#!/usr/bin/env bash
# Measures `writ lint` on a repository beside linters of Markdown, in one run on the same files: rumdl and
# markdownlint-cli2, neither of which reads history or front matter.
#
# usage: bench/lint.sh REPOSITORY [RUNS]
#
# REPOSITORY has documents and a writ.yaml; a clone of it is measured, so that it stays as it is. In each of RUNS rounds
# (default 5) every program runs once, so that a busy machine is busy for all. Printed are the median wall and processor
# time in seconds, the largest resident set in MB, and writ's wall time over its peers'. Needs Go, git and GNU time; peers
# are measured where PATH has them (npm install -g rumdl markdownlint-cli2).
#
#   first     nothing is kept: history and all documents are read
#   second    with writ's index
#   base      with the index, `--base` after one document was edited on a branch
set -euo pipefail
repo=${1:?usage: bench/lint.sh REPOSITORY [RUNS]}
runs=${2:-5}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$here" && go build -o "$work/writ" ./cmd/writ)
git clone -q "$repo" "$work/clone"
cd "$work/clone"
main=$(git branch --show-current)
document=$(git ls-files '*.md' | sed -n 1p)
git checkout -q -b edit
printf '\nOne more sentence.\n' >>"$document"
git -c user.name=bench -c user.email=bench@example.com commit -qam 'Edit one document'
git checkout -q "$main"
sleep 1.1 && touch .git/index # or the newest files count as changed, as their times prove nothing yet

# run NAME COMMAND…: one run, whose figures are kept. Findings are no failure.
run() {
    local name=$1
    shift
    /usr/bin/time -a -o "$work/$name" -f '%e %U %S %M' "$@" >"$work/out" 2>&1 || [ $? -lt 2 ] || { cat "$work/out" >&2; exit 1; }
}
column() { awk 'NF == 4 {print $'"$2"'}' "$work/$1" | sort -n; }
median() { awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
show() {
    printf '%-22s %7s s %7s s cpu %6d MB\n' "$1" "$(column "$1" 1 | median)" \
        "$(awk 'NF == 4 {print $2 + $3}' "$work/$1" | sort -n | median)" "$(($(column "$1" 4 | tail -n 1) / 1024))"
}

peers=()
for peer in rumdl markdownlint-cli2; do
    if command -v "$peer" >/dev/null; then
        peers+=("$peer")
    else
        echo "$peer isn't in PATH: it isn't measured"
    fi
done
for _ in $(seq "$runs"); do
    rm -rf .git/writ
    run first "$work/writ" lint
    run second "$work/writ" lint
    for peer in "${peers[@]}"; do
        case $peer in
        rumdl) run rumdl rumdl check --no-cache . ;;
        *) run "$peer" "$peer" '**/*.md' ;;
        esac
    done
    git checkout -q edit
    run base "$work/writ" lint --base "$main"
    git checkout -q "$main"
done
echo "$(git ls-files '*.md' | wc -l) files, $(git rev-list --count HEAD) commits, $runs rounds"
for name in first second base "${peers[@]}"; do show "$name"; done
for peer in "${peers[@]}"; do
    for name in first second; do
        awk -v a="$(column "$name" 1 | median)" -v b="$(column "$peer" 1 | median)" -v n="$name / $peer" \
            'BEGIN {printf "%-32s %6.2f\n", n, a / (b + 0.000001)}'
    done
done

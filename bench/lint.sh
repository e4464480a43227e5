#!/usr/bin/env bash
# Measures `writ lint` on a repository beside linters of Markdown, in one run on the same files: rumdl and
# markdownlint-cli2, neither of which reads history or front matter.
#
# usage: bench/lint.sh REPOSITORY [RUNS]
#
# REPOSITORY has documents and a writ.yaml; a clone of it is measured. In each of RUNS rounds (default 5) every program
# runs once, so that a busy machine is busy for all. Printed are the median wall and processor time, the largest resident
# set, and writ's wall time over its peers'. Peers are measured where PATH has them (npm install -g rumdl
# markdownlint-cli2).
#
#   first     nothing is kept: history and all documents are read
#   second    with writ's index
#   base      with the index, `--base` after one document was edited on a branch
repo=${1:?usage: bench/lint.sh REPOSITORY [RUNS]}
runs=${2:-5}
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
copy "$repo"
main=$(git branch --show-current)
document=$(git ls-files '*.md' | sed -n 1p)
git checkout -q -b edit
printf '\nOne more sentence.\n' >>"$document"
commit -am 'Edit one document'
git checkout -q "$main"

peers=()
for peer in rumdl markdownlint-cli2; do
    if command -v "$peer" >/dev/null; then
        peers+=("$peer")
    else
        echo "$peer isn't in PATH: it isn't measured"
    fi
done
for _ in $(seq "$runs"); do
    forget
    run first 1 "$work/writ" lint
    run second 1 "$work/writ" lint
    for peer in "${peers[@]}"; do
        case $peer in
        rumdl) run rumdl 1 rumdl check --no-cache . ;;
        *) run "$peer" 1 "$peer" '**/*.md' ;;
        esac
    done
    git checkout -q edit
    run base 1 "$work/writ" lint --base "$main"
    git checkout -q "$main"
done
echo "$(git ls-files '*.md' | wc -l) files, $(git rev-list --count HEAD) commits, $runs rounds"
for name in first second base "${peers[@]}"; do show "$name"; done
for peer in "${peers[@]}"; do
    for name in first second base; do ratio "$name" "$peer"; done
done

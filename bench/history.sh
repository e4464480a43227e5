#!/usr/bin/env bash
# Measures the reading of history beside `git log --raw`, in one run: without writ's index, with it, after ten new
# commits, and after ten more that revise documents. `writ log ID` reads the whole history and prints one trail, so that
# little but reading is measured.
#
# usage: bench/history.sh ID REPOSITORY…
#
# Each REPOSITORY has the document ID; a clone of it is measured. Of RUNS runs (a variable, default 5) the median wall and
# processor time and the largest resident set are printed, and the wall time over git's. On a busy machine the ratios say
# little: writ uses two cores where git uses one.
id=${1:?usage: bench/history.sh ID REPOSITORY…}
shift
runs=${RUNS:-5}
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# change FILE: a commit that adds a line to it.
change() {
    echo "One line more." >>"$1"
    git add "$1"
    commit -m "Change $1"
}

for repo in "$@"; do
    rm -f "$work"/*.times
    copy "$repo"
    echo "$(git rev-list --count HEAD) commits, $(git ls-files '*.md' | wc -l) documents"
    for _ in $(seq "$runs"); do
        run git 0 git log --raw --no-abbrev --format=%H -- '*.md'
        forget
        run "writ, first read" 0 "$work/writ" log "$id"
        run "writ, with the index" 0 "$work/writ" log "$id"
    done
    mapfile -t documents < <(git ls-files '*.md' | head -n 10)
    for _ in 1 2 3 4 5 6 7 8 9 10; do change bench-note.md; done
    for _ in $(seq "$runs"); do run "writ, 10 new commits" 0 "$work/writ" log "$id"; done
    for file in "${documents[@]}"; do change "$file"; done
    for _ in $(seq "$runs"); do run "writ, 10 that revise" 0 "$work/writ" log "$id"; done
    names=("writ, first read" "writ, with the index" "writ, 10 new commits" "writ, 10 that revise")
    for name in git "${names[@]}"; do show "$name"; done
    for name in "${names[@]}"; do ratio "$name" git; done
done

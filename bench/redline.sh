#!/usr/bin/env bash
# Redlines of each pair of consecutive versions of the Markdown files on a main line, at most 600 pairs of each repository:
# how many changes have less than three words between them, and the time to compare two versions beside that of goldmark to
# render both, in the same process.
# Usage: bench/redline.sh REPOSITORY…
set -euo pipefail
list=
for r in "$@"; do list=$list${list:+:}$(cd "$r" && pwd); done
cd "$(dirname "${BASH_SOURCE[0]}")/.."
WRIT_REDLINE_REPOSITORIES=$list go test ./internal/redline -count=1 -v -run '^TestFigures$'

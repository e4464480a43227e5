#!/usr/bin/env bash
# Measures the search of a site beside pagefind, on the same documents and in the same browser.
#
# usage: bench/search.sh [DOCUMENTS]
#
# DOCUMENTS (default 2000) documents of 900 words are made of the words of this project, as often as a language has them.
# Printed are the time and the bytes of both indexes, and for each of 20 queries the time until the first ten results have
# their excerpts, the bytes and files that were read, and the number of results; each query begins with nothing in the
# browser's cache. Reading Markdown is part of writ's time, reading HTML of pagefind's.
#
# Needs Go, Chromium, and pagefind: `npm install pagefind@1.6.0` in some folder, and PAGEFIND with the path of the
# program in it (node_modules/@pagefind/linux-x64/bin/pagefind_extended).
set -euo pipefail
: "${PAGEFIND:?name the program, such as node_modules/@pagefind/linux-x64/bin/pagefind_extended}"
PAGEFIND=$(realpath "$PAGEFIND")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
WRIT_PAGEFIND=$PAGEFIND WRIT_DOCUMENTS=${1:-2000} go test ./internal/search -run '^TestBesidePagefind$' -count=1 -timeout 30m -v |
    grep --line-buffered -v '^\(=== RUN\|--- PASS\|PASS\|ok\)'

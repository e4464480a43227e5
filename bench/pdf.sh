#!/usr/bin/env bash
# Measures `writ build --pdf` beside one start of the same browser for each file.
#
# usage: bench/pdf.sh
#
# The documents are those in force of the example. Printed are the time of a build with and without --pdf, that of the
# browser's own --print-to-pdf for the same pages, and the ratio of what the files cost.
# Needs Go, git, GNU time and Chromium in PATH.
# shellcheck source=bench/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
"$work/writ" demo --dir "$work/example" --no-serve >/dev/null 2>&1
cd "$work/example"
alone() {
    local file
    for file in public/pdf/*.pdf; do
        "$browser" --headless=new --no-sandbox --no-pdf-header-footer --generate-pdf-document-outline \
            --print-to-pdf="$work/one.pdf" "file://$PWD/public/$(basename "$file" .pdf)/index.html" || return
    done
}
export -f alone
export browser work
for _ in 1 2 3; do
    rm -rf public && run plain 0 "$work/writ" build
    rm -rf public && run pdf 0 "$work/writ" build --pdf --no-sandbox
    run alone 0 bash -c alone
done
show plain
show pdf
show alone
awk -v a="$(column plain 1 | median)" -v b="$(column pdf 1 | median)" -v c="$(column alone 1 | median)" -v n="$(find public/pdf -name '*.pdf' | wc -l)" \
    'BEGIN {printf "%d files: (pdf - plain) / alone %.2f\n", n, (b - a) / c}'

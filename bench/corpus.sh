#!/usr/bin/env bash
# Measures writ on a repository beside its peers, in one run: `git log --raw` for reading history, plain Hugo for
# building the same Markdown.
#
# usage: bench/corpus.sh REPOSITORY [RUNS]
#
# REPOSITORY is a clone with documents and a writ.yaml. Of RUNS runs (default 5) the median wall time in seconds and
# the largest resident set in MB are printed, and writ's time over its peer's. Needs Go, git and GNU time; Hugo is
# measured where `hugo` is in PATH. The first run of lint reads all of history; later ones have writ's index of it.
set -euo pipefail
repo=${1:?usage: bench/corpus.sh REPOSITORY [RUNS]}
runs=${2:-5}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$here" && go build -o "$work/writ" ./cmd/writ)
cd "$repo"

# measure NAME COMMAND…: median time and largest memory of the runs, kept for the ratios.
declare -A seconds
measure() {
    local name=$1
    shift
    : >"$work/times"
    for _ in $(seq "$runs"); do
        /usr/bin/time -a -o "$work/times" -f '%e %M' "$@" >/dev/null 2>"$work/err" || { cat "$work/err" >&2; [ "${name#writ lint}" != "$name" ] || exit 1; }
    done
    seconds[$name]=$(grep -E '^[0-9.]+ [0-9]+$' "$work/times" | sort -n | awk '{t[NR]=$1} END {print t[int((NR+1)/2)]}')
    printf '%-28s %8s s %6d MB\n' "$name" "${seconds[$name]}" "$(grep -E '^[0-9.]+ [0-9]+$' "$work/times" | awk '$2>m {m=$2} END {print int(m/1024)}')"
}
ratio() { printf '%-28s %8.2f\n' "$1 / $2" "$(awk "BEGIN {print ${seconds[$1]} / (${seconds[$2]} + 0.000001)}")"; }

# plain Hugo gets the same files and a layout that shows title and text.
hugo_site() {
    mkdir -p "$work/hugo/content" "$work/hugo/layouts/_default"
    git archive HEAD | tar -x -C "$work/hugo/content" --wildcards '*.md'
    printf 'baseURL = "/"\ndisableKinds = ["taxonomy", "term", "rss", "sitemap"]\n[markup.goldmark.renderer]\nunsafe = false\n' >"$work/hugo/hugo.toml"
    for kind in single list; do
        printf '<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}' \
            >"$work/hugo/layouts/_default/$kind.html"
    done
}

measure "git log --raw" git log --raw --no-abbrev --format=%H -- '*.md'
index=$(git rev-parse --git-common-dir)/writ
cat >"$work/first" <<END
#!/bin/sh
rm -rf "$index"
exec "$work/writ" "\$@"
END
chmod +x "$work/first"
measure "writ lint, first run" "$work/first" lint
measure "writ lint" "$work/writ" lint
measure "writ build" "$work/writ" build -o "$work/site"
ratio "writ lint, first run" "git log --raw"
ratio "writ lint" "git log --raw"
if command -v hugo >/dev/null; then
    hugo_site
    measure "plain hugo" hugo --source "$work/hugo" --destination "$work/hugo-site" --quiet
    ratio "writ build" "plain hugo"
else
    echo "hugo isn't in PATH: its build isn't measured"
fi

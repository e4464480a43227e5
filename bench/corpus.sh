#!/usr/bin/env bash
# Measures writ on a repository beside its peers, in one run: `git log --raw` for reading history, plain Hugo for
# building the same Markdown.
#
# usage: bench/corpus.sh REPOSITORY [RUNS]
#
# REPOSITORY has documents and a writ.yaml; a clone of it is measured. Of RUNS runs (default 5) the median wall and
# processor time and the largest resident set are printed, and writ's wall time over its peer's. Hugo is measured where
# PATH has `hugo`. The first run of lint reads all of history; later ones have writ's index of it.
repo=${1:?usage: bench/corpus.sh REPOSITORY [RUNS]}
runs=${2:-5}
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
copy "$repo"

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

names=("git log --raw" "writ lint, first run" "writ lint" "writ build")
if command -v hugo >/dev/null; then
    hugo_site
    names+=("plain hugo")
else
    echo "hugo isn't in PATH: its build isn't measured"
fi
for _ in $(seq "$runs"); do
    run "git log --raw" 0 git log --raw --no-abbrev --format=%H -- '*.md'
    forget
    run "writ lint, first run" 1 "$work/writ" lint
    run "writ lint" 1 "$work/writ" lint
    run "writ build" 0 "$work/writ" build -o "$work/site"
    [ "${#names[@]}" -lt 5 ] || run "plain hugo" 0 hugo --source "$work/hugo" --destination "$work/hugo-site" --quiet
done
for name in "${names[@]}"; do show "$name"; done
ratio "writ lint, first run" "git log --raw"
ratio "writ lint" "git log --raw"
[ "${#names[@]}" -lt 5 ] || ratio "writ build" "plain hugo"

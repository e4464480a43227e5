#!/usr/bin/env bash
# writ adopt beside the first writ lint, on plain documents without front matter: the median of RUNS runs each, with
# nothing remembered from an earlier run. Each document has 3 KB and states its version, owner and dates in its text.
# Usage: [RUNS=5] bench/adopt.sh [DOCUMENTS]
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
documents=${1:-1000}

mkdir "$work/plain" && cd "$work/plain" && git init -q -b main
for ((i = 0; i < documents; i++)); do
    folder=policies/$((i % 50))
    mkdir -p $folder
    {
        printf '# Policy %d\n\n**Version:** 1.%d\n**Owner:** Head of Team %d\n**Effective Date:** 1 March 2025\n\n' $i $((i % 9)) $((i % 20))
        printf '## Purpose\n\n'
        for ((k = 0; k < 40; k++)); do printf 'Everybody in team %d must keep rule %d, and tell the owner of any breach. ' $i $k; done
        printf '\n\n| Duty | Who |\n|---|---|\n| Keep | All |\n'
    } >$folder/policy-$i.md
done
git add -A && commit -m 'Documents as they were'
sleep 1.1 && touch .git/index # or the newest files count as changed, as their times prove nothing yet

for ((i = 0; i < ${RUNS:-5}; i++)); do
    forget && run lint 1 "$work/writ" lint
    forget && run adopt 0 "$work/writ" adopt
    forget && run write 0 "$work/writ" adopt --write
    git reset -q --hard && git clean -fdq && sleep 1.1 && touch .git/index
done
for name in lint adopt write; do show $name; done
ratio adopt lint
ratio write lint

#!/usr/bin/env bash
# What action.yml runs once the program is there. Everything comes in as environment variables: nothing in an input is
# ever read as a part of a script.
#
#   WRIT_PROGRAM  the program
#   WRIT_COMMAND  its command
#   WRIT_ARGS     what follows the command, one argument on each line
#   WRIT_BASE     for lint: what a request is compared with; "" where nothing is
#   WRIT_SUMMARY  for lint: "true" to write the job's summary
#   WRIT_SARIF    for lint: the file for code scanning; "" for none
set -euo pipefail

args=()
while IFS= read -r arg; do
  if [ -n "$arg" ]; then args+=("$arg"); fi
done <<<"${WRIT_ARGS:-}"

# given FLAG reports whether the arguments have the flag already.
given() {
  local arg
  for arg in ${args[@]+"${args[@]}"}; do
    case "$arg" in "$1" | "$1"=*) return 0 ;; esac
  done
  return 1
}

summary=
if [ "$WRIT_COMMAND" = lint ]; then
  if [ -n "${WRIT_BASE:-}" ] && ! given --base && ! given --as-of && ! given --write-baseline; then
    args+=(--base "$WRIT_BASE")
  fi
  given --format || args+=(--format github)
  if [ "${WRIT_SUMMARY:-}" = true ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    summary=$(mktemp "${RUNNER_TEMP:-/tmp}/writ-summary.XXXXXX")
    args+=(--output "github-summary=$summary")
  fi
  if [ -n "${WRIT_SARIF:-}" ]; then args+=(--output "github-sarif=$WRIT_SARIF"); fi
fi

code=0
"$WRIT_PROGRAM" "$WRIT_COMMAND" ${args[@]+"${args[@]}"} || code=$?

if [ -n "$summary" ]; then
  if [ ! -s "$summary" ]; then
    printf '### writ lint\n\nIt could not do its work and judged nothing: see the log of this step.\n' >"$summary"
  fi
  cat "$summary" >>"$GITHUB_STEP_SUMMARY"
  rm -f "$summary"
fi
exit "$code"

# shellcheck shell=bash
# What the scripts beside it begin with; they source it. It builds writ into the folder $work, which is removed at the
# end, and says how programs are measured. Needs Go, git and GNU time.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
began=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
GOCACHE=$(go env GOCACHE) # what Go has compiled stays where it is
export GOCACHE
export XDG_CACHE_HOME=$work/cache # where writ keeps its index: an earlier run's is never found
(cd "$here" && go build -o "$work/writ" ./cmd/writ)

# copy REPOSITORY: a clone of it, without a remote, becomes the current folder, so that REPOSITORY stays as it is.
copy() {
    cd "$began"
    rm -rf "$work/clone"
    git clone -q "$1" "$work/clone"
    cd "$work/clone"
    git remote remove origin
    sleep 1.1 && touch .git/index # or the newest files count as changed, as their times prove nothing yet
}
commit() { git -c user.name=Bench -c user.email=bench@example.com commit -q "$@"; }
forget() { rm -rf "$XDG_CACHE_HOME/writ"; } # writ's index

# run NAME WORST COMMAND…: one run, whose figures are kept. An exit code over WORST is a failure: linters end with 1 when
# they find something.
run() {
    local name=$1 worst=$2 code=0
    shift 2
    /usr/bin/time -a -o "$work/$name.times" -f '%e %U %S %M' "$@" >/dev/null 2>"$work/out" || code=$?
    [ "$code" -le "$worst" ] || { cat "$work/out" >&2; exit 1; }
}
column() { awk 'NF == 4 {print $'"$2"'}' "$work/$1.times"; }
median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

# show NAME: the median wall and processor time of its runs, and their largest resident set.
show() {
    printf '%-28s %7s s %7s s cpu %6d MB\n' "$1" "$(column "$1" 1 | median)" \
        "$(awk 'NF == 4 {print $2 + $3}' "$work/$1.times" | median)" "$(($(column "$1" 4 | sort -n | tail -n 1) / 1024))"
}

# ratio NAME PEER: its median wall time over its peer's.
ratio() {
    awk -v a="$(column "$1" 1 | median)" -v b="$(column "$2" 1 | median)" -v n="$1 / $2" \
        'BEGIN {printf "%-40s %6.2f\n", n, a / (b + 0.000001)}'
}

#!/usr/bin/env bash
# Measures `writ build` and `writ serve` beside plain Hugo and MkDocs with the material theme, page by page: a document
# of writ's has a page, a history and its versions, so the peers get as many pages, by having each file several times.
#
# usage: [RUNS=3] [COMMITS=5000] bench/site.sh [DOCUMENTS]
#
# A repository of DOCUMENTS policies (default 1000) of 3 KB each and COMMITS commits (default five for each document) is
# made: every second commit revises a policy, with its approval. In each of RUNS rounds (default 3) every program runs once,
# so that a busy machine is busy for all. Printed are the median wall and processor time, the largest resident set and the
# number of pages, then time and memory a page over the peers'.
#
#   latest     `site.versions: latest`, into an empty folder
#   full       all approved versions, redlines, search and feeds, into an empty folder, with nothing kept
#   again      the full site again, with nothing changed
#   one        the full site after one document was changed and approved
#   hugo       the version of go.mod, built here; a layout of one line; the same Markdown, at most 4,000 pages
#   mkdocs     Debian's mkdocs-material, where it is installed; the same files, at most 1,000 pages
#   serve      from the start to the first page, beside a second `writ lint`; and from saving a document until it is shown
#
# Needs Go, git, curl, Python 3 and GNU time.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
documents=${1:-1000}
commits=${COMMITS:-$((5 * documents))}
runs=${RUNS:-3}

# corpus prints a repository for git fast-import.
corpus() {
    python3 - "$documents" "$commits" <<'PYTHON'
import random, sys, time

documents, commits = int(sys.argv[1]), int(sys.argv[2])
pick = random.Random(1)
config = """version: 1
organization: {name: Example Ltd}
main: main
documents: {include: ["policies/**/*.md"]}
people:
  ada: {name: Ada Byron, emails: [ada@example.com]}
  ilse: {name: Ilse Marr, emails: [ilse@example.com]}
roles:
  ciso: {title: Chief Information Security Officer, holders: [{person: ada, from: 2019-01-01}]}
  ceo: {title: Chief Executive Officer, holders: [{person: ilse, from: 2019-01-01}]}
kinds:
  policy: {approvers: {any_of: [ceo], minimum: 1}, least_grade: C, review_cycle: 1200 months}
"""
hues = "amber beige coral denim ebony fawn green hazel".split()
minor, revised, clock = [0] * documents, [0] * documents, 1_600_000_000
out = sys.stdout.buffer


def path(i):
    return f"policies/area-{i % 50:02d}/pol-{i:05d}.md"


def text(i):
    day = time.strftime("%Y-%m-%d", time.gmtime(clock + 1200))
    parts = [f'---\nid: POL-{i:05d}\ntitle: Policy {i}\nkind: policy\nversion: "1.{minor[i]}"\nstatus: approved\nowner: ciso\n'
             f"approver: ceo\neffective_date: {day}\nreview_date: 2099-01-01\nclassification: internal\n---\n\n# Policy {i}\n"]
    for j in range(20):
        hue = hues[(revised[i] if j == revised[i] % 20 else 0) % 8]
        other = (7 * i + j) % documents
        parts.append(f"\n## Section {j}\n\nThis *policy* applies to all `employees` and to "
                     f"[suppliers](../area-{other % 50:02d}/pol-{other:05d}.md). The cover is {hue}.\n\n"
                     "| Asset | Owner | Class |\n|---|---|---|\n| 1 | 2 | 3 |\n\n- one\n- two\n")
    return "".join(parts)


def commit(message, files):
    global clock
    clock += 600
    who = f"Ada Byron <ada@example.com> {clock} +0000"
    out.write(f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {len(message)}\n{message}\n".encode())
    for name, content in files:
        out.write(f"M 100644 inline {name}\ndata {len(content)}\n{content}\n".encode())
    out.write(b"\n")


approved = "\n\nApproved-by: Ilse Marr <ilse@example.com>\n"
commit("Import" + approved, [("writ.yaml", config)] + [(path(i), text(i)) for i in range(documents)])
for n in range(1, commits):
    if n % 2:
        commit(f"Step {n}", [(f"src/f{pick.randrange(2000)}.txt", f"{n}\n")])
        continue
    i = pick.randrange(documents)
    minor[i], revised[i] = minor[i] + 1, n
    commit(f"Revise POL-{i:05d}" + approved, [(path(i), text(i))])
PYTHON
}
git init -q -b main "$work/origin"
corpus | git -C "$work/origin" fast-import --quiet
git -C "$work/origin" reset -q --hard
copy "$work/origin"

# peer FOLDER PAGES: the documents' Markdown without front matter that only writ knows, as often as PAGES asks for.
peer() {
    python3 - "$1" "$2" <<'PYTHON'
import glob, os, re, sys

folder, pages = sys.argv[1], int(sys.argv[2])
files = sorted(glob.glob("policies/*/*.md"))
for n in range(pages):
    name = files[n % len(files)]
    copy = os.path.join(folder, f"copy-{n // len(files)}", name)
    os.makedirs(os.path.dirname(copy), exist_ok=True)
    front, body = re.match(r"---\n(.*?)---\n(.*)", open(name).read(), re.S).groups()
    title = re.search(r"title: (.*)", front).group(1)
    open(copy, "w").write(f"---\ntitle: {title}\n---\n{body}")
PYTHON
}
pages() { find "$1" -name '*.html' | wc -l; }

version=$(cd "$here" && go list -m -f "{{.Version}}" github.com/gohugoio/hugo)
GOBIN=$work go install "github.com/gohugoio/hugo@$version"
writ=("$work/writ" build)
run full 0 "${writ[@]}" -o "$work/site" && rm "$work/full.times"
wanted=$(pages "$work/site")

hugo_pages=$((wanted < 4000 ? wanted : 4000))
mkdir -p "$work/plain/layouts"
peer "$work/plain/content" "$hugo_pages"
printf 'baseURL = "/"\ndisableKinds = ["taxonomy", "term", "rss", "sitemap", "home", "section"]\n' >"$work/plain/hugo.toml"
printf '<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}' >"$work/plain/layouts/single.html"

names=(latest full again one hugo)
material=$(dpkg-query -W -f '${Version}' mkdocs-material 2>/dev/null || true)
if [ -n "$material" ]; then
    names+=(mkdocs)
    mkdir "$work/material"
    peer "$work/material/docs" $((wanted < 1000 ? wanted : 1000))
    printf '# Home\n' >"$work/material/docs/index.md"
    printf 'site_name: Example\ntheme: {name: material}\nplugins: [search]\n' >"$work/material/mkdocs.yml"
else
    echo "Debian's mkdocs-material isn't installed: it isn't measured"
fi
revision=$commits
# revise changes one document, with its approval.
revise() {
    revision=$((revision + 1))
    sed -i "s/^version: .*/version: \"2.$revision\"/; 0,/The cover is [a-z0-9]*/s//The cover is hue$revision/" policies/area-00/pol-00000.md
    commit -am "Revise POL-00000" -m 'Approved-by: Ilse Marr <ilse@example.com>'
}
# Nothing is removed meanwhile: ext4 makes files more slowly for half a minute after many were.
for round in $(seq "$runs"); do
    out=$work/round-$round
    mkdir "$out" && forget
    printf 'site: {versions: latest}\n' >>writ.yaml
    commit -am 'Only the latest versions' -m 'Approved-by: Ilse Marr <ilse@example.com>'
    run latest 0 "${writ[@]}" -o "$out/latest"
    git reset -q --hard HEAD^ && forget
    run full 0 "${writ[@]}" -o "$out/site"
    run again 0 "${writ[@]}" -o "$out/site"
    revise
    run one 0 "${writ[@]}" -o "$out/site"
    run hugo 0 "$work/hugo" --source "$work/plain" --destination "$out/hugo" --quiet
    [ "${#names[@]}" -lt 6 ] || run mkdocs 0 mkdocs build -q -f "$work/material/mkdocs.yml" -d "$out/mkdocs"
done
forget
run fresh 0 "${writ[@]}" -o "$work/fresh"
same='the same bytes as a full build'
diff -rq "$out/site" "$work/fresh" >/dev/null || same='OTHER BYTES than a full build'

declare -A count=([latest]=$(pages "$out/latest") [full]=$wanted [again]=$wanted [one]=$(pages "$out/site") [hugo]=$(pages "$out/hugo"))
[ "${#names[@]}" -lt 6 ] || count[mkdocs]=$(pages "$out/mkdocs")
echo "$documents documents, $commits commits, $runs rounds; Hugo $("$work/hugo" version | sed 's/^hugo v\([0-9.]*\).*/\1/')$(
    [ "${#names[@]}" -lt 6 ] || echo ", mkdocs-material $material")"
for name in "${names[@]}"; do
    show "$name"
    printf '%-28s %7d pages %6.2f ms and %6.0f KB a page\n' '' "${count[$name]}" \
        "$(column "$name" 1 | median | awk -v n="${count[$name]}" '{print 1000 * $1 / n}')" \
        "$(column "$name" 4 | sort -n | tail -n 1 | awk -v n="${count[$name]}" '{print $1 / n}')"
done

# a_page NAME PEER: time and memory a page over a peer's.
a_page() {
    awk -v a="$(column "$1" 1 | median)" -v b="$(column "$2" 1 | median)" -v m="$(column "$1" 4 | sort -n | tail -n 1)" \
        -v n="$(column "$2" 4 | sort -n | tail -n 1)" -v p="${count[$1]}" -v q="${count[$2]}" -v name="$1 / $2, a page" \
        'BEGIN {printf "%-40s %6.2f of its time %6.2f of its memory\n", name, (a / p) / (b / q), (m / p) / (n / q)}'
}
for peer in "${names[@]:4}"; do
    a_page latest "$peer"
    a_page full "$peer"
done
awk -v a="$(column full 4 | sort -n | tail -n 1)" -v b="$(column latest 4 | sort -n | tail -n 1)" \
    'BEGIN {printf "%-40s %6.2f\n", "memory: full / latest", a / b}'
ratio again full
ratio one full
echo "one: $same"

# A clone of the clone, in which all is committed.
"$here/bench/serve.sh" "$work/clone" "$runs"

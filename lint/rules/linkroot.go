package rules

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

// mostRoots is how many folders are tried as the root of links: those at which most links would find their page.
const mostRoots = 3

// LinkRoot returns the root of links with which most of the broken ones among findings would lead to a file, and to
// how many that applies.
func LinkRoot(in *lint.Input, findings []lint.Finding) (root string, whole, broken int, err error) {
	links := brokenLinks(in.Register, findings)
	if len(links) == 0 {
		return "", 0, 0, nil
	}
	names, err := in.Register.Names()
	if err != nil {
		return "", 0, 0, err
	}
	there := map[string]bool{}
	for _, name := range names {
		for ; name != "." && !there[name]; name = path.Dir(name) {
			there[name] = true
		}
	}
	for _, r := range likelyRoots(names, links) {
		if n := wholeWith(config.RoutesFrom(r), links, there); n > whole {
			root, whole = r, n
		}
	}
	return root, whole, len(links), nil
}

// brokenLink is a link that leads nowhere, and the path of its document.
type brokenLink struct{ from, target string }

func brokenLinks(reg *register.Register, findings []lint.Finding) (all []brokenLink) {
	for _, f := range findings {
		e := reg.ByPath(f.Path)
		if f.Rule.ID != "WR601" || e == nil || f.Range == nil {
			continue
		}
		i := slices.IndexFunc(e.Links(), func(l document.Link) bool { return l.Span.Start == f.Range.Start.Offset })
		if i >= 0 {
			all = append(all, brokenLink{e.Path, e.Links()[i].Target})
		}
	}
	return all
}

// likelyRoots returns the folders below which most links with a leading slash have a page, and the repository's root.
func likelyRoots(names []string, links []brokenLink) []string {
	wanted := map[string]int{}
	for _, l := range links {
		if t := register.Resolve(config.RoutesFrom("."), l.from, l.target); strings.HasPrefix(l.target, "/") {
			wanted[strings.TrimSuffix(t.Path, ".html")]++
		}
	}
	votes := map[string]int{".": 0}
	for _, name := range names {
		page := register.Address(config.RoutesFrom("."), "/", name)
		page = strings.TrimSuffix(strings.TrimSuffix(page, "/"), ".html")
		for i := range len(page) {
			if page[i] == '/' {
				votes[page[:i]] += wanted[page[i+1:]]
			}
		}
	}
	roots := slices.SortedFunc(maps.Keys(votes), func(a, b string) int {
		return cmp.Or(votes[b]-votes[a], len(a)-len(b), strings.Compare(a, b))
	})
	roots = roots[:min(mostRoots, len(roots))]
	if !slices.Contains(roots, ".") {
		roots = append(roots, ".")
	}
	return roots
}

// wholeWith counts the links that lead to something where links are read in a way.
func wholeWith(l config.Links, links []brokenLink, there map[string]bool) (n int) {
	for _, x := range links {
		for p := range register.Resolve(l, x.from, x.target).Paths() {
			if there[p] {
				n++
				break
			}
		}
	}
	return n
}

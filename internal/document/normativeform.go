package document

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// groupedComma and groupedDot are whole numbers whose thousands stand apart.
var (
	groupedComma = lazyregexp.New(`^\d{1,3}(,\d{3})+$`)
	groupedDot   = lazyregexp.New(`^\d{1,3}(\.\d{3})+$`)
)

// folded gives what is written in two ways one form: numbers of thousands, units and signs beside a number,
// contractions, and number words with a unit behind them. It takes and returns a text in plain form.
func (l *lexicon) folded(plain string) string {
	words := strings.Fields(plain)
	out := make([]string, 0, len(words)+4)
	for i := 0; i < len(words); i++ {
		w := words[i]
		if i+1 < len(words) {
			if same, ok := l.alike[w+" "+words[i+1]]; ok {
				out = append(out, strings.Fields(same)...)
				i++
				continue
			}
		}
		if same, ok := l.alike[w]; ok && (!hasDigit(same) || i+1 < len(words) && l.unit(words[i+1])) {
			out = append(out, strings.Fields(same)...)
			continue
		}
		out = l.number(out, w)
	}
	if len(out) == 0 {
		return plain
	}
	return " " + strings.Join(out, " ") + " "
}

// number appends a word; where it is a number, without the marks of thousands, with a sign of comparison before it and
// a unit's sign as a word behind it.
func (l *lexicon) number(out []string, w string) []string {
	if !hasDigit(w) {
		return append(out, w)
	}
	bare := strings.Trim(w, "%€$")
	sign := strings.Trim(strings.Replace(w, bare, "", 1), " ")
	switch {
	case !l.comma && groupedComma.MatchString(bare):
		bare = strings.ReplaceAll(bare, ",", "")
	case l.comma && groupedDot.MatchString(bare):
		bare = strings.ReplaceAll(bare, ".", "")
	}
	if k := len(out); k > 0 && strings.Trim(out[k-1], "<>≤≥=") == "" && out[k-1] != "=" {
		out[k-1] += bare
	} else if k > 0 && sign == "" && (out[k-1] == "€" || out[k-1] == "$") {
		out[k-1], sign = bare, out[k-1]
	} else {
		out = append(out, bare)
	}
	if sign != "" {
		out = append(out, sign)
	}
	return out
}

func hasDigit(w string) bool { return strings.ContainsAny(w, "0123456789") }

func (l *lexicon) unit(w string) bool {
	if same, ok := l.alike[w]; ok {
		w = same
	}
	return slices.Contains(l.units, " "+w+" ")
}

// core is the words of a text in plain form without articles and without a word that comes twice in a row.
func (l *lexicon) core(plain string) []string {
	var out []string
	for _, w := range strings.Fields(plain) {
		if slices.Contains(l.articles, " "+w+" ") || len(out) > 0 && out[len(out)-1] == w {
			continue
		}
		out = append(out, w)
	}
	return out
}

// tails lists the phrases of a list that a text has, each with the first words behind it.
func (l *lexicon) tails(plain string, phrases []string, words int) []string {
	var all []string
	for _, p := range phrases {
		for rest := plain; ; {
			i := begins(rest, p)
			if i < 0 {
				break
			}
			rest = rest[i+len(strings.TrimPrefix(p, "^"))-1:]
			after := l.core(rest)
			all = append(all, p+strings.Join(after[:min(words, len(after))], " "))
			if p[0] == '^' {
				break
			}
		}
	}
	slices.Sort(all)
	return all
}

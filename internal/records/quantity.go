package records

import (
	"math"
	"strings"
)

// Quantity is a number with what it counts, as a target or as a result.
type Quantity struct {
	Compare string  // < <= > >= or =; "" where none is written
	Value   float64 // of a fraction such as 45/45 its percentage
	Unit    string  // % or a unit of units.yaml, else the currency's sign or the first counted word; "" for none
	Per     string  // a unit of time, such as month; "" for none
	About   float64 // by how much a rounded value may be off; 0 where it isn't rounded
}

// ReadQuantity reads the first quantity of a text; what follows it is ignored. A number that has two values is a
// problem.
func ReadQuantity(text string) (Quantity, *Problem) {
	q := Quantity{}
	rest := q.comparator(hyphened(text))
	if i := strings.IndexAny(rest, "$€£"); i == 0 {
		n := 1
		for n < len(rest) && rest[n] >= 0x80 {
			n++
		}
		q.Unit, rest = rest[:n], strings.TrimSpace(rest[n:])
	}
	value, other, digits, rest, ok := readNumber(rest)
	if !ok {
		return q, &Problem{Message: quoted(text) + " is no quantity",
			Help: "write it as in `>= 95 %` or `< 2 h`"}
	}
	if other > 0 {
		return q, &Problem{Message: quoted(text) + " may be " + number64(value) + " or " + number64(other),
			Certain: true, Help: "write it without a point, or with other digits after it"}
	}
	if q.About > 0 {
		q.About = step(digits) / 2
	}
	q.Value = value
	q.unit(rest)
	return q, nil
}

// comparator takes the comparators before a number.
func (q *Quantity) comparator(text string) (rest string) {
	words := Vocabularies()["comparators"]
	rest = strings.TrimSpace(text)
	for range 2 { // "≥ ~95"
		class, after, ok := words.sign(rest)
		if !ok {
			class, after, ok = words.at(rest)
		}
		if !ok {
			break
		}
		if c := words.classes[class]; c == "~" {
			q.About = 1
		} else {
			q.Compare = c
		}
		rest = strings.TrimSpace(after)
	}
	return rest
}

// sign finds a word of one or two signs before a number, as in ">=95".
func (w *Words) sign(text string) (class int, rest string, ok bool) {
	n := 0
	for n < len(text) && (strings.IndexByte("<>=~", text[n]) >= 0 || text[n] >= 0x80) {
		n++
	}
	class, ok = w.of[text[:n]]
	return class, text[n:], ok && n > 0
}

// unit reads what follows a number: a unit, the rest of a fraction, more of the same time, and "per".
func (q *Quantity) unit(rest string) {
	rest = strings.TrimLeft(rest, " ")
	if after, ok := strings.CutPrefix(rest, "/"); ok {
		if whole, _, _, left, isNumber := readNumber(strings.TrimSpace(after)); isNumber && whole > 0 {
			q.Value, q.Unit, rest = q.Value/whole*100, "%", left
			q.About = 0
		}
	} else if unit, left, ok := unitAt(rest); ok && q.Unit == "" {
		q.Unit = unit
		rest = q.sum(unit, strings.TrimSpace(left))
	} else if word := strings.TrimRight(rest[:wordEnd(rest)], ".,;:)"); q.Unit == "" && word != "" && letter(word[0]) {
		if i := strings.IndexByte(word, '/'); i >= 0 {
			word = word[:i]
		}
		if low := lower(word); low != "per" && low != "pro" {
			q.Unit, rest = low, strings.TrimSpace(rest[len(word):])
		}
	}
	q.per(strings.TrimSpace(rest))
}

// sum adds the further parts of a time such as 1h 35min, in the smaller unit.
func (q *Quantity) sum(unit, rest string) (left string) {
	for seconds[unit] > 0 {
		v, _, _, after, ok := readNumber(rest)
		if !ok {
			break
		}
		next, end, known := unitAt(strings.TrimSpace(after))
		if !known || seconds[next] == 0 || seconds[next] >= seconds[unit] {
			break
		}
		q.Value = q.Value*seconds[unit]/seconds[next] + v
		q.Unit, unit, rest = next, next, strings.TrimSpace(end)
	}
	return rest
}

func (q *Quantity) per(rest string) {
	low := lower(rest)
	for _, sign := range [...]string{"/", "per ", "pro ", "a ", "each "} {
		if strings.HasPrefix(low, sign) {
			if unit, _, ok := unitAt(strings.TrimSpace(rest[len(sign):])); ok && unit != "%" {
				q.Per = unit
			}
			return
		}
	}
}

func unitAt(text string) (unit, rest string, ok bool) {
	words := Vocabularies()["units"]
	if strings.HasPrefix(text, "%") {
		return "%", text[1:], true
	}
	n := 0
	for n < len(text) && letter(text[n]) {
		n++
	}
	class, known := words.of[lower(text[:n])]
	if !known {
		class, rest, known = words.at(text) // "per cent"
		if !known {
			return "", text, false
		}
		return words.classes[class], rest, true
	}
	return words.classes[class], text[n:], true
}

// Units of time convert into each other within these two groups.
var (
	seconds = map[string]float64{"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 7 * 86400}
	spans   = map[string]float64{"month": 1, "quarter": 3, "year": 12}
)

// inUnit returns a quantity's value in a unit; false where it can't be told.
func (q Quantity) inUnit(unit string) (factor float64, ok bool) {
	for _, group := range []map[string]float64{seconds, spans} {
		if a, b := group[q.Unit], group[unit]; a > 0 && b > 0 {
			return a / b, true
		}
	}
	counts := func(u string) bool {
		return u != "%" && seconds[u] == 0 && spans[u] == 0 && !strings.ContainsAny(u, "$€£")
	}
	return 1, q.Unit == unit || counts(q.Unit) && counts(unit) && (q.Unit == "" || unit == "")
}

// Met reports whether a result reached a target, and whether that can be told at all.
func (q Quantity) Met(actual Quantity) (met, known bool) {
	factor, ok := actual.inUnit(q.Unit)
	if !ok || q.Per != actual.Per {
		return false, false
	}
	lo, hi := actual.bounds(factor)
	switch q.asks() {
	case "<":
		return decided(hi.less(q.Value), !lo.under(q.Value))
	case "<=":
		return decided(hi.value <= q.Value, lo.value > q.Value || lo.value == q.Value && lo.open)
	case ">":
		return decided(lo.more(q.Value), !hi.over(q.Value))
	case ">=":
		return decided(lo.value >= q.Value, hi.value < q.Value || hi.value == q.Value && hi.open)
	case "=":
		return decided(lo == hi && lo.value == q.Value, lo.value > q.Value || hi.value < q.Value)
	}
	return true, lo == hi && lo.value == q.Value
}

// asks returns a target's comparator. A percentage from 50 is the least that is asked, 0 the most.
func (q Quantity) asks() string {
	switch {
	case q.Compare != "":
		return q.Compare
	case q.Unit == "%" && q.Value >= 50:
		return ">="
	case q.Value == 0:
		return "<="
	}
	return ""
}

func decided(met, missed bool) (bool, bool) { return met, met || missed }

// bound is an end of the values that a result may have; an open one isn't among them.
type bound struct {
	value float64
	open  bool
}

func (b bound) less(v float64) bool  { return b.value < v || b.value == v && b.open }
func (b bound) more(v float64) bool  { return b.value > v || b.value == v && b.open }
func (b bound) under(v float64) bool { return b.value < v }
func (b bound) over(v float64) bool  { return b.value > v }

// bounds are the values that a result may have.
func (q Quantity) bounds(factor float64) (lo, hi bound) {
	v := q.Value * factor
	lo, hi = bound{value: v - q.About*factor}, bound{value: v + q.About*factor}
	switch q.Compare {
	case "<", "<=":
		lo, hi.open = bound{math.Inf(-1), true}, q.Compare == "<"
	case ">", ">=":
		hi, lo.open = bound{math.Inf(1), true}, q.Compare == ">"
	}
	return lo, hi
}

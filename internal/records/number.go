package records

import (
	"strconv"
	"strings"
)

// readNumber reads the number at the start of a text: 1,234.5 or 1.234,5 or 5M. A number such as 1.500 has two values:
// the second one is more than 0.
func readNumber(text string) (value, other float64, last, rest string, ok bool) {
	i := 0
	for i < len(text) && (digitAt(text, i) || (text[i] == '.' || text[i] == ',') && digitAt(text, i+1)) {
		i++
	}
	if i == 0 || i > maxDigits {
		return 0, 0, "", text, false
	}
	written, rest := text[:i], text[i:]
	plain, two := separated(written)
	value, err := strconv.ParseFloat(plain, 64)
	if err != nil {
		return 0, 0, "", text, false
	}
	if two && !strings.HasPrefix(strings.TrimSpace(rest), "%") {
		other = value * 1000
	}
	if factor, n := magnitude(rest); n > 0 {
		value, other, rest = value*factor, other*factor, rest[n:]
	}
	return value, other, plain, rest, true
}

const maxDigits = 24

// separated returns a number with a point before its fraction and nothing between thousands. Two is set where three
// digits after the only point may be a fraction or thousands.
func separated(s string) (plain string, two bool) {
	point, comma := strings.Count(s, "."), strings.Count(s, ",")
	tail := len(s) - 1 - strings.LastIndexAny(s, ".,")
	switch {
	case point > 0 && comma > 0: // the last sign is before the fraction
		if strings.LastIndexByte(s, '.') > strings.LastIndexByte(s, ',') {
			return strings.ReplaceAll(s, ",", ""), false
		}
		return strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1), false
	case comma > 1, comma == 1 && tail == 3 && s[0] != '0':
		return strings.ReplaceAll(s, ",", ""), false
	case comma == 1:
		return strings.Replace(s, ",", ".", 1), false
	case point > 1:
		return strings.ReplaceAll(s, ".", ""), false
	}
	return s, point == 1 && tail == 3 && s[0] != '0'
}

// magnitude reads K, M or bn behind a number; n is its length, 0 for none.
func magnitude(rest string) (factor float64, n int) {
	for _, m := range [...]struct {
		sign   string
		factor float64
	}{{"bn", 1e9}, {"K", 1e3}, {"k", 1e3}, {"M", 1e6}, {"B", 1e9}} {
		if after, ok := strings.CutPrefix(rest, m.sign); ok && (after == "" || !letter(after[0])) {
			return m.factor, len(m.sign)
		}
	}
	return 1, 0
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 }

// step is the size of the last digit of a number that isn't a zero at its end: half of it is lost by rounding.
func step(plain string) float64 {
	size := 1.0
	if i := strings.IndexByte(plain, '.'); i >= 0 {
		for range len(plain) - 1 - i {
			size /= 10
		}
		return size
	}
	for i := len(plain) - 1; i > 0 && plain[i] == '0'; i-- {
		size *= 10
	}
	return size
}

package document

import "fmt"

// plainKind returns the kind that YAML's core schema (YAML 1.2, 10.3.2) gives to an unquoted scalar.
func plainKind(s string) ValueKind {
	switch s {
	case "", "~", "null", "Null", "NULL":
		return Null
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return Bool
	}
	if isNumber(s) {
		return Number
	}
	return Text
}

func isNumber(s string) bool {
	switch {
	case len(s) > 2 && s[:2] == "0x":
		return all(s[2:], isHex)
	case len(s) > 2 && s[:2] == "0o":
		return all(s[2:], isOctal)
	case s == ".nan" || s == ".NaN" || s == ".NAN":
		return true
	}
	if s[0] == '+' || s[0] == '-' {
		s = s[1:]
	}
	switch s {
	case ".inf", ".Inf", ".INF":
		return true
	}
	return isDecimal(s)
}

// isDecimal matches (\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
func isDecimal(s string) bool {
	i := digits(s, 0)
	whole := i
	if i < len(s) && s[i] == '.' {
		fraction := digits(s, i+1) - (i + 1)
		if whole == 0 && fraction == 0 {
			return false
		}
		i += 1 + fraction
	} else if whole == 0 {
		return false
	}
	if i == len(s) {
		return true
	}
	if s[i] != 'e' && s[i] != 'E' {
		return false
	}
	i++
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	return i < len(s) && digits(s, i) == len(s)
}

// digits returns the offset of the first byte from i on that is no digit.
func digits(s string, i int) int {
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		i++
	}
	return i
}

func all(s string, ok func(byte) bool) bool {
	for i := range len(s) {
		if !ok(s[i]) {
			return false
		}
	}
	return true
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func isOctal(c byte) bool { return '0' <= c && c <= '7' }

// String names a kind in messages.
func (k ValueKind) String() string {
	names := [...]string{"nothing", "text", "number", "boolean", "list", "mapping"}
	if int(k) < len(names) {
		return names[k]
	}
	return fmt.Sprintf("ValueKind(%d)", uint8(k))
}

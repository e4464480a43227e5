package signature

import (
	"fmt"
	"strings"
	"time"
)

// readOptions reads the options of a signers line (a comma list; keywords in any letter case, values quoted).
func (l *Signer) readOptions(s string, loc *time.Location) ([]Fault, *fault) {
	var odd []Fault
	for s != "" {
		rest, f := l.readOption(s, loc, &odd)
		if f != nil {
			return nil, f
		}
		if rest == "" {
			break
		}
		if rest[0] != ',' {
			return nil, faultf(Bad, "%q isn't an option; cert-authority, namespaces, valid-after and valid-before are",
				clip(rest))
		}
		if s = rest[1:]; s == "" {
			return nil, faultf(Bad, "the options end with a comma")
		}
	}
	if !l.After.IsZero() && !l.Before.IsZero() && !l.Before.After(l.After) {
		return nil, faultf(Bad, "valid-before isn't after valid-after")
	}
	return odd, nil
}

// readOption reads one option and returns what follows it. Text that is no option comes back unread.
func (l *Signer) readOption(s string, loc *time.Location, odd *[]Fault) (string, *fault) {
	if rest, ok := cutFold(s, "cert-authority"); ok {
		l.Authority = true
		return rest, nil
	}
	if rest, ok := cutFold(s, "namespaces="); ok {
		if l.hasNamespaces {
			return "", faultf(Bad, "namespaces comes twice")
		}
		value, rest, f := dequote("namespaces", rest)
		l.Namespaces, l.hasNamespaces = value, true
		return rest, f
	}
	if rest, ok := cutFold(s, "valid-after="); ok {
		return readTime("valid-after", rest, loc, &l.After, odd)
	}
	if rest, ok := cutFold(s, "valid-before="); ok {
		return readTime("valid-before", rest, loc, &l.Before, odd)
	}
	return s, nil
}

func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// dequote reads a quoted value, in which \" stands for a quote.
func dequote(name, s string) (value, rest string, f *fault) {
	if s == "" || s[0] != '"' {
		return "", "", faultf(Bad, "the value of %s must stand in double quotes", name)
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && s[i+1] == '"':
			i++
			b.WriteByte('"')
		case s[i] == '"':
			return b.String(), s[i+1:], nil
		default:
			b.WriteByte(s[i])
		}
	}
	return "", "", faultf(Bad, "the value of %s has no closing quote", name)
}

func readTime(name, s string, loc *time.Location, to *time.Time, odd *[]Fault) (string, *fault) {
	if !to.IsZero() {
		return "", faultf(Bad, "%s comes twice", name)
	}
	value, rest, f := dequote(name, s)
	if f != nil {
		return "", f
	}
	t, zoned, ok := parseTime(value, loc)
	if !ok {
		return "", faultf(Bad, "%s %q isn't a time written as YYYYMMDDZ, YYYYMMDDHHMMZ or YYYYMMDDHHMMSSZ",
			name, clip(value))
	}
	if !zoned {
		*odd = append(*odd, Fault{Kind: NoZone, Message: fmt.Sprintf(
			"%s %q is read in %s here and in each machine's own zone by git; write it in UTC with a Z at its end",
			name, value, loc)})
	}
	*to = t
	return rest, nil
}

// parseTime reads a time of a signers file. zoned reports whether it ends with Z or UTC. Times up to the epoch, and
// those that no calendar has, aren't read.
func parseTime(s string, loc *time.Location) (t time.Time, zoned, ok bool) {
	digits := s
	for _, suffix := range []string{"Z", "UTC"} {
		if n := len(s) - len(suffix); n > 0 && strings.EqualFold(s[n:], suffix) {
			digits, zoned, loc = s[:n], true, time.UTC
			break
		}
	}
	layout, known := map[int]string{8: "20060102", 12: "200601021504", 14: "20060102150405"}[len(digits)]
	if !known || strings.Trim(digits, "0123456789") != "" {
		return time.Time{}, false, false
	}
	t, err := time.ParseInLocation(layout, digits, loc)
	return t, zoned, err == nil && t.Unix() > 0
}

package search

import (
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "",
		"Access is Granted.":           "access is granted",
		"AUD-001, see A.5.15":          "aud-001 aud 001 see a.5.15 a 5 15",
		"4.2.1 of ISO27001:5.2":        "4.2.1 4 2 1 of iso27001 5.2 5 2",
		"multi-factor":                 "multi factor",
		"well--known -5- .x. a_b":      "well known 5 x a b",
		"organisation's l’accès don't": "organisation acces don",
		"we'll O'Brien 's'":            "we ll brien s",
		"Größe STRASSE Straße":         "grosse strasse strasse",
		"ＡＢＣ ﬁne №5 ½":                 "abc fine 5 1 2",
		"ΟΔΟΣ Άλφα":                    "οδοσ αλφα",
		"İstanbul":                     "istanbul",
		"soft\u00adware co\u2011op":    "software co op",
		"x\u200by":                     "xy",
		"情報セキュリティ ISO規格書":              "情報 報セ セキ キュ ュリ リテ ティ ィ iso 規格 格書 書",
		"규정":                           "규정 정",
		"字":                            "字",
		"bad \xff byte":                "bad byte",
		"access-control-2.md":          "access-control-2.md access control 2 md",
		strings.Repeat("a", 40) + "-1": strings.Repeat("a", 32) + " " + strings.Repeat("a", 32) + " 1",
		strings.Repeat("ä", 40):        strings.Repeat("a", 32),
	} {
		var got []string
		words(text, func(w []byte) { got = append(got, string(w)) })
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q:\n got %s\nwant %s", text, s, want)
		}
	}
}

func TestCutAt(t *testing.T) {
	for in, want := range map[string]string{"": "", "abc": "ab", "äöü": "äö", "äö": "äö", "ä": "ä"} {
		if got := string(cutAt([]byte(in), 2)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("AUD-001's 情報 é\xff")
	f.Fuzz(func(t *testing.T, text string) {
		words(text, func(w []byte) {
			if n := len([]rune(string(w))); n == 0 || n > longestWord {
				t.Errorf("%q has %d characters", w, n)
			}
			found := false // a word gives itself
			words(string(w), func(again []byte) { found = found || string(again) == string(w) })
			if !found {
				t.Errorf("%q isn't a word of itself", w)
			}
		})
	})
}

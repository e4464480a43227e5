package document

import (
	"errors"
	"testing"
)

func TestSetField(t *testing.T) {
	names := map[string]string{"next_review": "review_date", "rev": "version"}
	tests := []struct {
		name, src, field, value, want string
	}{
		{"plain date", "---\nid: A\nreview_date: 2026-01-01 # yearly\n---\nText\n", "review_date", "2027-01-01",
			"---\nid: A\nreview_date: 2027-01-01 # yearly\n---\nText\n"},
		{"quotes stay", "---\nreview_date: '2026-01-01'\nversion: \"1.9\"\n---\n", "review_date", "2027-01-01",
			"---\nreview_date: '2027-01-01'\nversion: \"1.9\"\n---\n"},
		{"a version keeps its quotes", "---\nversion: \"1.9\"  # x\n---\n", "version", "1.10", "---\nversion: \"1.10\"  # x\n---\n"},
		{"a version gets quotes", "---\nversion: 1.9\n---\n", "version", "1.10", "---\nversion: \"1.10\"\n---\n"},
		{"an alias", "---\nnext_review:   2026-01-01\n---\n", "review_date", "2027-01-01", "---\nnext_review:   2027-01-01\n---\n"},
		{"CRLF and a byte-order mark", "\ufeff---\r\nid: A\r\nreview_date: 2026-01-01\r\n---\r\nText\r\n", "review_date", "2027-01-01",
			"\ufeff---\r\nid: A\r\nreview_date: 2027-01-01\r\n---\r\nText\r\n"},
		{"an empty value", "---\nstatus:\nid: A\n---\n", "status", "approved", "---\nstatus: approved\nid: A\n---\n"},
		{"an empty value with a comment", "---\nstatus: # ask\nid: A\n---\n", "status", "approved", "---\nstatus: approved # ask\nid: A\n---\n"},
		{"null", "---\nstatus: ~\nid: A\n---\n", "status", "approved", "---\nstatus: approved\nid: A\n---\n"},
		{"a tag", "---\nversion: !!str 1.0\nid: A\n---\n", "version", "1.1", "---\nversion: \"1.1\"\nid: A\n---\n"},
		{"closed by dots", "---\nversion: \"1.0\"\n...\nText --- here\n", "version", "2.0", "---\nversion: \"2.0\"\n...\nText --- here\n"},
		{"a line after", "---\nid: A\nversion: \"1.0\" # now\nowner: x\n---\n", "effective_date", "2026-02-03",
			"---\nid: A\nversion: \"1.0\" # now\neffective_date: 2026-02-03\nowner: x\n---\n"},
		{"a line after, indented, CRLF", "---\r\n  version: \"1.0\"\r\n---\r\n", "effective_date", "2026-02-03",
			"---\r\n  version: \"1.0\"\r\n  effective_date: 2026-02-03\r\n---\r\n"},
		{"TOML string", "+++\nversion = \"1.9\" # c\n+++\n", "version", "1.10", "+++\nversion = \"1.10\" # c\n+++\n"},
		{"TOML literal string", "+++\nrev = '1.9'\n+++\n", "version", "1.10", "+++\nrev = '1.10'\n+++\n"},
		{"TOML date", "+++\nreview_date = 2026-01-01\n+++\n", "review_date", "2027-01-01", "+++\nreview_date = 2027-01-01\n+++\n"},
		{"TOML number", "+++\nversion = 1.9\n+++\n", "version", "1.10", "+++\nversion = \"1.10\"\n+++\n"},
		{"TOML line after", "+++\nversion = \"1.0\"\n[extra]\na = 1\n+++\n", "effective_date", "2026-02-03",
			"+++\nversion = \"1.0\"\neffective_date = 2026-02-03\n[extra]\na = 1\n+++\n"},
		{"JSON", "{\n  \"id\": \"A\",\n  \"version\": \"1.9\"\n}\nText\n", "version", "1.10", "{\n  \"id\": \"A\",\n  \"version\": \"1.10\"\n}\nText\n"},
		{"JSON after the last", "{\n  \"id\": \"A\",\n  \"version\": \"1.9\"\n}\nText\n", "effective_date", "2026-02-03",
			"{\n  \"id\": \"A\",\n  \"version\": \"1.9\",\n  \"effective_date\": \"2026-02-03\"\n}\nText\n"},
		{"JSON on one line", "{\"version\": \"1.9\", \"id\": \"A\"}\nText\n", "effective_date", "2026-02-03",
			"{\"version\": \"1.9\", \"effective_date\": \"2026-02-03\", \"id\": \"A\"}\nText\n"},
		{"JSON null", "{\"version\": null}\n", "version", "1.0", "{\"version\": \"1.0\"}\n"},
		{"a block scalar", "---\nstatus: |\n  draft\nid: A\n---\n", "status", "approved", "---\nstatus: \"approved\"\nid: A\n---\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := SetField([]byte(tt.src), names, tt.field, tt.value, "version")
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tt.want {
				t.Errorf("got\n%q\nwant\n%q", got, tt.want)
			}
		})
	}
}

func TestSetFieldRefuses(t *testing.T) {
	for _, src := range []string{
		"no front matter\n",
		"---\nversion: [1, 2]\n---\n",
		"---\n{id: A, status: draft}\n---\n", // nothing to stand beside
		"---\n{id: A, effective_date: x}\n---\n",
		"---\nid: A\n---\n",
		"---\nversion: &a 1.0\n---\n",
	} {
		_, err := SetField([]byte(src), nil, "version", "1.0", "effective_date")
		if !errors.As(err, new(*EditError)) {
			t.Errorf("%q: %v, want an EditError", src, err)
		}
	}
}

// FuzzSetField sets a field in any file: what comes out has the value, and the rest as it was.
func FuzzSetField(f *testing.F) {
	for _, s := range []string{"---\nversion: 1.0\n---\n", "+++\nversion = '1'\n+++\n", "{\"version\":\"1\"}\n", "---\nversion: |\n  a\n  b\nid: x\n---\n",
		"\ufeff---\r\nversion: \"a\\\"b\"\r\n...\r\n", "---\n? version\n: 1\n---\n", "---\n{version: 1, id: 2}\n---\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		out, err := SetField(src, nil, "version", "2.10", "id")
		if err != nil {
			return
		}
		front, _ := ParseFront(out, nil)
		if front.Text("version") != "2.10" {
			t.Errorf("%q became %q", src, out)
		}
	})
}

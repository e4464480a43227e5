package document

import (
	"errors"
	"testing"
)

func TestRenameAndRemoveField(t *testing.T) {
	names := map[string]string{"doc_id": "id"}
	tests := []struct{ name, src, field, renamed, removed string }{
		{"YAML", "---\nid: A # its id\ntitle: x\n---\nText\n", "id", "---\nkey: A # its id\ntitle: x\n---\nText\n", "---\ntitle: x\n---\nText\n"},
		{"CRLF and an alias", "\ufeff---\r\ntitle: x\r\n  \r\ndoc_id: A\r\n---\r\nText", "id", "\ufeff---\r\ntitle: x\r\n  \r\nkey: A\r\n---\r\nText", "\ufeff---\r\ntitle: x\r\n  \r\n---\r\nText"},
		{"a quoted key", "---\n\"id\": A\nb: 1\n---\n", "id", "---\n\"key\": A\nb: 1\n---\n", "---\nb: 1\n---\n"},
		{"an empty value", "---\nid:\nb: 1\n---\n", "id", "---\nkey:\nb: 1\n---\n", "---\nb: 1\n---\n"},
		{"a list", "---\nid:\n  - A\n  - B\nb: 1\n---\n", "id", "---\nkey:\n  - A\n  - B\nb: 1\n---\n", "---\nb: 1\n---\n"},
		{"TOML", "+++\nid = 'A'\nb = 1\n+++\n", "id", "+++\nkey = 'A'\nb = 1\n+++\n", "+++\nb = 1\n+++\n"},
		{"JSON, the first", "{\"id\": \"A\", \"b\": 1}\nText\n", "id", "{\"key\": \"A\", \"b\": 1}\nText\n", "{\"b\": 1}\nText\n"},
		{"JSON, the last", "{\n  \"b\": 1,\n  \"id\": \"A\"\n}\nText\n", "id", "{\n  \"b\": 1,\n  \"key\": \"A\"\n}\nText\n", "{\n  \"b\": 1\n}\nText\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			front, _ := ParseFront([]byte(tt.src), names)
			f, _ := front.Field(tt.field)
			if got, err := RenameField([]byte(tt.src), names, f, "key"); string(got) != tt.renamed || err != nil {
				t.Errorf("renamed it is %q, %v; want %q", got, err, tt.renamed)
			}
			if got, err := RemoveField([]byte(tt.src), names, f); string(got) != tt.removed || err != nil {
				t.Errorf("without it: %q, %v; want %q", got, err, tt.removed)
			}
		})
	}
	for _, src := range []string{"---\n{id: A, b: 1}\n---\n", "---\nid: A\nkey: B\n---\n"} {
		front, _ := ParseFront([]byte(src), nil)
		f, _ := front.Field("id")
		_, renamed := RenameField([]byte(src), nil, f, "key")
		_, removed := RemoveField([]byte(src), nil, f)
		if !errors.As(renamed, new(*EditError)) && !errors.As(removed, new(*EditError)) {
			t.Errorf("%q: %v, %v; want an EditError", src, renamed, removed)
		}
	}
}

package lint

import "testing"

// TestTogether: of fixes that touch the same bytes the first is chosen, the same edits count once, and a fix is taken with
// all of its edits or not at all.
func TestTogether(t *testing.T) {
	edit := func(start, end int, text string) Edit {
		return Edit{Path: "a.md", Range: Range{Place{Offset: start}, Place{Offset: end}}, Text: text}
	}
	fix := func(id string, edits ...Edit) Finding {
		return Finding{Fingerprint: id, Fix: &Fix{Safe: true, Edits: edits}}
	}
	all := []Finding{
		fix("first", edit(2, 4, "x")),
		fix("the same", edit(2, 4, "x")),
		fix("overlaps", edit(3, 5, "y")),
		fix("touches", edit(4, 5, "z")),
		fix("inserts", edit(0, 0, "i")),
		fix("inserts there, too", edit(0, 0, "j")),
		fix("one edit doesn't fit", edit(8, 9, ""), edit(2, 3, "")),
		fix("the other one would", edit(8, 9, "")),
		{Fingerprint: "no fix"},
		fix("not wanted", edit(6, 7, "")),
	}
	chosen, others := Together(all, func(f *Finding) bool { return f.Fingerprint != "not wanted" })
	ids := func(all []Finding) (s string) {
		for _, f := range all {
			s += f.Fingerprint + "; "
		}
		return s
	}
	if got, want := ids(chosen), "first; the same; touches; inserts; the other one would; "; got != want {
		t.Errorf("chosen are %s", got)
	}
	if got, want := ids(others), "overlaps; inserts there, too; one edit doesn't fit; "; got != want {
		t.Errorf("the others are %s", got)
	}
	if got := string(ApplyEdits([]byte("0123456789"), EditsOf(chosen))); got != "i01xz5679" {
		t.Errorf("it becomes %s", got)
	}
}

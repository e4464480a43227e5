package sitegen

import "testing"

// TestRefList: a row of documents is what the theme makes of it as a whole, whatever their titles hold.
func TestRefList(t *testing.T) {
	site := sampleSite()
	site.Documents[0].Title = `<b>"A" & 'B'</b> +1`
	p, err := newPress(site, newOutput((&memory{files: map[string][]byte{}}).create))
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{`no <such> document of a long id`, "unknown"}
	for i := range p.docs {
		keys = append(keys, p.docs[i].Key())
	}
	for _, root := range []string{"../", "../../"} {
		want, err := p.parts.html("refs.html", map[string]any{"root": root, "refs": p.refs(keys)})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if got, err := p.refList(root, keys); err != nil || got != want {
				t.Errorf("%v\n got %s\nwant %s", err, got, want)
			}
		}
	}
	if got, err := p.refList("../", nil); err != nil || got != "" {
		t.Errorf("of none: %q, %v", got, err)
	}
}

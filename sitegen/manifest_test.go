package sitegen

import (
	"bytes"
	"testing"
)

// TestManifestIsMarshalled: the manifest that is written in parts is the one that is written at once.
func TestManifestIsMarshalled(t *testing.T) {
	for name, site := range map[string]Site{"sample": sampleSite(), "empty": {}, "hostile": {Title: `"documents": [] "files": []`}} {
		p, err := newPress(site, newOutput((&memory{files: map[string][]byte{}}).create))
		if err != nil {
			t.Fatal(err)
		}
		files := []manifestEntry{{Path: "a<b>&.html", Inputs: "x", Notes: []string{"one\ntwo \"files\": []"}}, {Path: "b", Shows: []string{"a", "b"}}}
		for n := range len(files) + 1 {
			want := manifestFile{Writ: manifestMark, Schema: 1, Tool: "t", Audience: p.Audience, Title: p.Title, Head: p.Head,
				Main: p.Main, Today: p.Today, Past: p.Past, Serve: p.Serve, Documents: []manifestDocument{}, Files: files[:n:n]}
			if n == 0 {
				want.Files = []manifestEntry{}
			}
			for i := range p.docs {
				want.Documents = append(want.Documents, p.manifestOf(i).(manifestDocument))
			}
			whole, err := marshal(want)
			if err != nil {
				t.Fatal(err)
			}
			var parts bytes.Buffer
			if err := p.manifest(&parts, "t", files[:n]); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(parts.Bytes(), whole) {
				t.Errorf("%s, %d files:\n%s\nwant\n%s", name, n, parts.Bytes(), whole)
			}
		}
	}
}

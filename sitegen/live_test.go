package sitegen

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestLive: a file that is asked for is the one that a build makes, whatever was asked for before it.
func TestLive(t *testing.T) {
	want := renderSample(t, imaged())
	for _, first := range []string{"", evidenceFile} {
		l, err := NewLive(imaged())
		if err != nil {
			t.Fatal(err)
		}
		ask := func(name string) ([]byte, bool) {
			data, ok, err := l.File(t.Context(), name)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			return data, ok
		}
		if first != "" {
			ask(first)
		}
		ask("PRO-011/index.html") // which shows the image
		for name, data := range want {
			got, ok := ask(name)
			if ok == (name == manifestName) {
				t.Errorf("%s: there is one: %v", name, ok)
			}
			if diff := cmp.Diff(string(data), string(got)); ok && diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		for _, name := range []string{"nothing", "POL-001/nothing/index.html", "../x", "", "POL-001", "POL-777/index.html", manifestName} {
			if data, ok := ask(name); ok {
				t.Errorf("%q: %.60q", name, data)
			}
		}
	}
}

// TestHeaders: the file of headers is there for who asks for it.
func TestHeaders(t *testing.T) {
	site := sampleSite()
	if renderSample(t, site)[headersName] != nil {
		t.Error("nobody asked for it")
	}
	site.Headers = true
	if string(renderSample(t, site)[headersName]) != headers {
		t.Error("it is missing")
	}
}

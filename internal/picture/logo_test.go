package picture

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

func TestLogo(t *testing.T) {
	pixels := image.NewGray(image.Rect(0, 0, 30, 20))
	var asPNG, asJPEG bytes.Buffer
	if err := png.Encode(&asPNG, pixels); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&asJPEG, pixels, nil); err != nil {
		t.Fatal(err)
	}
	// A lossless WebP of 30 by 20 pixels: its header is all that is read.
	asWebP := "RIFF\x1e\x00\x00\x00WEBPVP8L\x11\x00\x00\x00\x2f\x1d\xc0\x04\x00\x07\x10\x11\x11\x88\x88\xfe\x07\x00\x00\x00"
	for name, tc := range map[string]struct{ file, data, fault string }{
		"a PNG":                {"logo.png", asPNG.String(), ""},
		"a JPEG":               {"logo.JPG", asJPEG.String(), ""},
		"a WebP":               {"logo.webp", asWebP, ""},
		"an SVG":               {"logo.svg", "<?xml version=\"1.0\"?><!-- <svg width='9'> --><svg " + namespace + " width='30' height='19.5px'/>", ""},
		"an SVG with a box":    {"logo.svg", "<svg viewBox='0 0,30 20' " + namespace + "/>", ""},
		"an SVG of percents":   {"logo.svg", "<svg width='100%' height='100%' " + namespace + "/>", "a width and a height"},
		"an SVG of nothing":    {"logo.svg", "<svg width='0' height='1e9' " + namespace + "/>", "a width and a height"},
		"another language":     {"logo.svg", "<html><svg width='30' height='20'/></html>", "a width and a height"},
		"no element":           {"logo.svg", "words", "a width and a height"},
		"an SVG with a script": {"logo.svg", "<svg " + namespace + " width='30' height='20'><script/></svg>", "<script>"},
		"a script":             {"logo.js", "alert(1)", "isn't that of a PNG"},
		"a hidden script":      {"logo.png", "#!/bin/sh\n", "isn't that of a picture"},
		"a page":               {"logo.jpg", "<!doctype html>", "isn't that of a picture"},
		"another format":       {"logo.png", asJPEG.String(), "isn't that of a picture"},
		"an animation":         {"logo.gif", "GIF89a", "isn't that of a PNG"},
		"a large one":          {"logo.png", asPNG.String() + strings.Repeat("x", MaxLogo), "257 KiB; a logo has at most 256"},
		"nothing":              {"logo.webp", "", "isn't that of a picture"},
		"a pointer":            {"logo.png", "version https://git-lfs.github.com/spec/v1\n", "LFS"},
	} {
		w, h, fault := Logo(tc.file, []byte(tc.data))
		if (fault == "") != (tc.fault == "") || !strings.Contains(fault, tc.fault) || fault == "" && (w != 30 || h != 20) {
			t.Errorf("%s: %d by %d, %q; want %q", name, w, h, fault, tc.fault)
		}
	}
}

package picture

import (
	"strings"
	"testing"
	"unicode/utf16"
)

const namespace = `xmlns="http://www.w3.org/2000/svg"`

// TestSVG: pictures as programs write them are published, and whatever could run or fetch something isn't.
func TestSVG(t *testing.T) {
	svg := func(body string) string { return "<svg " + namespace + ">" + body + "</svg>" }
	for name, tt := range map[string]struct{ data, fault string }{
		"a drawing":               {svg(`<path d="M0 0h9"/><text x='1'>a > b, see https://example.com/</text>`), ""},
		"with a declaration":      {"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n<!-- made <b>by</b> hand -->" + svg(""), ""},
		"places of its own":       {`<svg ` + namespace + ` xmlns:xlink="http://www.w3.org/1999/xlink"><defs><g id="a"/></defs><use xlink:href="#a" fill="url(#b)" style="stroke:url( '#c')"/></svg>`, ""},
		"a byte-order mark":       {"\ufeff" + svg(""), ""},
		"an attribute one":        {svg(`<g one="x" font-on="y"/>`), "attribute one"},
		"a script":                {svg("<script>x()</script>"), "<script>"},
		"a script, in capitals":   {svg("<SCRIPT/>"), "<script>"},
		"a script with a prefix":  {`<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>x()</s:script></s:svg>`, "prefix"},
		"in UTF-16":               {inUTF16(svg("<script>x()</script>")), "UTF-8"},
		"in UTF-7":                {`<?xml version="1.0" encoding="UTF-7"?>+ADw-svg+AD4-` + svg(""), "can't be read"},
		"in Latin-1":              {svg("\xe4"), "UTF-8"},
		"a hidden address":        {svg(`<a href="&#106;avascript:x()"><rect/></a>`), "reference"},
		"an entity":               {`<!DOCTYPE svg [<!ENTITY x "y">]>` + svg(""), "can't be read"},
		"an attribute by default": {`<!DOCTYPE svg [<!ATTLIST svg onload CDATA "x()">]>` + svg(""), "can't be read"},
		"HTML by a prefix":        {svg(`<h:iframe xmlns:h="http://www.w3.org/1999/xhtml" srcdoc="x"/>`), "prefix"},
		"HTML by a namespace":     {svg(`<div xmlns="http://www.w3.org/1999/xhtml"/>`), "another language"},
		"foreign content":         {svg("<foreignObject/>"), "<foreignobject>"},
		"a handler":               {svg(`<g onload="x()"/>`), "onload"},
		"a handler, glued":        {`<svg/onload=x()>`, "can't be read"},
		"a handler without quote": {`<svg onload=x()>`, "can't be read"},
		"a handler in capitals":   {svg(`<g ONLOAD = 'x()'/>`), "onload"},
		"a handler by a prefix":   {svg(`<g ev:onload="x()"/>`), "onload"},
		"a style":                 {svg(`<style>*{background:url(x)}</style>`), "<style>"},
		"a hidden style":          {svg(`<rect style="fill:\75 rl(http://x)"/>`), "backslash"},
		"an address in a style":   {svg(`<rect style="fill: URL( 'http://x/')"/>`), "loads a file"},
		"a file in a style":       {svg(`<rect fill="url(x.svg#a)"/>`), "loads a file"},
		"a set of images":         {svg(`<rect style='background:image-set("x" 1x)'/>`), "loads a file"},
		"a link":                  {svg(`<a href="https://example.com/"/>`), "href leads out"},
		"an old link":             {svg(`<a xlink:href=" javascript:x()"/>`), "xlink:href leads out"},
		"an image":                {svg(`<image href="x.png"/>`), "href leads out"},
		"an animated link":        {svg(`<a><set attributeName="xlink:href" to="x"/></a>`), "animation"},
		"a style sheet":           {`<?xml-stylesheet href="x.css"?>` + svg(""), "can't be read"},
		"character data":          {svg(`<![CDATA[<script>]]>`), "can't be read"},
		"no end":                  {svg(`<g id="a`), "can't be read"},
		"an open comment":         {svg(`<!-- `), "can't be read"},
		"a NUL":                   {svg("\x00"), "UTF-8"},
		"another base":            {svg(`<g xml:base="https://example.com/"/>`), "xml:base"},
	} {
		fault := SVG([]byte(tt.data))
		if (fault == "") != (tt.fault == "") || !strings.Contains(fault, tt.fault) {
			t.Errorf("%s: %q, want %q", name, fault, tt.fault)
		}
	}
}

func inUTF16(s string) string {
	out := []byte{0xff, 0xfe}
	for _, c := range utf16.Encode([]rune(s)) {
		out = append(out, byte(c), byte(c>>8))
	}
	return string(out)
}

func TestFault(t *testing.T) {
	for name, tt := range map[string]struct {
		file, data, fault string
	}{
		"a PNG":     {"a.png", "\x89PNG", ""},
		"an SVG":    {"a.SVG", "<svg onload='x'/>", "onload"},
		"a pointer": {"a.png", "version https://git-lfs.github.com/spec/v1\n", "LFS"},
		"too large": {"a.png", strings.Repeat("x", 30<<20), "it has 30.0 MiB; an image has at most 16"},
	} {
		if fault := Fault(tt.file, []byte(tt.data)); (fault == "") != (tt.fault == "") || !strings.Contains(fault, tt.fault) {
			t.Errorf("%s: %q, want %q", name, fault, tt.fault)
		}
	}
	if ending, image := Ending("x/A.Bmp"); ending != ".bmp" || image {
		t.Errorf("%s, %v", ending, image)
	}
}

// FuzzSVG: nothing panics, and what is published has none of the marks that make a picture live.
func FuzzSVG(f *testing.F) {
	f.Add([]byte("<svg " + namespace + "><path d=\"M0\"/></svg>"))
	f.Add([]byte("<svg/onload=x()>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if SVG(data) != "" {
			return
		}
		low := strings.ToLower(string(data))
		for _, bad := range []string{"<script", "<style", "<foreignobject", "<!entity", "&", "\\"} {
			if strings.Contains(stripComments(low), bad) {
				t.Errorf("%q is published", data)
			}
		}
	})
}

func stripComments(s string) string { return string(comment.ReplaceAll([]byte(s), nil)) }

package config

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/palette"
	"github.com/writ-docs/writ/internal/picture"
	"github.com/writ-docs/writ/schema"
)

// maxPage is the size in bytes of the largest page of the company's own.
const maxPage = 1 << 20

// brand are the keys by which a company gives the site its own face. The files that they name are read here, so that
// whatever a build would refuse is a fault of the configuration, for every command and at its place.
func (r *reader) brand(s *Site, c *Config) keys {
	return keys{
		"logo": func(n *node) {
			r.named(n, &s.Logo, "a logo", func(name string, data []byte) (string, string) {
				_, _, fault := picture.Logo(name, data)
				return fault, "name " + picture.LogoFormats + " of at most 256 KiB"
			})
		},
		"home":    func(n *node) { r.ownPage(n, &s.Home, c) },
		"pages":   func(n *node) { r.pages(n, s, c) },
		"links":   func(n *node) { r.siteLinks(n, s) },
		"css":     func(n *node) { r.styles(n, s) },
		"contact": r.shapedInto(&s.Contact, emailShape),
		"issues":  r.shapedInto(&s.Issues, issuesShape),
	}
}

// named reads the path of a file of the repository, and has what the file holds checked, unless the configuration is
// an old one. wrong says why the file can't be what it is to be, "" where it can, and what to do.
func (r *reader) named(n *node, to *string, what string,
	wrong func(name string, data []byte) (why, help string)) bool {
	name := ""
	if r.file(&name)(n); name == "" {
		return false
	}
	if *to = name; r.lenient {
		return true
	}
	var data []byte
	err := errNoFiles
	if r.files != nil {
		data, err = r.files(name)
	}
	if err != nil {
		r.fault(n, fmt.Sprintf("%s: %s %v; expected %s, in this repository", n.name(), quote(name), err, what),
			"commit the file, or remove the line")
		return false
	}
	if why, help := wrong(name, data); why != "" {
		r.fault(n, fmt.Sprintf("%s: %s can't be %s: %s", n.name(), quote(name), what, why), help)
		return false
	}
	return true
}

// ownPage reads the path of a Markdown file that the site shows and nobody approves.
func (r *reader) ownPage(n *node, to *string, c *Config) {
	var text []byte
	ok := r.named(n, to, "a page", func(name string, data []byte) (string, string) {
		text = data
		front, _ := document.ParseFront(data, nil)
		switch {
		case !IsMarkdown(name):
			return "its name isn't that of a Markdown file", "name a file such as site/about.md"
		case len(data) > maxPage:
			return fmt.Sprintf("it has %d KiB; a page has at most %d", (len(data)+1023)>>10, maxPage>>10), "make it shorter"
		case !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0:
			return "it isn't text in UTF-8", "save it as UTF-8"
		case slices.ContainsFunc(front.Faults, func(f document.Fault) bool { return f.Kind != document.FrontMissing }):
			return "its front matter can't be read", "fix the front matter, which may state a classification"
		}
		return "", ""
	})
	if name := *to; ok && !r.lenient {
		r.after(func() {
			front, _ := document.ParseFront(text, c.Fields)
			if sure, identified := c.Candidate(name); sure || identified && front.Text("id") != "" {
				r.fault(n, fmt.Sprintf("%s: %s can't be a page: it is one of the controlled documents", n.name(), quote(name)),
					"move it to another folder, such as site, without an id, or name it in documents.exclude")
			}
		})
	}
}

// pages reads further pages. Their addresses are made of the files' names.
func (r *reader) pages(n *node, s *Site, c *Config) {
	taken := map[string]string{}
	r.each(n, "[site/about.md]", func(item *node) {
		p := SitePage{}
		if r.ownPage(item, &p.Path, c); p.Path == "" {
			return
		}
		base := path.Base(p.Path)
		p.Name = strings.ToLower(strings.TrimSuffix(base, path.Ext(base)))
		switch other := taken[p.Name]; {
		case !kindShape.fits(p.Name) || schema.IsDevice(p.Name):
			r.fault(item, fmt.Sprintf("%s: the name %s can't be an address; expected %s", item.name(), quote(base),
				kindShape.text),
				"rename the file, such as about-us.md")
		case other != "":
			r.fault(item, fmt.Sprintf("%s: %s and %s would have the same address", item.name(), quote(p.Path), quote(other)),
				"rename one of them")
		default:
			taken[p.Name] = p.Path
			s.Pages = append(s.Pages, p)
		}
	})
}

func (r *reader) siteLinks(n *node, s *Site) {
	r.each(n, `[{title: Intranet, url: "https://intranet.example.com/"}]`, func(item *node) {
		var l SiteLink
		r.object(item, keys{"title": r.into(&l.Title), "url": r.shapedInto(&l.URL, linkShape)}, "title", "url")
		s.Links = append(s.Links, l)
	})
}

// styles reads the path of a file of variables. What is wrong in it is reported there.
func (r *reader) styles(n *node, s *Site) {
	var text string
	ok := r.named(n, &s.CSS, "a file of styles", func(_ string, data []byte) (string, string) {
		if len(data) > palette.MaxSize {
			return fmt.Sprintf("it has %d KiB; it may have at most %d", (len(data)+1023)>>10, palette.MaxSize>>10),
				"make it shorter"
		}
		if !utf8.Valid(data) {
			return "it isn't text in UTF-8", "save it as UTF-8"
		}
		text = strings.TrimPrefix(string(data), byteOrderMark)
		return "", ""
	})
	if !ok || r.lenient {
		return
	}
	file := &source{path: s.CSS, text: text, lines: lineStarts(text)}
	style, faults := palette.Parse(text)
	for _, f := range faults {
		r.faults = append(r.faults, fault{span{f.Start, f.End}, f.Message, f.Help, file})
	}
	r.after(func() {
		if s.Accent != "" && style.States(palette.Accent) {
			r.fault(n, fmt.Sprintf("%s: %s sets %s, and so does `site.accent`", n.name(), quote(s.CSS), palette.Accent),
				"remove one of them")
		}
	})
}

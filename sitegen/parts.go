package sitegen

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"strings"
)

// parts are the theme's partials as they are executed without Hugo, for what is put into its pages afterwards:
// contents lists, and the rows of long tables, which would cost Hugo 20 KB each. A partial that is used here may use
// no other functions than these.
type parts struct {
	all *template.Template
}

func newParts(theme fs.FS, params siteParams) (*parts, error) {
	site, err := plain(params)
	if err != nil {
		return nil, err
	}
	p := &parts{}
	run := func(name string, data ...any) (template.HTML, error) {
		var buf bytes.Buffer
		var in any
		if len(data) > 0 {
			in = data[0]
		}
		err := p.all.ExecuteTemplate(&buf, name, in)
		return template.HTML(buf.String()), err //nolint:gosec // a template's own output
	}
	p.all = template.New("").Funcs(template.FuncMap{
		"site":    func() any { return map[string]any{"Params": site} },
		"partial": run, "partialCached": run,
		"i18n": func(key string, _ ...any) (string, error) {
			if w, ok := params.Words[key]; ok {
				return w, nil
			}
			return "", fmt.Errorf("the theme has no string %q", key)
		},
		"replace": func(s any, old, new string) string { return strings.ReplaceAll(fmt.Sprint(s), old, new) },
		"lower":   func(s any) string { return strings.ToLower(fmt.Sprint(s)) },
		"delimit": func(list []any, between string) string {
			var texts []string
			for _, x := range list {
				texts = append(texts, fmt.Sprint(x))
			}
			return strings.Join(texts, between)
		},
		"dict": func(pairs ...any) map[string]any {
			m := map[string]any{}
			for i := 0; i+1 < len(pairs); i += 2 {
				m[fmt.Sprint(pairs[i])] = pairs[i+1]
			}
			return m
		},
	})
	for _, name := range []string{
		"state.html", "grade.html", "key.html", "review.html", "event.html", "refs.html", "more_rows.html",
		"row_register.html", "row_evidence.html", "row_change.html", "control.html", "banners.html", "file.html",
		"article.html",
	} {
		text, err := fs.ReadFile(theme, "layouts/_partials/"+name)
		if err != nil {
			return nil, err
		}
		if _, err := p.all.New(name).Parse(string(text)); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// plain turns a view into what its JSON says, which is what Hugo's layouts read, too. Controls that turn text become
// visible, as they do there.
func plain(view any) (any, error) {
	data, err := json.Marshal(view)
	if err != nil {
		return nil, err
	}
	var out any
	dec := json.NewDecoder(bytes.NewReader(showControls(data)))
	dec.UseNumber()
	return out, dec.Decode(&out)
}

// html executes a partial for a view.
func (p *parts) html(name string, view any) (string, error) {
	in, err := plain(view)
	if err != nil {
		return "", err
	}
	var buf bytes.Buffer
	err = p.all.ExecuteTemplate(&buf, name, in)
	return strings.TrimSpace(buf.String()), err
}

// rowsOf executes a partial for each view of a list, one line each. A layout has their mark
// only where there are any.
func rowsOf[T any](p *parts, name string, root string, views []T) words {
	type row struct {
		Root string `json:"root"`
		Row  T      `json:"row"`
	}
	if len(views) == 0 {
		return noWords
	}
	return words{digest: digestOf(name, root, views), make: func(putFile) (made, error) {
		var b strings.Builder
		for _, v := range views {
			html, err := p.html(name, row{root, v})
			if err != nil {
				return made{}, err
			}
			b.WriteString(html + "\n")
		}
		return made{parts: []io.WriterTo{whole(b.String())}}, nil
	}}
}

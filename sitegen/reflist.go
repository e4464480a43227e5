package sitegen

import "strings"

// refLink is a document as pages name it that have their root at one relative address.
type refLink struct{ root, key string }

// refList is a row of documents as HTML. Documents are named by many others, and a layout would make each name anew.
func (p *press) refList(root string, keys []string) (string, error) {
	var all []string
	for _, key := range keys {
		of := refLink{root, key}
		html, ok := p.links.Load(of)
		if !ok {
			made, err := p.parts.html("refs.html", map[string]any{"root": root, "refs": p.refs([]string{key})})
			if err != nil {
				return "", err
			}
			html, _ = p.links.LoadOrStore(of, made)
		}
		all = append(all, html.(string))
	}
	return strings.Join(all, ", "), nil
}

package isms

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
)

// Correctives are the corrective actions of all logs, and those with files of their own.
type Correctives struct {
	system *System
	all    []*Action
	named  map[string]*Action // by Key
	logs   []*register.Entry
}

// Correctives returns the corrective actions. It fails only where a text can't be read any more.
func (s *System) Correctives() (*Correctives, error) {
	c := &Correctives{system: s, named: map[string]*Action{}, logs: s.Of(CorrectiveLog, CorrectiveFile)}
	for _, e := range c.logs {
		actions, err := s.ActionsOf(e)
		if err != nil {
			return nil, err
		}
		for _, a := range actions {
			if c.all = append(c.all, a); a.Key != "" && c.named[a.Key] == nil {
				c.named[a.Key] = a
			}
		}
	}
	return c, nil
}

// Followed says which corrective action a finding of an audit names.
type Followed struct {
	Known   bool    // one that exists, or an id of another system
	Missing string  // an id that no corrective action has; "" for none
	Alike   *Action // without a known one: an action that says the same; nil for none
}

// Follows looks for the corrective action of a finding: the finding names its id, links to it, or its id is what the
// action names as its source.
func (c *Correctives) Follows(a *Audit, f *AuditFinding) (out Followed, err error) {
	for _, word := range append(idsIn(f.Action), f.Named...) {
		if out.Known = out.Known || c.system.Config.IsExternalID(word) || c.has(word); out.Missing == "" && c.meant(f,
			word) {
			out.Missing = word
		}
	}
	if !out.Known {
		out.Known, err = c.linked(a, f)
	}
	out.Known = out.Known || f.Action != "" && c.numbered(f.Action) || c.traced(a, f)
	if out.Known || err != nil {
		return Followed{Known: out.Known}, err
	}
	topic := records.TopicOf(f.Text)
	if f.Item != nil {
		topic = records.TopicOf(f.Item.Note)
	}
	best := 0.0
	for _, action := range c.all {
		if score := max(topic.Alike(action.Found()), topic.Alike(action.Topic())); score > best && action.ID != "" {
			best, out.Alike = score, action
		}
	}
	return out, nil
}

func (c *Correctives) has(word string) bool {
	id, ok := records.ReadID(word)
	return ok && c.named[RowKey("", id)] != nil
}

// meant reports whether a word that is no known id is meant as one: it stands in the column for the action, or begins
// as the ids of the logs do.
func (c *Correctives) meant(f *AuditFinding, word string) bool {
	id, ok := records.ReadID(word)
	if !ok || c.has(word) {
		return false
	}
	if slices.Contains(idsIn(f.Action), word) {
		return true
	}
	letters := strings.TrimRight(id.Key, "0123456789")
	return strings.Trim(letters, "0123456789-_./") != "" && slices.ContainsFunc(c.all, func(a *Action) bool {
		return a.Key != "" && strings.TrimRight(a.Key, "0123456789") == letters
	})
}

// numbered reports whether a number alone is that of a row of a log.
func (c *Correctives) numbered(text string) bool {
	for _, word := range idsIn(text) {
		id, ok := records.ReadID(word)
		if ok && slices.ContainsFunc(c.logs, func(log *register.Entry) bool {
			return c.named[RowKey(log.Key(),
				id)] != nil
		}) {
			return true
		}
	}
	return false
}

// linked reports whether a link in a finding leads to a corrective action: to its file, or to a row by its anchor.
func (c *Correctives) linked(a *Audit, f *AuditFinding) (bool, error) {
	leads, err := c.system.leads(a.Entry)
	if err != nil {
		return false, err
	}
	for i, l := range a.Entry.Links() {
		if !inside(l.Span, f.Span) || leads[i].To == nil {
			continue
		}
		if c.system.Is(leads[i].To.Kind, CorrectiveFile) || slices.Contains(c.logs, leads[i].To) &&
			c.has(leads[i].Fragment) {
			return true, nil
		}
	}
	return false, nil
}

func inside(s, in document.Span) bool { return in.Start <= s.Start && s.End <= in.End }

// traced reports whether an action says that it comes from the finding.
func (c *Correctives) traced(a *Audit, f *AuditFinding) bool {
	return slices.ContainsFunc(c.all, func(action *Action) bool { return action.comesFrom(a, f) })
}

// comesFrom reports whether an action names a finding by its id and its report.
func (a *Action) comesFrom(report *Audit, f *AuditFinding) bool {
	id, ok := records.ReadID(f.ID)
	if !ok {
		return false
	}
	said := a.sources()
	if len(said) == 0 && a.Cell("other_id").Text == "" {
		return false
	}
	names := func(key string) bool { return key != "" && said[key] }
	of, _ := records.ReadID(report.Entry.ID)
	own := strings.Trim(id.Key, "0123456789") != "" && strings.EqualFold(a.Cell("other_id").Text, f.ID)
	return own || names(id.Key) && names(of.Key) || report.Entry.ID != "" && names(of.Key+"/"+id.Key)
}

// sources are the keys of the ids that an action names beside its own.
func (a *Action) sources() map[string]bool {
	return a.named.of(func() map[string]bool {
		keys := map[string]bool{}
		for _, word := range idsIn(a.Cell("source").Text, a.Cell("other_id").Text, a.Cell("notes").Text) {
			if id, ok := records.ReadID(word); ok {
				keys[id.Key] = true
			}
		}
		return keys
	})
}

// Named returns the corrective actions that a finding names, and those that name it.
func (c *Correctives) Named(a *Audit, f *AuditFinding) (all []*Action) {
	for _, word := range append(idsIn(f.Action), f.Named...) {
		id, _ := records.ReadID(word)
		if action := c.named[RowKey("", id)]; action != nil && !slices.Contains(all, action) {
			all = append(all, action)
		}
	}
	for _, action := range c.all {
		if action.comesFrom(a, f) && !slices.Contains(all, action) {
			all = append(all, action)
		}
	}
	return all
}

// wordsFrom is the text of a document from a place on, and that of its sheet.
func wordsFrom(d *document.Document, from int) (string, error) {
	src, err := d.Source()
	if err != nil {
		return "", err
	}
	var sheet []byte
	if d.Sheet != nil {
		sheet, err = d.Sheet.Source()
	}
	return string(src[from:]) + "\n" + string(sheet), err
}

// Mentioned counts the corrective actions, and the ids of another system, that a report names anywhere.
func (c *Correctives) Mentioned(a *Audit) (n int, err error) {
	text, err := wordsFrom(a.Entry.Document, a.Entry.Body.Start)
	if err != nil {
		return 0, err
	}
	seen := map[string]bool{}
	for _, word := range idsIn(text) {
		if key := strings.ToLower(word); !seen[key] && (c.has(word) || c.system.Config.IsExternalID(word)) {
			seen[key] = true
			n++
		}
	}
	return n, nil
}

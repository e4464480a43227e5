package lint

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
)

// Baseline is the list of findings with which a repository started, or that stay on record because history can't be
// fixed. It is a value: read from bytes, never changed. A nil one holds nothing.
type Baseline struct {
	Path    string // of its file, relative to the root
	entries []BaselineEntry
	at      map[string]int // fingerprint → index
}

// BaselineEntry is one accepted finding. Document and path are for readers; the fingerprint decides.
type BaselineEntry struct {
	Fingerprint string `json:"fingerprint"`
	Rule        string `json:"rule"`
	Document    string `json:"document,omitempty"`
	Path        string `json:"path,omitempty"`
	Reason      string `json:"reason,omitempty"` // needed where the finding is about history
}

// Entries returns the entries in the order of their paths, rules and fingerprints. The caller must not change them.
func (b *Baseline) Entries() []BaselineEntry {
	if b == nil {
		return nil
	}
	return b.entries
}

// NewBaseline sorts entries and makes them the baseline at path. Fingerprints must be unique.
func NewBaseline(path string, entries []BaselineEntry) *Baseline {
	slices.SortFunc(entries, func(a, b BaselineEntry) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	b := &Baseline{Path: path, entries: entries, at: make(map[string]int, len(entries))}
	for i, e := range entries {
		b.at[e.Fingerprint] = i
	}
	return b
}

// entry finds a finding's entry, by its fingerprint or by one that it had formerly.
func (b *Baseline) entry(f *Finding) (BaselineEntry, bool) {
	if b == nil {
		return BaselineEntry{}, false
	}
	for _, name := range append([]string{f.Fingerprint}, f.Formerly...) {
		if i, ok := b.at[name]; ok && b.entries[i].Rule == f.Rule.ID {
			return b.entries[i], true
		}
	}
	return BaselineEntry{}, false
}

// suppresses returns why a finding is accepted; nil where the baseline doesn't hold it, or holds it without the
// reason that a finding about history needs.
func (b *Baseline) suppresses(f *Finding) *Suppression {
	e, ok := b.entry(f)
	if !ok || NeedsReason(f.Rule) && e.Reason == "" {
		return nil
	}
	return &Suppression{By: InBaseline, Reason: e.Reason, Path: b.Path}
}

// NeedsReason reports whether a rule's findings are taken from the baseline with a reason only: what history holds
// can't be fixed, so that somebody has to say why it is accepted.
func NeedsReason(r *Rule) bool { return r.Scope == History }

// Rewritten is what Rewrite came to.
type Rewritten struct {
	Baseline *Baseline
	Removed  []BaselineEntry // they no longer occur
	Refused  []Finding       // they weren't in the baseline before: it only shrinks
	Fresh    []Finding       // history's findings of what isn't committed yet
	Wanting  []BaselineEntry // they count only once somebody writes a reason
}

// Rewrite brings a baseline up to the findings of a whole run that used it. Without a baseline before (nil), all
// open findings are taken up, save those of rules that can't be suppressed. After that entries only go. A reason
// that isn't "" is given to entries that need one and have none.
func (b *Baseline) Rewrite(path string, result *Result, reason string) Rewritten {
	var out Rewritten
	var kept []BaselineEntry
	seen := map[string]bool{}
	take := func(f *Finding, why string) {
		e := BaselineEntry{Fingerprint: f.Fingerprint, Rule: f.Rule.ID, Document: f.Document, Path: f.Path, Reason: why}
		if NeedsReason(f.Rule) && e.Reason == "" {
			e.Reason = reason
		}
		kept = append(kept, e)
		seen[e.Fingerprint] = true
		if NeedsReason(f.Rule) && e.Reason == "" {
			out.Wanting = append(out.Wanting, e)
		}
	}
	for _, all := range [][]Finding{result.Suppressed, result.Findings} {
		for i := range all {
			f := &all[i]
			old, had := b.entry(f)
			switch {
			case had:
				take(f, old.Reason)
				seen[old.Fingerprint] = true // carried over, where it was known by another name
			case f.Suppressed != nil || !f.Rule.Suppressible || f.Rule.After != nil:
			case f.Fresh:
				out.Fresh = append(out.Fresh, *f)
			case b == nil:
				take(f, "")
			default:
				out.Refused = append(out.Refused, *f)
			}
		}
	}
	for _, e := range b.Entries() {
		switch {
		case seen[e.Fingerprint]:
		case slices.ContainsFunc(result.Skipped, func(s Skipped) bool { return s.Rule == e.Rule }):
			kept = append(kept, e) // nobody knows whether it still occurs
		default:
			out.Removed = append(out.Removed, e)
		}
	}
	out.Baseline = NewBaseline(path, kept)
	return out
}

// Bytes is the baseline's file: JSON, one entry on each line, so that a change of one shows as one line.
func (b *Baseline) Bytes() []byte {
	var out bytes.Buffer
	out.WriteString("{\n  \"schema\": 1,\n  \"findings\": [")
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	for i, e := range b.Entries() {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n    ")
		_ = enc.Encode(e) // strings can always be written
		out.Truncate(out.Len() - 1)
	}
	if len(b.Entries()) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteString("]\n}\n")
	return out.Bytes()
}

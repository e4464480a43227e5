package redline

// Provenance says for each section of the newest version, by its anchor, in which version its words last changed: the
// number of one, from 0 for the oldest on. redlines are those between consecutive versions, the oldest first. What
// moved without a change of its words, was set otherwise or leads elsewhere didn't change; a heading is part of its
// section. Without redlines there is one version, and nothing to tell.
func Provenance(redlines []*Redline) map[string]int {
	now := map[string]int{}
	for i, r := range redlines {
		next := make(map[string]int, len(r.Sections))
		for k := range r.Sections {
			s := &r.Sections[k]
			switch {
			case s.New == "":
			case s.State == Same || s.State == Marked:
				next[s.New] = now[s.Old]
			default:
				next[s.New] = i + 1
			}
		}
		now = next
	}
	return now
}

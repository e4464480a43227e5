package history

// The section of the index, after its header, with all numbers little-endian: the counts of what follows, 4 bytes
// each; then tables, whose rows have a fixed width, so that they are read without looking for where each begins; then
// the text of all strings.
//
//	strings   where each ends in the text (4)
//	persons   name, address (4 each: numbers of strings)
//	commits   id, tree (20 each); author, committer (4 for the person, 8 seconds, 4 offset of the zone, each);
//	          message (4); flags (1); parents (2); changes, side commits (4 each). A step's side commits follow it.
//	parents   id (20)
//	changes   path (4); ids before and after (20 each); modes before and after (2 each); flags (1)
//	pairs     text, file (20 each)
//	facts     blob (20); strings (4 each); days (4 each); cycles (months and days, 4 each); digest, and digest
//	          without the addenda of a text that calls itself closed (32 each); name of the text (8); flags (1)
const (
	rowString = 4
	rowPerson = 8
	rowCommit = 2*20 + 2*16 + 4 + 1 + 2 + 2*4
	rowParent = 20
	rowChange = 4 + 2*20 + 2*2 + 1
	rowPair   = 2 * 20
	rowFacts  = 20 + factStrings*4 + factDays*4 + factCycles*8 + 2*32 + 8 + 1

	factStrings, factDays, factCycles = 9, 3, 2
)

// indexCounts are the numbers of rows of the tables.
type indexCounts struct{ strings, persons, commits, parents, changes, pairs, facts uint32 }

func (n *indexCounts) all() []*uint32 {
	return []*uint32{&n.strings, &n.persons, &n.commits, &n.parents, &n.changes, &n.pairs, &n.facts}
}

// size is what all tables take in bytes.
func (n *indexCounts) size() int64 {
	return int64(n.strings)*rowString + int64(n.persons)*rowPerson + int64(n.commits)*rowCommit +
		int64(n.parents)*rowParent + int64(n.changes)*rowChange + int64(n.pairs)*rowPair + int64(n.facts)*rowFacts
}

// Flags of commits, changes and facts.
const (
	flagSigned = 1 << iota
	flagMergeTag
	flagOwn
	flagReadable
)

// stringsOf are the fields of facts that are strings, in the order of the table.
func stringsOf(f *Facts) [factStrings]*string {
	return [...]*string{&f.ID, &f.Title, &f.Kind, &f.Version, &f.Status, &f.Owner, &f.Approver, &f.EffectiveText,
		&f.ReviewText}
}

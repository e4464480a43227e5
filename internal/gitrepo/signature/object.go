package signature

import (
	"bytes"
	"strconv"
	"time"
)

// Signed is the signature of an object, and the bytes that it covers.
type Signed struct {
	Payload []byte    // exactly the bytes that were signed
	Armor   []byte    // the signature as it was written, nil for None
	Kind    Kind      //
	When    time.Time // the committer's or tagger's time, as the object states it
	Tag     *Tag      // of a tag object, else nil
}

// Tag is what a tag object says of itself. Nothing ties it to the ref that leads to it: the caller compares.
type Tag struct {
	Name   string // its own name, which must equal the ref's without refs/tags/
	Object string // the tagged object's id, full lower-case hex
	Type   string // "commit", "tree", "blob" or "tag"
}

// RefusedError says why a signed object isn't judged at all: its bytes can be read in two ways.
type RefusedError struct{ Why string }

// Error returns the reason.
func (e *RefusedError) Error() string { return "signed object refused: " + e.Why }

func refuse(why string) error { return &RefusedError{why} }

// FromText makes a Signed of bytes and an armored signature that stand apart, such as an approval inside a message.
// when is the time that the surrounding object states.
func FromText(payload, armor []byte, when time.Time) Signed {
	return Signed{Payload: payload, Armor: armor, Kind: kindOf(armor), When: when}
}

// FromCommit splits the raw bytes of a commit object (without Git's "commit SIZE\0" frame) into signature and
// payload. As git does, it drops every header whose name begins with gpgsig from the payload and verifies only
// "gpgsig". An unsigned commit has Kind None and is never refused. A signed one whose bytes have two readings (a
// doubled header, two signatures, a NUL) is a *RefusedError.
func FromCommit(raw []byte) (Signed, error) {
	s := splitHeaders(raw, func(line []byte) bool { return bytes.HasPrefix(line, []byte("gpgsig")) })
	if s.signatures == 0 {
		return Signed{Payload: raw}, nil
	}
	if err := s.check([]string{"tree", "author", "committer"}); err != nil {
		return Signed{}, err
	}
	when, ok := whenOf(s.first["committer"])
	if !ok {
		return Signed{}, refuse("the committer's time can't be read")
	}
	kind := kindOf(s.armor)
	if kind == None {
		kind = Unknown // a header without a value isn't a signature, and isn't the absence of one
	}
	return Signed{Payload: s.payload, Armor: s.armor, Kind: kind, When: when}, nil
}

// FromMergeTags returns the raw tag objects that a merge commit carries in its mergetag headers, in their order.
// FromTag reads each. A commit without such a header has none.
func FromMergeTags(rawCommit []byte) ([][]byte, error) {
	var tags [][]byte
	var open bool
	for line := range headerLines(rawCommit) {
		value, found := bytes.CutPrefix(line, []byte("mergetag "))
		switch {
		case found:
			tags, open = append(tags, bytes.Clone(value)), true
		case open && line[0] == ' ':
			tags[len(tags)-1] = append(tags[len(tags)-1], line[1:]...)
		default:
			open = false
		}
	}
	if len(tags) > 0 && bytes.IndexByte(rawCommit, 0) >= 0 {
		return nil, refuse("it contains a NUL byte")
	}
	return tags, nil
}

// headers is an object cut at its signature headers.
type headers struct {
	payload    []byte
	armor      []byte         // value of the gpgsig header
	signatures int            // how many gpgsig headers there are
	other      int            // how many gpgsig-sha256 headers there are
	names      map[string]int // how often each other header is there
	first      map[string][]byte
	nul        bool
	odd        bool // a header line without a name, or a continuation of nothing
}

// splitHeaders cuts the headers for which cut is true, with their continuation lines, out of raw.
func splitHeaders(raw []byte, cut func(line []byte) bool) headers {
	s := headers{names: map[string]int{}, first: map[string][]byte{}, nul: bytes.IndexByte(raw, 0) >= 0}
	var inArmor, inCut bool
	rest := raw
	for line := range headerLines(raw) {
		rest = rest[len(line):]
		continued := line[0] == ' '
		if !continued {
			inCut, inArmor = cut(line), false
			s.open(line, &inArmor)
		} else if inArmor {
			s.armor = append(s.armor, line[1:]...)
		} else if len(s.names) == 0 {
			s.odd = true
		}
		if !inCut {
			s.payload = append(s.payload, line...)
		}
	}
	s.payload = append(s.payload, rest...)
	return s
}

func (s *headers) open(line []byte, inArmor *bool) {
	name, value, found := bytes.Cut(line, []byte{' '})
	switch {
	case !found:
		s.odd = s.odd || !bytes.HasPrefix(line, []byte("gpgsig"))
	case string(name) == "gpgsig":
		*inArmor = true
		s.signatures++
		s.armor = append(s.armor, value...)
	case string(name) == "gpgsig-sha256":
		s.other++
	default:
		s.names[string(name)]++
		if s.names[string(name)] == 1 {
			s.first[string(name)] = bytes.TrimSuffix(value, []byte{'\n'})
		}
	}
}

// check refuses what two readers could read in two ways. Each of once must be there.
func (s *headers) check(once []string) error {
	switch {
	case s.nul:
		return refuse("it contains a NUL byte, after which readers disagree about the message")
	case s.signatures > 1 || s.other > 1:
		return refuse("it has more than one gpgsig header")
	case s.odd:
		return refuse("a header line has no name or no value")
	case s.names["encoding"] > 1:
		return refuse("it has more than one encoding header")
	}
	for _, name := range once {
		switch s.names[name] {
		case 0:
			return refuse("it has no " + name + " header")
		case 1:
		default:
			return refuse("it has more than one " + name + " header")
		}
	}
	return nil
}

// headerLines yields the lines before the first empty one, each with its line end.
func headerLines(raw []byte) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for len(raw) > 0 && raw[0] != '\n' {
			n := bytes.IndexByte(raw, '\n') + 1
			if n == 0 {
				n = len(raw)
			}
			if !yield(raw[:n]) {
				return
			}
			raw = raw[n:]
		}
	}
}

// whenOf reads the time of "Name <mail> seconds zone".
func whenOf(person []byte) (time.Time, bool) {
	i := bytes.LastIndexByte(person, '>')
	if i < 0 {
		return time.Time{}, false
	}
	f := bytes.Fields(person[i+1:])
	if len(f) != 2 {
		return time.Time{}, false
	}
	seconds, err := strconv.ParseInt(string(f[0]), 10, 64)
	if err != nil || seconds < 0 || seconds > 1<<40 {
		return time.Time{}, false
	}
	return time.Unix(seconds, 0).UTC(), true
}

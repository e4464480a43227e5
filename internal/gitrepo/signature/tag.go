package signature

import (
	"bytes"
	"time"
)

// marker is the first line of a signature's armor.
type marker struct {
	text string
	kind Kind
}

var markers = [...]marker{
	{"-----BEGIN SSH SIGNATURE-----", SSH},
	{"-----BEGIN PGP SIGNATURE-----", OpenPGP},
	{"-----BEGIN PGP MESSAGE-----", OpenPGP},
	{"-----BEGIN SIGNED MESSAGE-----", X509},
}

// kindOf tells the kind by the first bytes of the armor.
func kindOf(armor []byte) Kind {
	if len(armor) == 0 {
		return None
	}
	for _, m := range markers {
		if bytes.HasPrefix(armor, []byte(m.text)) {
			return m.kind
		}
	}
	return Unknown
}

// FromTag splits the raw bytes of a tag object (without Git's "tag SIZE\0" frame). The signature runs from the last
// line that begins with a marker to the end; a marker quoted before it is payload. Signed.Tag is filled in for
// unsigned tags too, when the headers can be read. A signed tag with two readings is a *RefusedError.
func FromTag(raw []byte) (Signed, error) {
	at, kind := lastMarker(raw)
	s := splitHeaders(raw[:at], func(line []byte) bool {
		return bytes.HasPrefix(line, []byte("gpgsig ")) || bytes.HasPrefix(line, []byte("gpgsig-sha256 "))
	})
	err := s.check([]string{"object", "type", "tag"})
	if err == nil {
		err = s.checkTagOrder()
	}
	tag := &Tag{Name: string(s.first["tag"]), Object: string(s.first["object"]), Type: string(s.first["type"])}
	when, ok := whenOf(s.first["tagger"])
	if kind == None {
		if err != nil {
			tag = nil
		}
		return Signed{Payload: raw, When: when, Tag: tag}, nil
	}
	switch {
	case err != nil:
		return Signed{}, err
	case s.names["tagger"] > 1:
		return Signed{}, refuse("it has more than one tagger header")
	case bytes.IndexByte(raw, 0) >= 0:
		return Signed{}, refuse("it contains a NUL byte")
	case !ok:
		return Signed{}, refuse("the tagger's time is missing or can't be read")
	}
	return Signed{Payload: s.payload, Armor: raw[at:], Kind: kind, When: when, Tag: tag}, nil
}

// checkTagOrder asks for the order that git itself insists on: object, type, tag.
func (s *headers) checkTagOrder() error {
	rest := s.payload
	for _, name := range []string{"object ", "type ", "tag "} {
		line, after, _ := bytes.Cut(rest, []byte{'\n'})
		if !bytes.HasPrefix(line, []byte(name)) {
			return refuse("its headers aren't object, type and tag in this order")
		}
		rest = after
	}
	return nil
}

// lastMarker returns the offset of the last line that begins with a marker, or len(raw) and None.
func lastMarker(raw []byte) (int, Kind) {
	at, kind := len(raw), None
	for pos := 0; pos < len(raw); {
		if k := kindOf(raw[pos:]); k != Unknown {
			at, kind = pos, k
		}
		n := bytes.IndexByte(raw[pos:], '\n')
		if n < 0 {
			break
		}
		pos += n + 1
	}
	return at, kind
}

// onDay returns the first and the last moment of the day that begins at t, in t's own zone.
func onDay(t time.Time) (time.Time, time.Time) { return t, t.AddDate(0, 0, 1).Add(-time.Nanosecond) }

package signature

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"strings"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

const (
	maxKeyBlock = 1 << 20 // bytes of one armored key; large ones are full of other people's certifications
	maxPackets  = 5000    // in one block
)

// pgpBlock is one armored block: its type ("PGP SIGNATURE"), the binary packets, and where it begins.
type pgpBlock struct {
	kind string
	data []byte
	line int // 1-based
}

// splitArmor reads all armored blocks of src. outside reports whether there is text other than blanks between them.
// The blocks' checksums aren't looked at (RFC 9580 §6.1): the signatures inside say more.
func splitArmor(src []byte) (blocks []pgpBlock, outside bool, f *fault) {
	lines := strings.Split(string(src), "\n")
	for i := 0; i < len(lines); i++ {
		kind, ok := armorLine(lines[i], "-----BEGIN ")
		if !ok {
			outside = outside || strings.TrimSpace(lines[i]) != ""
			continue
		}
		b := pgpBlock{kind: kind, line: i + 1}
		body := i + 1
		for body < len(lines) && strings.TrimSpace(lines[body]) != "" {
			if _, shut := armorLine(lines[body], "-----END "); shut {
				break
			}
			body++ // a header such as "Version: …", never needed
		}
		stop := body
		for stop < len(lines) {
			if name, shut := armorLine(lines[stop], "-----END "); shut {
				if name != kind {
					return nil, outside, faultf(Bad, "the block from line %d ends as %q", b.line, clip(name))
				}
				break
			}
			stop++
		}
		if stop == len(lines) {
			return nil, outside, faultf(Bad, "the block from line %d has no END line", b.line)
		}
		if b.data, ok = armorBody(lines[body:stop]); !ok {
			return nil, outside, faultf(Bad, "the block from line %d isn't base64", b.line)
		}
		blocks = append(blocks, b)
		i = stop
	}
	return blocks, outside, nil
}

func armorLine(line, start string) (string, bool) {
	name, ok := strings.CutPrefix(strings.TrimRight(line, " \t\r"), start)
	if !ok {
		return "", false
	}
	return strings.CutSuffix(name, "-----")
}

func armorBody(lines []string) ([]byte, bool) {
	var text strings.Builder
	for _, l := range lines {
		l = strings.TrimSpace(l)
		if len(l) == 5 && l[0] == '=' {
			break // the checksum ends the data
		}
		text.WriteString(l)
	}
	data, err := base64.StdEncoding.DecodeString(text.String())
	return data, err == nil && len(data) > 0
}

// packetsOf cuts binary data into packets without interpreting them.
func packetsOf(data []byte) ([]*packet.OpaquePacket, *fault) {
	var all []*packet.OpaquePacket
	r := packet.NewOpaqueReader(bytes.NewReader(data))
	for {
		p, err := r.Next()
		switch {
		case errors.Is(err, io.EOF) && p == nil:
			return all, nil
		case err != nil:
			return nil, faultf(Bad, "the OpenPGP packets are damaged")
		case len(all) == maxPackets:
			return nil, faultf(Refused, "it holds more than %d OpenPGP packets", maxPackets)
		}
		all = append(all, p)
	}
}

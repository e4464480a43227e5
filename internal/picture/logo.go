package picture

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"image/png"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/webp"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// MaxLogo is the size in bytes of the largest logo: a reader's first page waits for it.
const MaxLogo = 256 << 10

// LogoFormats names the formats of a logo, for messages.
const LogoFormats = "a PNG, JPEG, WebP or SVG"

// Logo returns the size of a site's logo in pixels; fault says why the file can't be one, "" where it can.
func Logo(name string, data []byte) (width, height int, fault string) {
	ending, _ := Ending(name)
	switch ending {
	case ".png", ".jpg", ".jpeg", ".webp", ".svg":
	default:
		return 0, 0, "its name isn't that of " + LogoFormats
	}
	if len(data) > MaxLogo {
		return 0, 0, fmt.Sprintf("it has %d KiB; a logo has at most %d", (len(data)+1023)>>10, MaxLogo>>10)
	}
	if fault := Fault(name, data); fault != "" {
		return 0, 0, fault
	}
	width, height, ok := size(ending, data)
	switch {
	case !ok && ending == ".svg":
		return 0, 0, "it isn't an SVG with a width and a height, or a viewBox"
	case !ok:
		return 0, 0, "its content isn't that of a picture with the ending " + ending
	}
	return width, height, ""
}

func size(ending string, data []byte) (width, height int, ok bool) {
	read := bytes.NewReader(data)
	switch ending {
	case ".png":
		c, err := png.DecodeConfig(read)
		return c.Width, c.Height, err == nil && c.Width > 0 && c.Height > 0
	case ".webp":
		c, err := webp.DecodeConfig(read)
		return c.Width, c.Height, err == nil && c.Width > 0 && c.Height > 0
	case ".svg":
		return sizeOfSVG(data)
	}
	c, err := jpeg.DecodeConfig(read)
	return c.Width, c.Height, err == nil && c.Width > 0 && c.Height > 0
}

var pixels = lazyregexp.New(`^\s*([0-9]+(?:\.[0-9]+)?)(?:px)?\s*$`)

// sizeOfSVG reads the size that an SVG states of itself, or that of its view box.
func sizeOfSVG(data []byte) (width, height int, ok bool) {
	stated := map[string]string{}
	for rest := data; ; {
		i := bytes.IndexByte(rest, '<')
		if i < 0 {
			return 0, 0, false
		}
		rest = rest[i:]
		if m := startTag.FindSubmatch(rest); m != nil {
			if !strings.EqualFold(string(m[1]), "svg") {
				return 0, 0, false
			}
			for _, a := range attribute.FindAllSubmatch(m[2], -1) {
				stated[string(a[1])] = string(a[2][1 : len(a[2])-1])
			}
			break
		}
		n, fault := markup(rest)
		if fault != "" {
			return 0, 0, false
		}
		rest = rest[n:]
	}
	w, h := pixels.FindStringSubmatch(stated["width"]), pixels.FindStringSubmatch(stated["height"])
	if w == nil || h == nil {
		box := strings.FieldsFunc(stated["viewBox"], func(r rune) bool { return r == ' ' || r == ',' })
		if len(box) != 4 {
			return 0, 0, false
		}
		w, h = []string{"", box[2]}, []string{"", box[3]}
	}
	width, height = whole(w[1]), whole(h[1])
	return width, height, width > 0 && height > 0
}

// whole rounds a number up; 0 for none, or one that isn't the size of a picture.
func whole(text string) int {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || !(f > 0 && f < 100_000) {
		return 0
	}
	return int(math.Ceil(f))
}

package palette

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// Colour is red, green and blue, as in 0xrrggbb.
type Colour int

const (
	black Colour = 0
	white Colour = 0xffffff
)

var hexColour = lazyregexp.New(`^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$`)

// ParseColour reads #rgb or #rrggbb.
func ParseColour(text string) (Colour, bool) {
	if !hexColour.MatchString(text) {
		return 0, false
	}
	digits := text[1:]
	if len(digits) == 3 {
		digits = strings.Repeat(digits[:1], 2) + strings.Repeat(digits[1:2], 2) + strings.Repeat(digits[2:], 2)
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	return Colour(n), err == nil
}

func (c Colour) String() string { return fmt.Sprintf("#%06x", int(c)) }

// readable mixes a colour with a limit, black or white, in steps of 5 % until its contrast on each paper is enough.
func readable(colour, limit Colour, least float64, papers ...Colour) Colour {
	c := colour
	for step := 1; worst(c, papers) < least && step <= 20; step++ {
		c = mix(colour, limit, float64(step)/20)
	}
	return c
}

// worst is the least contrast of a colour on some papers.
func worst(c Colour, papers []Colour) float64 {
	least := 21.0
	for _, p := range papers {
		least = min(least, Contrast(c, p))
	}
	return least
}

func mix(a, b Colour, share float64) Colour {
	var out Colour
	for _, shift := range []int{16, 8, 0} {
		x, y := float64(a>>shift&0xff), float64(b>>shift&0xff)
		out |= Colour(math.Round(x+(y-x)*share)) << shift
	}
	return out
}

// Contrast is the ratio of WCAG 2.2, from 1 to 21.
func Contrast(a, b Colour) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c Colour) float64 {
	channel := func(v Colour) float64 {
		s := float64(v&0xff) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(c>>16) + 0.7152*channel(c>>8) + 0.0722*channel(c)
}

package sitegen

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// The theme's paper in light and dark, as in assets/style.css, and its own accent.
const (
	lightPaper    = 0xfdfdfb
	darkPaper     = 0x16181c
	defaultAccent = 0x24476b
)

// leastContrast is the contrast that WCAG 2.2 (1.4.3) asks of text. On dark paper, thin coloured letters need
// more to be read at ease.
const (
	leastContrast     = 4.5
	leastContrastDark = 6.5
)

var hexColour = lazyregexp.New(`^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$`)

// accents returns the accent for light and dark paper, each moved towards black or white until text in it can
// be read. The note says that the light one had to be moved; it is "" where the colour could stay.
func accents(text string) (light, dark int, note string, err error) {
	colour := defaultAccent
	if text != "" {
		if !hexColour.MatchString(text) {
			return 0, 0, "", fmt.Errorf("the site's accent %q isn't a colour such as #0b5 or #00bb55", text)
		}
		digits := text[1:]
		if len(digits) == 3 {
			digits = strings.Repeat(digits[:1], 2) + strings.Repeat(digits[1:2], 2) + strings.Repeat(digits[2:], 2)
		}
		n, err := strconv.ParseUint(digits, 16, 32)
		if err != nil {
			return 0, 0, "", err
		}
		colour = int(n)
	}
	light = readable(colour, lightPaper, 0, leastContrast)
	if light != colour {
		note = fmt.Sprintf("The accent %s has a contrast of %.1f to 1 on the page; #%06x was used, for %.1f to 1.",
			text, contrast(colour, lightPaper), light, contrast(light, lightPaper))
	}
	return light, readable(colour, darkPaper, 0xffffff, leastContrastDark), note, nil
}

// readable mixes colour with the limit in steps of 5 % until its contrast on paper is enough.
func readable(colour, paper, limit int, least float64) int {
	c := colour
	for step := 1; contrast(c, paper) < least && step <= 20; step++ {
		c = mix(colour, limit, float64(step)/20)
	}
	return c
}

func mix(a, b int, share float64) int {
	out := 0
	for _, shift := range []int{16, 8, 0} {
		x, y := float64(a>>shift&0xff), float64(b>>shift&0xff)
		out |= int(math.Round(x+(y-x)*share)) << shift
	}
	return out
}

// contrast is the ratio of WCAG 2.2, from 1 to 21.
func contrast(a, b int) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c int) float64 {
	channel := func(v int) float64 {
		s := float64(v&0xff) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(c>>16) + 0.7152*channel(c>>8) + 0.0722*channel(c)
}

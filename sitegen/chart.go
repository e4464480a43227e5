package sitegen

import (
	"fmt"
	"strconv"
	"strings"
)

// bar is a bar of a chart.
type bar struct {
	label string
	value int
}

// barChart is a chart of bars that lie below their names, with the table of its numbers beside it. The picture needs
// no size: its bars are parts of the room that there is, its words stay as large as other words.
func (w *writer) barChart(id, title, name, count string, bars []bar) {
	const step = 46
	most, sum := 1, 0
	var said []string
	for _, x := range bars {
		most, sum = max(most, x.value), sum+x.value
		said = append(said, x.label+": "+strconv.Itoa(x.value))
	}
	w.add(`<div class="writ-chart"><figure>`)
	w.svg(title, said, step*len(bars))
	for i, x := range bars {
		y := i * step
		w.add(markup(fmt.Sprintf(`<text x="0" y="%d">`, y+15)), esc(clip(x.label)), "</text>",
			markup(fmt.Sprintf(`<rect class="writ-track" x="0" y="%d" width="100%%" height="12"/><rect class="writ-bar" x="0" y="%d" width="%s%%" height="12"/>`,
				y+22, y+22, percent(x.value, most))), "\n")
	}
	w.add("</svg></figure>\n")
	t := grid{id: id + "-table", caption: w.say(title), columns: []column{{name: name}, {name: count, end: true},
		{name: "share", end: true}}}
	for _, x := range bars {
		t.rows = append(t.rows, row{cells: []markup{esc(x.label), markup(strconv.Itoa(x.value)),
			markup(percent(x.value, sum) + " %")}})
	}
	w.table(t)
	w.add("</div>\n")
}

// svg begins a picture of a height that is as wide as the room that there is, with what it shows in words.
func (w *writer) svg(title string, said []string, height int) {
	w.add(`<svg role="img" width="100%" height="`, markup(strconv.Itoa(height)), `" aria-label="`, w.say(title), ": ",
		esc(strings.Join(said, "; ")), "\">\n")
}

// percent is a part of a whole.
func percent(part, whole int) string {
	if whole == 0 {
		return "0"
	}
	return strconv.Itoa((200*part + whole) / (2 * whole))
}

// stack is a bar that is made of parts.
type stack struct {
	label string
	parts []int
}

// stackChart is a chart of bars that are made of parts, each with its number in words.
func (w *writer) stackChart(title string, names []string, bars []stack) {
	const step = 46
	most := 1
	var said []string
	for _, x := range bars {
		sum := 0
		var parts []string
		for i, n := range x.parts {
			if sum += n; n > 0 {
				parts = append(parts, w.b.words[names[i]]+" "+strconv.Itoa(n))
			}
		}
		most = max(most, sum)
		said = append(said, x.label+": "+strings.Join(parts, ", "))
	}
	w.add(`<figure class="writ-figure">`)
	w.svg(title, said, step*len(bars))
	for i, x := range bars {
		y, at := i*step, 0
		w.add(markup(fmt.Sprintf(`<text x="0" y="%d">`, y+15)), esc(clip(x.label)), "</text>")
		for k, n := range x.parts {
			if n > 0 {
				w.add(markup(fmt.Sprintf(`<rect class="writ-part-%d" x="%s%%" y="%d" width="%s%%" height="12"/>`, k,
					percent1(at, most), y+22, percent1(n, most))))
			}
			at += n
		}
		w.add("\n")
	}
	w.add("</svg><figcaption>")
	for k, name := range names {
		w.add(`<span class="unbroken"><svg class="writ-key" aria-hidden="true" width="12" height="12"><rect class="writ-part-`, markup(strconv.Itoa(k)), `" width="12" height="12"/></svg> `, w.say(name), "</span> ")
	}
	w.add("</figcaption></figure>\n")
}

// percent1 is a part of a whole, with a decimal.
func percent1(part, whole int) string {
	return strconv.FormatFloat(float64(part)*100/float64(max(1, whole)), 'f', 1, 64)
}

// spark is a small line of a metric's values, oldest first; a dash for fewer than two numbers.
func (w *writer) spark(x *Metric) markup {
	var values []MetricValue
	for _, v := range x.Values {
		if v.Known {
			values = append(values, v)
		}
	}
	if len(values) < 2 {
		return "–"
	}
	const width, height, edge = 96.0, 28.0, 4.0
	low, high := values[0].Number, values[0].Number
	for _, v := range values {
		low, high = min(low, v.Number), max(high, v.Number)
	}
	var points, said []string
	lastX, lastY := 0.0, 0.0
	for i, v := range values {
		lastX = edge + (width-2*edge)*float64(i)/float64(len(values)-1)
		lastY = height / 2
		if high > low {
			lastY = height - edge - (height-2*edge)*(v.Number-low)/(high-low)
		}
		points = append(points, fmt.Sprintf("%.1f,%.1f", lastX, lastY))
		said = append(said, w.b.words.Day(v.Day.String())+" "+v.Actual)
	}
	return markup(fmt.Sprintf(`<svg class="writ-spark" role="img" width="%.0f" height="%.0f" aria-label="`, width,
		height)) + esc(strings.Join(said, "; ")) +
		markup(fmt.Sprintf(`"><polyline points="%s"/><circle cx="%.1f" cy="%.1f" r="3"/></svg>`, strings.Join(points,
			" "), lastX, lastY))
}

package report

import (
	"bytes"
	"io"
)

// deafWriter breaks what GitHub's runner would obey in the log of a job: besides "::command" at the start of a line,
// which no line of ours begins with, it takes the older "##[command]" wherever it is in one.
type deafWriter struct {
	w    io.Writer
	held []byte // the end of the last write, which the next one may complete
}

func (d *deafWriter) Write(p []byte) (int, error) {
	all := append(d.held, p...)
	keep := 0
	for keep < min(2, len(all)) && all[len(all)-1-keep] == '#' {
		keep++
	}
	ready := bytes.ReplaceAll(all[:len(all)-keep], []byte("##["), []byte("## ["))
	d.held = bytes.Clone(all[len(all)-keep:])
	if _, err := d.w.Write(ready); err != nil {
		return 0, err
	}
	return len(p), nil
}

// flush writes what was held back.
func (d *deafWriter) flush() error {
	_, err := d.w.Write(d.held)
	d.held = nil
	return err
}

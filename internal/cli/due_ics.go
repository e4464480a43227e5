package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/writ-docs/writ/internal/icalendar"
)

// dueICS prints a calendar with an entry for the whole day of each item.
func (a *app) dueICS(x *dueList) error {
	repository := "" // the same in each clone
	if len(x.book.Steps) > 0 {
		repository = x.book.Steps[0].ID.String()
	}
	c := icalendar.Calendar{Product: "due"}
	for _, item := range x.items {
		var names []string
		for _, o := range ownersOf(item) {
			names = append(names, o.Name)
		}
		c.Events = append(c.Events, icalendar.Event{UID: item.UID(repository), Stamp: a.clock(), Day: item.Due,
			Summary:     fmt.Sprintf("%s %s: %s (%s)", item.What, item.Name, item.Title, strings.Join(names, ", ")),
			Description: item.Path, Category: item.What})
	}
	_, err := io.WriteString(a.streams.Out, c.String())
	return err
}

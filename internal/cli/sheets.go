package cli

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/writ-docs/writ/lint/report"
)

// printCSV prints rows, of which the first is the head, as RFC 4180 has it.
func (a *app) printCSV(rows [][]string) error {
	w := csv.NewWriter(a.streams.Out)
	w.UseCRLF = true
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = csvCell(c)
		}
		if err := w.Write(cells); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// csvCell keeps a spreadsheet from taking text for a formula.
func csvCell(s string) string {
	s = report.Visible(s)
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

// markdownTable prints a table of texts.
func markdownTable(out io.Writer, head []string, rows [][]string) {
	markdownRow(out, head)
	fmt.Fprintln(out, "|"+strings.Repeat(" --- |", len(head)))
	for _, row := range rows {
		markdownRow(out, row)
	}
}

func markdownRow(out io.Writer, cells []string) {
	for _, c := range cells {
		fmt.Fprint(out, "| "+markdownCell(c)+" ")
	}
	fmt.Fprintln(out, "|")
}

// markdownCell shows a text of a document as text: it can end no cell, and begin no link, image or HTML.
func markdownCell(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `\`, `\\`, "|", `\|`, "`", "\\`", "*", `\*`,
		"_", `\_`, "[", `\[`, "]", `\]`, "@", "&#64;").Replace(report.Visible(s))
}

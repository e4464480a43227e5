package rules

import (
	"bytes"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/lint"
)

// forgeLine entitles a forge that the roster doesn't have.
const forgeLine = "\nforges: [\"Seeded Forge <forge@writ.invalid>\"]\n"

// rosterText returns the writ.yaml of a copy whose main line has a roster.
func rosterText(s lint.Scratch) ([]byte, error) {
	if b := s.Input().Book; b == nil || len(b.Rosters()) == 0 {
		return nil, lint.ErrOutOfReach
	}
	return s.Read(config.File)
}

// seedForge gives the roster a forge that nobody approved.
func seedForge(s lint.Scratch) error {
	text, err := rosterText(s)
	if err != nil {
		return err
	}
	more := append(bytes.TrimRight(text, "\n"), forgeLine...)
	if bytes.Contains(text, []byte("\nforges:")) {
		return lint.ErrOutOfReach
	}
	if err := s.Write(config.File, more); err != nil {
		return err
	}
	return s.Commit(s.Input().Today, lint.Stranger(), "Name a forge")
}

// seedReturn gives the roster a forge, takes it back, and gives it once more.
func seedReturn(s lint.Scratch) error {
	text, err := rosterText(s)
	if err != nil {
		return err
	}
	if err := seedForge(s); err != nil {
		return err
	}
	if err := s.Write(config.File, text); err != nil {
		return err
	}
	if err := s.Commit(s.Input().Today, lint.Stranger(), "Name no forge"); err != nil {
		return err
	}
	return seedForge(s)
}

// seedOwnHand gives an approver another address, from which words are approved then.
func seedOwnHand(s lint.Scratch) error {
	text, err := rosterText(s)
	if err != nil {
		return err
	}
	d, err := pick(s, func(d *draft) bool { return d.valid() && d.approval() && len(d.entitled()) > 0 })
	if err != nil {
		return err
	}
	by := d.entitled()
	own := *by[0]
	own.Emails = []string{lint.Stranger().Email}
	address := by[0].Emails[0]
	for _, with := range []string{address + ", " + own.Emails[0], "\"" + address + "\", \"" + own.Emails[0] + "\""} {
		more := []byte(strings.Replace(string(text), address, with, 1))
		cfg, ok := config.LoadLenient(more, s.Read)
		if !ok || len(cfg.People[own.Key].Emails) <= len(by[0].Emails) {
			continue
		}
		if err := s.Write(config.File, more); err != nil {
			return err
		}
		if err := s.Commit(s.Input().Today, lint.Stranger(), "Add an address"); err != nil {
			return err
		}
		return d.commit(s, lint.Author{Name: "Somebody Else", Email: "else@writ.invalid"},
			approvedBy(append(by[1:], &own)...))
	}
	return lint.ErrOutOfReach
}

package history

import (
	"context"
	"slices"
	"time"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// Calendar is what the approved roster says of days.
type Calendar struct {
	Clock []config.ClockEntry // days of commits whose clock was wrong
	Zones []ZoneFrom          // the time zones of the line's steps, oldest first; none for the first configuration's
}

// ZoneFrom is the time zone of days from a step on.
type ZoneFrom struct {
	Step int
	Zone *time.Location
}

// zones are the time zones of a line, oldest first, the first one from step 0 on. A zone that a step brings says
// nothing of the days up to it, so that no day that was told changes.
type zones []ZoneFrom

func always(zone *time.Location) zones { return zones{{0, zone}} }

func (z zones) at(step int) *time.Location {
	k, found := slices.BinarySearchFunc(z, step, func(x ZoneFrom, step int) int { return x.Step - step })
	if !found {
		k--
	}
	return z[max(k, 0)].Zone
}

// Zone returns the time zone in which the day of a step is told; of the line's length, in which that of the next one
// is.
func (h *History) Zone(step int) *time.Location {
	if len(h.zones) == 0 {
		return h.cfg.Organization.Timezone
	}
	return h.zones.at(step)
}

// calendar returns what gives the line's steps their days. The line's own configurations say it; that of the working
// tree only where the line has none. A zone that a flag or a variable sets is that of all days.
func (h *History) calendar(ctx context.Context, opt Options) (Calendar, error) {
	first, differ := h.firstZone()
	c := Calendar{Zones: always(first)}
	tip, err := ConfigIn(h.repo.NewReader(), h.Steps[len(h.Steps)-1].ID)
	if err != nil || opt.Calendar == nil || !differ && (tip == nil || len(tip.Clock) == 0) {
		return c, err
	}
	stated, err := opt.Calendar(ctx, h.Main)
	if !differ || len(stated.Zones) == 0 {
		stated.Zones = c.Zones
	}
	return stated, err
}

// firstZone returns the zone of the line's first configuration, and reports whether a later one has another.
func (h *History) firstZone() (zone *time.Location, differ bool) {
	if h.cfg.SetBy("organization.timezone") != "" {
		return h.cfg.Organization.Timezone, false
	}
	for _, v := range h.Configs {
		switch {
		case v.Config == nil:
		case zone == nil:
			zone = v.Config.Organization.Timezone
		case v.Config.Organization.Timezone.String() != zone.String():
			differ = true
		}
	}
	if zone == nil {
		zone = h.cfg.Organization.Timezone
	}
	return zone, differ
}

// ConfigBelow returns the newest valid configuration below a step, else the first one ever; the run's own where the
// line has none.
func (h *History) ConfigBelow(step int) *config.Config {
	found, first := h.cfg, true
	for _, v := range h.Configs {
		if v.Config != nil && (first || v.Index < step) {
			found, first = v.Config, false
		}
	}
	return found
}

// ZoneOfToday returns the time zone of today: as the writ.yaml of a commit has it, so that uncommitted changes decide
// nothing; that of cfg where a flag or a variable sets it, or the commit has none.
func ZoneOfToday(repo *gitrepo.Repo, commit gitrepo.ID, cfg *config.Config) (*time.Location, error) {
	if cfg.SetBy("organization.timezone") != "" || commit.IsZero() {
		return cfg.Organization.Timezone, nil
	}
	stated, err := ConfigIn(repo.NewReader(), commit)
	if err != nil || stated == nil {
		return cfg.Organization.Timezone, err
	}
	return stated.Organization.Timezone, nil
}

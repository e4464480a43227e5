package trail

import (
	"github.com/writ-docs/writ/internal/config"
)

// rosters is the configuration as it stood along the main line. Who may approve is judged by the one that stood
// below the change that brings the evidence, so that no change can entitle its own author.
type rosters struct {
	at      []int            // steps that changed the configuration to a valid one with a roster
	configs []*config.Config // as changed there
	now     *config.Config   // stands in where the main line never had one
}

// below returns the roster that stood before step i. late is true where none did, and the first one ever (or
// today's) stands in.
func (r *rosters) below(i int) (c *config.Config, late bool) {
	for k := len(r.at) - 1; k >= 0; k-- {
		if r.at[k] < i {
			return r.configs[k], false
		}
	}
	if len(r.configs) > 0 {
		return r.configs[0], true
	}
	return r.now, true
}

// ConfigWith returns the configuration that the main line had with a step.
func (b *Book) ConfigWith(step int) *config.Config {
	cfg, _ := b.judges.rosters.below(step + 1)
	return cfg
}

// adoption returns the step that first brought an adoption entry to the main line, and the entry; -1 for none.
func (b *builder) findAdoption() (int, *config.Adoption) {
	for _, v := range b.configVersions {
		if v.config != nil && v.config.Adoption != nil {
			return v.index, v.config.Adoption
		}
	}
	return -1, nil
}

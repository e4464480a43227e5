package standing

import (
	"fmt"

	"github.com/writ-docs/writ/schema"
)

// fewestUnadopted is how many documents without an approval are a stock that came before the roster, and not just new.
const fewestUnadopted = 3

// Unadopted says how to keep in force what was valid before there were people and roles: since then each document
// needs an approval, none that claims to be approved has one, and all would leave the site at once. "" where that
// isn't so.
func (v View) Unadopted() (string, error) {
	if !v.Config.HasRoster() || v.Config.Adoption != nil || v.Register == nil || v.Book == nil {
		return "", nil
	}
	claims := 0
	for _, e := range v.Register.Documents {
		if e.Kind.Record || e.Status() != schema.Approved {
			continue
		}
		t, err := v.TrailOf(e)
		if err != nil || !e.Kind.Approval || t != nil && t.Current != nil {
			return "", err
		}
		claims++
	}
	if claims < fewestUnadopted {
		return "", nil
	}
	return fmt.Sprintf("%d documents claim to be approved, and none is in force: since writ.yaml names people and "+
		"roles, each needs an approval. To keep in force what was valid before, add `adoption: {by: ROLE, reason: "+
		"…}` to writ.yaml in one commit, which ROLE approves", claims), nil
}

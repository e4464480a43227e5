package isms

import (
	"slices"
	"testing"

	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/schema"
)

func TestTreatedFrom(t *testing.T) {
	for _, x := range []struct {
		stated []string
		level  string
		want   bool
	}{
		{nil, "high", true}, {nil, "Very High", true}, {nil, "sehr hoch", true}, {nil, "12 (High)", true}, {nil, "kritisch", true},
		{nil, "medium", false}, {nil, "12", false}, {nil, "", false}, {nil, "somewhat", false}, {nil, "high-ish", true},
		{[]string{"12"}, "12", true}, {[]string{"12"}, "11,5", false}, {[]string{"12"}, "15 (medium)", true},
		{[]string{"12"}, "high", true}, {[]string{"12"}, "low", false}, // words alone: as without a number
		{[]string{"medium"}, "mittel", true}, {[]string{"medium"}, "critical", true}, {[]string{"medium"}, "low", false},
		{[]string{"very high"}, "high", false}, {[]string{"red", "amber"}, "Amber", true}, {[]string{"red", "amber"}, "green", false},
	} {
		if got := treatedFrom(x.stated, x.level); got != x.want {
			t.Errorf("%v, %q: %v", x.stated, x.level, got)
		}
	}
}

func TestJoin(t *testing.T) {
	risk := func(id, words string) *Risk {
		key, _ := records.ReadID(id)
		return &Risk{ID: id, Words: words, key: key.Key, topic: records.TopicOf(words)}
	}
	assessed := []*Risk{risk("R-1", "Theft of laptops"), risk("R-2", "Fire in the cellar"), risk("R003", "Ransomware"),
		risk("", "Strike of the drivers")}
	var treatments []*Treatment
	for _, text := range []string{"R-01, R-2", "R-003 Malware", "A strike of drivers", "R-9 Dragons", "Nothing known"} {
		treatments = append(treatments, treating(text))
	}
	all := join(slices.Clone(assessed), treatments)
	want := []string{"Theft of laptops: 1", "Fire in the cellar: 1", "Ransomware: 1", "Strike of the drivers: 1", "Dragons: 1",
		"Nothing known: 1"}
	var got []string
	for _, r := range all {
		got = append(got, r.Words+": "+string(rune('0'+len(r.Treatments))))
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if all[4].ID != "R-9" || len(treatments[0].Risks) != 2 {
		t.Errorf("%+v, %+v", all[4], treatments[0])
	}
}

// treating is a row of a plan for what its first cell says.
func treating(text string) *Treatment {
	table := &records.Table{}
	table.Of.Columns = schema.Columns{{Name: "risk", Type: "text"}}
	row := records.Row{Cells: []records.Cell{{Value: records.Value{State: records.Known, Text: text}}}}
	return &Treatment{Table: table, Row: row}
}

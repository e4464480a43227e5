package publication

import "github.com/writ-docs/writ/sitegen"

// against promises the comparison of the words of a preview with those that they would replace: with what is in force
// or on record, else with what the main line holds.
func (f *filler) against(d *sitegen.Document, s *shown) error {
	if f.Preview == nil || s.Trail == nil || s.Trail.Removed || len(s.Trail.Contents) == 0 {
		return nil
	}
	c, state := s.Trail.Contents[len(s.Trail.Contents)-1], sitegen.NotInForce
	if s.Valid() && s.Content != nil {
		c, state = s.Content, sitegen.State(s.State)
	}
	if c.Digest == s.facts.Digest || f.withheld(d, c.Facts().Version) != "" {
		return nil
	}
	o, err := f.older(s, c)
	if err != nil {
		return err
	}
	if reads, err := f.reads(o.change().Blob); err != nil || !reads {
		return err
	}
	d.Against = &sitegen.Against{Version: c.Facts().Version, State: state, Prose: &sitegen.Prose{
		Digest: f.againstInputs(d, o),
		Make: func(at string, put func(string, []byte) error) (sitegen.Text, error) {
			return f.redlineText(d, o.shown(), s, at, put)
		}}}
	return nil
}

// againstInputs is a digest of all that the comparison is rendered from, save the program; "" where nobody knows.
func (f *filler) againstInputs(d *sitegen.Document, o *older) string {
	if d.Prose == nil {
		return ""
	}
	return comparedInputs(f.versionInputs(o), d.Prose.Digest)
}

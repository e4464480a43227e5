package lint

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
)

// mostPasses is how often fixes are applied and their outcome is linted. Fixes that overlap wait for the next pass.
const mostPasses = 10

// Linted is a finished run with what it was about.
type Linted struct {
	Input  *Input
	Result *Result
}

// Fixed is what fixing came to. Nothing is written: the caller has the edits.
type Fixed struct {
	Before, After Linted
	Passes        [][]Edit          // in the order of their places; each pass edits what the one before left
	Done          []Finding         // what the edits fix
	Refused       map[string]string // why a fix that its rule calls safe wasn't applied, by the finding's fingerprint
}

// Texts returns the new text of each file that fixing changes, by path.
func (f *Fixed) Texts() (map[string][]byte, error) {
	texts := map[string][]byte{}
	for _, edits := range f.Passes {
		if err := apply(texts, f.Before.Input, edits); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

// Left returns the findings of a run, before or after, whose fix is for a person to look at: it isn't safe, or was
// refused. Those that wanted doesn't ask for are left out.
func (f *Fixed) Left(of Linted, wanted func(*Finding) bool) []Finding {
	var left []Finding
	for _, x := range of.Result.Findings {
		if x.Fix != nil && wanted(&x) && f.Why(&x) != "" {
			left = append(left, x)
		}
	}
	return left
}

// Why says why a fix isn't applied without a person; "" for one that is.
func (f *Fixed) Why(x *Finding) string {
	if !x.Fix.Safe {
		return x.Fix.Why
	}
	return f.Refused[x.Fingerprint]
}

// FixAll applies the safe fixes of those findings that are wanted, and lints what comes out, until none is left. A fix
// isn't applied where the document's content digest would be another one, or where a finding would come that wasn't
// there. run lints the files with some texts in place of what they hold.
func FixAll(ctx context.Context, run func(context.Context, map[string][]byte) (Linted, error),
	wanted func(*Finding) bool) (*Fixed, error) {
	first, err := run(ctx, nil)
	if err != nil {
		return nil, err
	}
	f := &Fixed{Before: first, After: first, Refused: map[string]string{}}
	for range mostPasses {
		chosen, _ := Together(f.After.Result.Findings, func(x *Finding) bool {
			return x.Fix.Safe && wanted(x) && f.Refused[x.Fingerprint] == ""
		})
		if len(chosen) == 0 {
			break
		}
		if err := f.pass(ctx, run, chosen); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// pass applies chosen fixes and lints the outcome. Those that do harm are refused, and the others are tried again.
func (f *Fixed) pass(ctx context.Context, run func(context.Context, map[string][]byte) (Linted, error),
	chosen []Finding) error {
	for len(chosen) > 0 {
		edits := EditsOf(chosen)
		texts, err := f.Texts()
		if err == nil {
			err = apply(texts, f.Before.Input, edits)
		}
		if err != nil {
			return err
		}
		after, err := run(ctx, texts)
		if err != nil {
			return err
		}
		harm, err := f.harm(after)
		if err != nil {
			return err
		}
		if len(harm) == 0 {
			f.After, f.Passes, f.Done = after, append(f.Passes, edits), append(f.Done, chosen...)
			return nil
		}
		chosen = f.refuse(chosen, harm)
	}
	return nil
}

// harm says what a pass would do that no safe fix may, by path: change what is approved, or bring a finding. A finding
// about no file that changes counts for all of them, under "".
func (f *Fixed) harm(after Linted) (map[string]string, error) {
	harm := map[string]string{}
	for _, e := range f.After.Input.Register.Documents {
		same, err := sameContent(f.After.Input, e, after.Input.Register.ByPath(e.Path))
		if err != nil {
			return nil, err
		}
		if !same {
			harm[e.Path] = "it would change what was approved"
		}
	}
	known := map[string]bool{}
	for _, x := range f.After.Result.Findings {
		known[x.Fingerprint] = true
	}
	for _, x := range after.Result.Findings {
		if known[x.Fingerprint] {
			continue
		}
		at, why := x.Path, fmt.Sprintf("%s would come up: %s", x.Rule.ID, x.Message)
		if e, to := f.After.Input.Register.ByPath(at), after.Input.Register.ByPath(at); e == nil || to == nil ||
			to.Blob == e.Blob {
			at = ""
		}
		harm[at] = cmp.Or(harm[at], why)
	}
	return harm, nil
}

// refuse takes the fixes that do harm out of the chosen ones.
func (f *Fixed) refuse(chosen []Finding, harm map[string]string) []Finding {
	everywhere := harm[""]
	if len(harm) > 1 {
		everywhere = "" // it may come with the others
	}
	return slices.DeleteFunc(chosen, func(x Finding) bool {
		why := everywhere
		for _, e := range x.Fix.Edits {
			why = cmp.Or(harm[e.Path], why)
		}
		if why != "" {
			f.Refused[x.Fingerprint] = why
		}
		return why != ""
	})
}

// sameContent reports whether a document keeps its content digest; nil stands for one that is gone.
func sameContent(in *Input, was, is *register.Entry) (bool, error) {
	if is == nil || is.Blob == was.Blob {
		return is != nil, nil
	}
	var digests [2][32]byte
	for i, e := range []*register.Entry{was, is} {
		src, err := e.Source()
		if err != nil {
			return false, err
		}
		front, body := document.ParseFront(src, in.Config.Fields)
		digests[i] = document.Digest(src, front, body)
	}
	return digests[0] == digests[1], nil
}

// Together returns the findings among those that are wanted whose fixes can be applied at once, in their order, and
// the others, which overlap with one of them. The same edits twice count as one.
func Together(all []Finding, wanted func(*Finding) bool) (chosen, others []Finding) {
	var taken editSet
	for i := range all {
		x := &all[i]
		if x.Fix == nil || !wanted(x) {
			continue
		}
		if taken.add(x.Fix.Edits) {
			chosen = append(chosen, *x)
		} else {
			others = append(others, *x)
		}
	}
	return chosen, others
}

// editSet is edits that can be applied together, by path.
type editSet map[string][]Edit

// add adds the edits of a fix, all or none, and reports whether it did. Edits that are there already need no place.
func (s *editSet) add(edits []Edit) bool {
	if *s == nil {
		*s = editSet{}
	}
	var news []Edit
	for _, e := range edits {
		if slices.Contains((*s)[e.Path], e) {
			continue
		}
		if slices.ContainsFunc((*s)[e.Path], e.overlaps) {
			return false
		}
		news = append(news, e)
	}
	for _, e := range news {
		(*s)[e.Path] = append((*s)[e.Path], e)
	}
	return true
}

// overlaps reports whether two edits of a file touch the same bytes, or insert at the same place.
func (e Edit) overlaps(x Edit) bool {
	a, b := e.Range, x.Range
	return a.Start.Offset == b.Start.Offset || a.Start.Offset < b.End.Offset && b.Start.Offset < a.End.Offset
}

// EditsOf returns the edits of fixes that can be applied together (see Together), each once, by path and place.
func EditsOf(all []Finding) []Edit {
	var edits []Edit
	for _, x := range all {
		edits = append(edits, x.Fix.Edits...)
	}
	slices.SortFunc(edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Range.Start.Offset, b.Range.Start.Offset))
	})
	return slices.Compact(edits)
}

// apply puts edits into texts, which hold the files that changed already.
func apply(texts map[string][]byte, in *Input, edits []Edit) error {
	for i := 0; i < len(edits); {
		end := i
		for end < len(edits) && edits[end].Path == edits[i].Path {
			end++
		}
		path := edits[i].Path
		text, changed := texts[path]
		if !changed {
			src, err := in.Register.Read(path)
			if err != nil {
				return err
			}
			text = src
		}
		texts[path] = ApplyEdits(text, edits[i:end])
		i = end
	}
	return nil
}

// ApplyEdits returns a text with edits, which are in the order of their places and don't overlap.
func ApplyEdits(src []byte, edits []Edit) []byte {
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		out.Write(src[at:e.Range.Start.Offset])
		out.WriteString(e.Text)
		at = e.Range.End.Offset
	}
	out.Write(src[at:])
	return out.Bytes()
}

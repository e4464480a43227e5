package trail

// Wording says who approved, in words that claim no more than the evidence proves (trail.md §3): "approved by"
// for grades A and B, "named as approver by …" or "merged by" for C.
func Wording(e *Evidence) string {
	who := e.By.Name
	if e.Person != nil {
		who = e.Person.Name
	}
	if e.Role != "" {
		who += " (" + e.Role + ")"
	}
	switch {
	case e.Grade == Signed || e.Grade == Recorded:
		return "approved by " + who
	case e.Kind == ByMerge:
		return "merged by " + who
	}
	by := e.Recorder.Name
	switch {
	case e.Capture != nil:
		by = "a captured review"
	case e.ByForge:
		by = "the forge"
	}
	if e.Signature != nil {
		return who + " named as approver by " + by + ", with no signature that counts"
	}
	return who + " named as approver by " + by + ", unsigned"
}

// SignatureWords says what the signature that the evidence carries is worth; "" where it has none.
func SignatureWords(e *Evidence) string {
	g := e.Signature
	if g == nil {
		return ""
	}
	what := "signed"
	if g.On == OnMessage {
		what = "signed in its message"
	}
	switch {
	case e.VouchedBy != nil:
		return ", vouched for by " + e.VouchedBy.Name + " with the " + g.Algorithm + " key " + g.Fingerprint + on(g)
	case e.Grade == Signed:
		return ", " + what + " with the " + g.Algorithm + " key " + g.Fingerprint
	case g.Reason != "":
		return ", " + what + ", which doesn't count: " + g.Reason
	default:
		return ", " + what + ", which doesn't count: " + g.Verdict
	}
}

// ReviewSignatureWords is SignatureWords of a review.
func ReviewSignatureWords(r *Review) string {
	return SignatureWords(&Evidence{Verdict: r.Verdict})
}

// on says what a capture's signature is on, where that isn't the capture itself.
func on(g *Signature) string {
	if g.On == OnCommit {
		return " on the commit that brought it"
	}
	return ""
}

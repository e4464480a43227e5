package trail

import "github.com/writ-docs/writ/internal/phrases"

// Wording says who approved, in English; see WordingIn.
func Wording(e *Evidence) string { return WordingIn(nil, e) }

// WordingIn says who approved, in words that claim no more than the evidence proves: "approved by" for
// grades A and B, "named as approver by …" or "merged by" for C.
func WordingIn(t phrases.Table, e *Evidence) string {
	who := e.By.Name
	if e.Person != nil {
		who = e.Person.Name
	}
	if e.Role != "" {
		who = t.Say("proof_role", -1, "{who}", who, "{role}", e.Role)
	}
	switch {
	case e.Grade == Signed || e.Grade == Recorded:
		return t.Say("proof_approved", -1, "{who}", who)
	case e.Kind == ByMerge:
		return t.Say("proof_merged", -1, "{who}", who)
	}
	by := e.Recorder.Name
	switch {
	case e.Capture != nil:
		by = t.Text("proof_a_capture")
	case e.ByForge:
		by = t.Text("proof_the_forge")
	}
	key := "proof_named"
	if e.Signature != nil {
		key = "proof_named_unsound"
	}
	return t.Say(key, -1, "{who}", who, "{by}", by)
}

// SignatureWords says, in English and after a comma, what the signature that the evidence carries is worth; "" where
// it has none.
func SignatureWords(e *Evidence) string { return SignatureWordsIn(nil, e) }

// SignatureWordsIn is SignatureWords in another language.
func SignatureWordsIn(t phrases.Table, e *Evidence) string {
	g := e.Signature
	if g == nil {
		return ""
	}
	in := ""
	if g.On == OnMessage {
		in = "_in"
	}
	say := func(key string, values ...string) string {
		return ", " + t.Say("proof_"+key, -1, append(values, "{algorithm}", g.Algorithm, "{key}", g.Fingerprint)...)
	}
	switch {
	case e.VouchedBy != nil && g.On == OnCommit:
		return say("vouched_commit", "{who}", e.VouchedBy.Name)
	case e.VouchedBy != nil:
		return say("vouched", "{who}", e.VouchedBy.Name)
	case e.Grade == Signed:
		return say("signed" + in)
	case g.Reason != "":
		return say("unsound"+in, "{why}", g.Reason)
	default:
		return say("unsound"+in, "{why}", g.Verdict)
	}
}

// ReviewSignatureWords is SignatureWords of a review.
func ReviewSignatureWords(r *Review) string {
	return SignatureWords(&Evidence{Verdict: r.Verdict})
}

package sitegen

import (
	"slices"
	"strconv"
	"strings"
)

// Request is a pull request, and what it means.
type Request struct {
	Ref, Base string     // the branch that it is for, and the full id of the commit that it starts from
	Documents []Proposed // in the order in which they are told
	Judges    []string   // files that it changes and that documents are judged by
	Remarks   []Elsewhere
}

// Elsewhere is what the linter says about no document of the site.
type Elsewhere struct {
	Path string // the file that it is about; "" for none
	Remark
}

// Proposed is what a request does to one document.
type Proposed struct {
	Path, Key, Title string // of a removed one, as it was
	Classification   string // of a removed one
	What             Happening
	Was, Is          string // versions as written; "" where there is none
	Step             Step
	Record           bool

	// What it changes in what the document requires: in how many places, and the first of them in words. Editorial counts
	// what it changes otherwise. By its author's word nothing that is required changes: Declared is the reason.
	Normative, Editorial int
	First, Declared      string
	File                 string // that is another one now, which can't be read

	Approval Approving
	Needs    string   // the approvals that are missing, in words
	By       []string // who may give one
	Nobody   string   // why nobody may
}

// Happening is what becomes of a document, in the words of lint.Changed, as those of Step and Approving are.
type Happening string

// What may become of one. Kept is one that the request leaves alone, and about which the linter has something to say
// because of it.
const (
	Added   Happening = "added"
	Altered Happening = "changed"
	Moved   Happening = "moved"
	Dropped Happening = "removed"
	Kept    Happening = "kept"
)

// Step is how a version goes on.
type Step string

// The steps. OtherStep is one back, or between versions that aren't major.minor.
const (
	MajorStep Step = "major"
	MinorStep Step = "minor"
	SameStep  Step = "the same"
	FirstStep Step = "first"
	OtherStep Step = "other"
)

// Approving says whether an approval is missing.
type Approving string

// What may be missing. ApprovalCame is one on the branch, that counts once the request is merged.
const (
	ApprovalNone    Approving = ""
	ApprovalDue     Approving = "due"
	ApprovalCame    Approving = "pending"
	ApprovalDraft   Approving = "draft"
	ApprovalUnknown Approving = "unknown"
)

// requestView says in words what a request does to a document; texts that say nothing are "".
type requestView struct {
	What     string `json:"what"`
	Version  string `json:"version"`
	Requires string `json:"requires"`
	Approval string `json:"approval"`
	Due      bool   `json:"due"` // somebody has to approve it
}

// requestOf says what the request does to a document of the site; nil for a site of no request.
func (b *book) requestOf(d *Document) *requestView {
	if b.Request == nil {
		return nil
	}
	i := slices.IndexFunc(b.Request.Documents, func(p Proposed) bool { return p.What != Dropped && p.Path == d.Path })
	if i < 0 {
		return nil
	}
	v := b.inWords(&b.Request.Documents[i])
	return &v
}

func (b *book) inWords(p *Proposed) requestView {
	v := requestView{What: b.words["request_"+string(p.What)]}
	if p.What == Kept {
		return v
	}
	v.Version = b.stepInWords(p)
	if p.What == Dropped {
		return v
	}
	v.Requires, v.Approval, v.Due = b.requiresInWords(p), b.approvalInWords(p), p.Approval == ApprovalDue
	return v
}

func (b *book) stepInWords(p *Proposed) string {
	none := b.words["no_version"]
	was, is := firstOf(p.Was, none), firstOf(p.Is, none)
	switch {
	case p.Record && p.Was == "" && p.Is == "":
		return ""
	case p.What == Dropped:
		return was
	}
	return b.words.Say("request_step_"+strings.ReplaceAll(string(p.Step), " ", "-"), -1, "{was}", was, "{is}", is)
}

func (b *book) requiresInWords(p *Proposed) string {
	switch {
	case p.What == Added, p.Record:
		return ""
	case (p.Normative > 0 || p.File != "") && p.Declared != "":
		return b.words.Say("request_declared", -1, "{reason}", p.Declared)
	case p.Normative > 1:
		return b.words.Say("request_normative_more", -1, "{first}", p.First, "{more}", strconv.Itoa(p.Normative-1))
	case p.Normative == 1:
		return b.words.Say("request_normative", -1, "{first}", p.First)
	case p.File != "":
		return b.words.Say("request_file", -1, "{file}", p.File)
	case p.Editorial > 0:
		return b.words["request_editorial"]
	}
	return b.words["request_layout"]
}

func (b *book) approvalInWords(p *Proposed) string {
	if p.Approval != ApprovalDue {
		return b.words["request_approval_"+firstOf(string(p.Approval), "none")]
	}
	if p.Nobody != "" {
		return dots(p.Needs, p.Nobody)
	}
	if len(p.By) == 0 {
		return p.Needs
	}
	return b.words.Say("request_approval_by", -1, "{needs}", p.Needs, "{who}", strings.Join(p.By, ", "))
}

// requestPage is the home page of a site of what a request changes.
func (p *press) requestPage() page {
	w, r := p.page(""), p.Request
	w.root = "./"
	due, found := 0, map[string]int{}
	for i := range r.Documents {
		if r.Documents[i].Approval == ApprovalDue {
			due++
		}
		w.proposed(&r.Documents[i])
	}
	for i := range p.docs {
		for _, x := range p.docs[i].Remarks {
			found[x.Severity]++
		}
	}
	for _, x := range r.Remarks {
		found[x.Severity]++
	}
	if len(r.Documents) == 0 {
		w.para("", w.say("request_nothing"))
	}
	w.besides(r)
	changed := slices.DeleteFunc(slices.Clone(r.Documents), func(x Proposed) bool { return x.What == Kept })
	figures := []figureView{p.figure(len(changed), "documents", false), p.figure(due, "due", due > 0),
		p.figure(found["error"], "errors", found["error"] > 0), p.figure(found["warning"], "warnings", false)}
	out := w.in("index", recordsPage{frame: frame{"./", "home"}, Title: p.words["request_title"], Figures: figures,
		Lead: p.words.Say("request_lead", -1, "{ref}", r.Ref, "{base}", short(r.Base))})
	out.file = "index.html"
	return out
}

// figure counts something of a request.
func (b *book) figure(n int, key string, late bool) figureView {
	key = "request_figure_" + key
	if one := b.words[key+".one"]; n == 1 && one != "" {
		return figureView{"1", one, late}
	}
	return figureView{strconv.Itoa(n), b.words[key], late}
}

// proposed tells what the request does to one document, with links to its pages.
func (w *writer) proposed(p *Proposed) {
	i, there := w.b.find(p.Key)
	there = there && p.What != Dropped && w.b.docs[i].Path == p.Path
	name, v := markup(esc(firstOf(p.Title, p.Key))), w.b.inWords(p)
	if there {
		name = w.link(w.b.views[i].Href, w.b.views[i].Title)
	}
	w.add(`<section class="writ-proposed"><h2>`, name, ` <span class="writ-muted">`, unbroken(esc(p.Key)),
		"</span></h2>\n")
	w.add(`<dl class="writ-list">`, "\n")
	w.fact("what", esc(v.What))
	w.fact("version_title", esc(v.Version))
	w.fact("request_requires", esc(v.Requires))
	if v.Due {
		w.fact("approval", `<strong class="writ-late">`+w.say("request_due")+"</strong> "+esc(v.Approval))
	} else {
		w.fact("approval", esc(v.Approval))
	}
	if there {
		d := &w.b.docs[i]
		w.fact("request_findings", w.counts(d.Remarks))
		if d.Against != nil {
			w.fact("redline_what", w.link(hrefOf(d.Against.address), w.b.words.Say("request_compared", -1, "{version}",
				firstOf(d.Against.Version, w.b.words["no_version"]))))
		}
	}
	w.add("</dl></section>\n")
}

// fact is a line of a list of facts; none without a value.
func (w *writer) fact(key string, value markup) {
	if value != "" {
		w.add("<div><dt>", w.say(key), "</dt><dd>", value, "</dd></div>\n")
	}
}

// counts says how many findings there are of each weight.
func (w *writer) counts(all []Remark) markup {
	var parts []markup
	for _, severity := range []string{"error", "warning", "info"} {
		n := 0
		for _, r := range all {
			if r.Severity == severity {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, w.count(n, "request_"+severity+"s"))
		}
	}
	if parts == nil {
		return w.say("request_no_findings")
	}
	return join(parts, ", ")
}

// besides tells what a request changes that is no document, and what the linter says of it.
func (w *writer) besides(r *Request) {
	if len(r.Judges) > 0 {
		w.heading("judges", "request_judges")
		w.add(`<ul class="writ-rows">`, "\n")
		for _, file := range r.Judges {
			w.add("<li><code>", esc(file), "</code></li>\n")
		}
		w.add("</ul>\n")
	}
	if len(r.Remarks) == 0 {
		return
	}
	w.heading("others", "request_others")
	w.add(`<ul class="writ-rows">`, "\n")
	for _, x := range r.Remarks {
		w.add(`<li class="writ-remark-`, esc(x.Severity), `"><strong>`, w.say("remark_"+x.Severity), "</strong> ",
			esc(x.Message), ` <span class="writ-muted">(`, esc(dots(x.Rule, x.Path)), ")</span>")
		if x.Help != "" {
			w.add(`<br><span class="writ-muted">`, esc(x.Help), "</span>")
		}
		w.add("</li>\n")
	}
	w.add("</ul>\n")
}

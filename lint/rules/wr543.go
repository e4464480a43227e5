package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr543() *lint.Rule {
	return &lint.Rule{
		ID: "WR543", Name: "cycle-contradicts-text", Scope: lint.Document, Severity: lint.Error,
		Title: "The text promises reviews more often than its cycle",
		Text: `"This policy is reviewed every six months" is a rule of the company, and an auditor asks for the last two
reviews. writ reminds by the cycle in the front matter or in writ.yaml.

**What counts.** A document with a review cycle, in which a sentence about the document itself ("this policy is reviewed
annually", "the board reviews this policy at least every two years"), or a sentence about reviewing in a section called
policy review, document review or review of this document, names a shorter time than the cycle.

**What doesn't.** A cycle shorter than what the text promises; reviews of something else, such as access rights; records,
drafts, retired documents, adopted words; languages other than English and German.

**How to fix it.** Set ` + "`review_cycle`" + ` to what the text says, or change the sentence.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR543"), Good: good("WR543"),
		Find: func(p *lint.Pass) error {
			e := p.Doc
			if e.Kind.Record || !e.Promise {
				return nil
			}
			cycle, by := e.Kind.ReviewCycle, "the kind "+e.Kind.Name+" is reviewed"
			if own, err := day.ParseCycle(e.Front.Text("review_cycle")); err == nil {
				cycle, by = own, "its review_cycle is"
			}
			if cycle.IsZero() {
				return nil
			}
			if may, err := namesShorter(p, cycle); !may || err != nil {
				return err
			}
			t, err := clauseTextOf(p.Input, e, e.Kind)
			if t == nil || err != nil {
				return err
			}
			for _, s := range t.promises() {
				if p.Today.Add(s.every) < p.Today.Add(cycle) {
					p.Report(lint.Found{Span: s.Span, Anchor: "promise " + s.every.String(),
						Message: fmt.Sprintf("the text promises a review every %s, and %s every %s", s.every, by, cycle),
						Help: fmt.Sprintf("set %s, or change the sentence %s", fieldLine(e, "review_cycle", s.every.String()),
							quoted(short(s.Text)))})
				}
			}
			return nil
		},
	}
}

// namesShorter reports whether a document's text names a shorter time at all. Most don't, and aren't parsed then.
func namesShorter(p *lint.Pass, cycle day.Cycle) (bool, error) {
	src, err := p.Doc.Source()
	if err != nil {
		return false, err
	}
	for words := range register.TimesIn(src, mostBefore) {
		for _, m := range howOften.FindAllStringSubmatch(words, -1) {
			if p.Today.Add(interval(m)) < p.Today.Add(cycle) {
				return true, nil
			}
		}
	}
	return false, nil
}

// mostBefore is how many words howOften has before the one that names a time: "once per calendar year".
const mostBefore = 3

// promise is a sentence that says how often its document is reviewed.
type promise struct {
	records.Sentence
	every day.Cycle
}

var (
	thisDocument = `(?:this|the present|diese[sr]?|das vorliegende|die vorliegende) (?:\pL+ ){0,3}?` +
		`(?:policy|document|procedure|standard|guideline|plan|scope|statement|programme|program|charter|manual|handbook|` +
		`richtlinie|leitlinie|dokument|dokuments|verfahren|verfahrens|anweisung|standards|handbuch|politik)`
	aboutItself = []*lazyregexp.Regexp{
		lazyregexp.New(`(?i)\b` + thisDocument +
			`(?:,? (?:and|und|as well as|sowie) [^,;:]{1,60}?)?(?: (?:is|are|be|been|was|` +
			`shall|must|will|should|has|have|needs?|to|also|at|least|itself|formally|regularly|fully|then|therefore|` +
			`wird|werden|ist|muss|soll|zu|mindestens|regelmäßig|annually|yearly|quarterly|monthly|once|every|each|per|a|an|` +
			`year|month|quarter|two|three|six|twelve|[0-9]+|years|months|weeks|jährlich|halbjährlich|vierteljährlich|` +
			`monatlich|quartalsweise|alle|jahre|monate|einmal|im|pro|jahr|monat|quartal)){0,12} ` +
			`(?:reviewed|re-reviewed|revised|re-examined|überprüft|geprüft|überarbeitet)\b`),
		lazyregexp.New(`(?i)(?:^|[^\pL])(?:reviews?|re-examines?|überprüft|überprüfen|prüft|prüfen|überprüfung|prüfung) (?:of )?` +
			thisDocument),
	}
	reviewing     = lazyregexp.New(`(?i)(?:^|[^\pL])(?:re-?)?(?:review|revis|überprüf|geprüft|prüft|prüfung|überarbeit)`)
	reviewSection = lazyregexp.New(`(?i)^(?:policy|document|procedure|standard|guideline) reviews?$|` +
		`^reviews? of (?:this|the) (?:policy|document|procedure|standard|guideline)$|` +
		`^überprüfung (?:dieser|der|dieses|des) (?:richtlinie|leitlinie|politik|dokuments|verfahrens)$`)
	howOften = lazyregexp.New(`(?i)\b(?:(?:every|each|per|alle|jede[snm]?|pro|all)\s+(?:(\d{1,3}|one|two|three|four|six|nine|` +
		`twelve|eighteen|zwei|drei|vier|sechs|neun|zwölf)\s+)?(?:calendar\s+)?(years?|months?|weeks?|quarters?|jahre?|monate?|wochen?|` +
		`quartale?)\b|(?:once|einmal)\s+(?:a|an|per|each|every|im|pro)\s+(?:calendar\s+)?(year|month|week|quarter|jahr|monat|woche|` +
		`quartal)\b|(annually|yearly|half-yearly|semi-annually|semiannually|quarterly|monthly|weekly|jährlich|halbjährlich|` +
		`vierteljährlich|quartalsweise|monatlich|wöchentlich|annual|biennially))`)
)

// otherClause is where a sentence goes on with something else that is done.
var otherClause = lazyregexp.New(`(?i);|\b(?:and|but|while|und|aber)\b.*\b(?:is|are|must|shall|will|reviews?|reviewed|wird|` +
	`werden|sind|muss)\b`)

// promises returns the sentences of a text that say how often its document is reviewed.
func (t *clauseText) promises() (all []promise) {
	about := t.reviewSections()
	for _, s := range t.Sentences(t.whole()) {
		inReview := slices.ContainsFunc(about, func(body document.Span) bool {
			return body.Start <= s.Span.Start && s.Span.End <= body.End
		})
		if !inReview && !register.NamesReview(s.Text) {
			continue
		}
		start, end, found := 0, 0, false
		for _, form := range aboutItself {
			if m := form.FindStringSubmatchIndex(s.Text); m != nil {
				start, end, found = m[0], m[1], true
				break
			}
		}
		if !found && inReview {
			m := reviewing.FindStringSubmatchIndex(s.Text)
			if found = m != nil || len(strings.Fields(s.Text)) < fewestOfSentence; m != nil {
				end = m[1]
			}
		}
		if !found {
			continue
		}
		if every := interval(near(s.Text, start, end)); !every.IsZero() {
			all = append(all, promise{s, every})
		}
	}
	return all
}

// near finds how often something is done that a sentence says between two places: there, behind them or before them,
// with nothing else done in between; nil for nowhere.
func near(text string, start, end int) []string {
	if m := howOften.FindStringSubmatchIndex(text[start:]); m != nil &&
		!otherClause.MatchString(text[min(end, start+m[0]):start+m[0]]) {
		return howOften.FindStringSubmatch(text[start:])
	}
	before := howOften.FindAllStringSubmatch(text[:start], -1)
	if len(before) == 0 {
		return nil
	}
	last := before[len(before)-1]
	between := text[strings.LastIndex(text[:start], last[0])+len(last[0]) : start]
	if len(between) > 40 || otherClause.MatchString(between+" is") {
		return nil
	}
	return last
}

// reviewSections are what is below headings about the review of the document.
func (t *clauseText) reviewSections() (bodies []document.Span) {
	for _, x := range t.Sections {
		if reviewSection.MatchString(records.Unnumbered(x.Name)) {
			bodies = append(bodies, x.Body)
		}
	}
	return bodies
}

// interval is the time that a match of howOften names; zero for no match.
func interval(m []string) day.Cycle {
	if m == nil {
		return day.Cycle{}
	}
	n, unit := 1, strings.ToLower(m[2]+m[3])
	if m[1] != "" {
		var err error
		if n, err = strconv.Atoi(m[1]); err != nil {
			n = map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "nine": 9, "twelve": 12, "eighteen": 18,
				"zwei": 2, "drei": 3, "vier": 4, "sechs": 6, "neun": 9, "zwölf": 12}[strings.ToLower(m[1])]
		}
	}
	switch word := strings.ToLower(m[4]); {
	case word == "biennially":
		return day.Cycle{Months: 24}
	case strings.HasPrefix(word, "half") || strings.HasPrefix(word, "semi") || strings.HasPrefix(word, "halb"):
		return day.Cycle{Months: 6}
	case strings.HasPrefix(word, "quart") || strings.HasPrefix(word, "viertel"):
		return day.Cycle{Months: 3}
	case strings.HasPrefix(word, "month") || strings.HasPrefix(word, "monat"):
		return day.Cycle{Months: 1}
	case strings.HasPrefix(word, "week") || strings.HasPrefix(word, "wöch"):
		return day.Cycle{Days: 7}
	case word != "":
		return day.Cycle{Months: 12}
	}
	switch {
	case strings.HasPrefix(unit, "y") || strings.HasPrefix(unit, "j"):
		return day.Cycle{Months: 12 * n}
	case strings.HasPrefix(unit, "q"):
		return day.Cycle{Months: 3 * n}
	case strings.HasPrefix(unit, "w"):
		return day.Cycle{Days: 7 * n}
	}
	return day.Cycle{Months: n}
}

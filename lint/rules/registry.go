package rules

import (
	"embed"

	"github.com/writ-docs/writ/lint"
)

//go:generate go run ./internal/gendocs

// All returns the rules, sorted by id. The caller may change what it gets.
func All() []*lint.Rule {
	return []*lint.Rule{
		wr101(), wr102(), wr103(), wr104(), wr105(), wr106(), wr107(), wr108(), wr109(), wr110(), wr111(), wr112(),
		wr113(), wr114(), wr115(), wr116(), wr117(), wr118(), wr119(), wr120(), wr121(), wr122(), wr123(), wr124(),
		wr125(), wr126(), wr127(), wr128(), wr129(), wr130(), wr131(), wr133(),
		wr201(), wr202(), wr203(), wr204(), wr205(), wr206(), wr207(), wr208(), wr209(), wr210(), wr211(), wr212(),
		wr213(), wr214(), wr215(), wr216(), wr217(), wr218(), wr220(), wr221(), wr222(),
		wr301(), wr302(), wr303(), wr304(), wr305(), wr306(), wr307(), wr308(), wr309(), wr310(), wr311(), wr312(),
		wr313(), wr314(), wr315(), wr316(),
		wr401(), wr402(), wr403(), wr404(), wr405(), wr406(),
		wr501(), wr502(), wr503(), wr504(), wr505(), wr506(), wr507(), wr508(), wr509(), wr510(), wr511(), wr512(),
		wr520(), wr521(), wr522(), wr523(), wr524(), wr525(), wr526(), wr530(), wr531(), wr532(), wr533(), wr534(),
		wr540(), wr541(), wr542(), wr543(), wr544(), wr550(), wr551(), wr552(), wr553(), wr554(), wr555(), wr556(),
		wr601(), wr602(), wr603(), wr604(), wr605(), wr606(), wr607(), wr608(), wr609(), wr610(), wr611(), wr612(),
		wr613(), wr614(), wr615(),
		wr701(), wr702(), wr703(), wr704(), wr705(), wr706(), wr707(), wr708(), wr709(), wr710(), wr711(), wr712(),
		wr713(), wr720(), wr721(), wr722(), wr723(), wr724(), wr725(), wr726(), wr727(), wr728(), wr729(), wr730(),
		wr731(), wr732(), wr733(), wr734(), wr735(), wr740(), wr741(), wr742(), wr743(), wr744(), wr745(), wr746(),
		wr747(), wr748(), wr749(), wr750(), wr751(), wr760(), wr761(), wr762(), wr763(), wr764(),
		wr801(), wr802(), wr803(), wr804(), wr805(), wr806(), wr807(), wr808(), wr809(), wr810(),
		wr901(), wr902(), wr903(), wr904(), wr905(), wr906(), wr907(), wr908(),
	}
}

//go:embed examples/*/bad.txtar examples/*/good.txtar
var examples embed.FS

// bad and good read a rule's examples, and "" where it has none: a test sees to it that each has both.
func bad(id string) func() string  { return example(id, "bad") }
func good(id string) func() string { return example(id, "good") }

func example(id, name string) func() string {
	return func() string {
		text, _ := examples.ReadFile("examples/" + id + "/" + name + ".txtar")
		return string(text)
	}
}

package gitrepo

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzTrailers(f *testing.F) {
	for _, m := range []string{"T\n\nApproved-by: A <a@x>\n", "T\n\n* one\n\nA: b\n  c\n\n```\n\nX: y\n\n```\n\nZ: z\n", "T\r\n\r\nA: b\r\n", "\n\n#x\nConflicts:\n\tf\n"} {
		f.Add(m)
	}
	f.Fuzz(func(t *testing.T, message string) {
		for _, block := range append(InnerBlocks(message), Trailers(message)) {
			for _, tr := range block {
				if tr.Key == "" || strings.ContainsAny(tr.Key, ": \t\n") || !strings.Contains(message, tr.Key) || !strings.Contains(message, tr.Line) {
					t.Errorf("%q gives the trailer %+v", message, tr)
				}
			}
		}
	})
}

func FuzzParseCommit(f *testing.F) {
	f.Add([]byte("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@x> 1 +0100\ncommitter B <b@x> 2 -0930\ngpgsig x\n y\n\nT\n"))
	f.Add([]byte("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor \ncommitter B\nencoding latin1\n\nF\xfcr\x00hidden\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := ParseCommit(ID{1}, raw)
		if err != nil {
			return
		}
		for _, s := range []string{c.Message, c.Author.Name, c.Author.Email, c.Committer.Name, c.Committer.Email} {
			if !utf8.ValidString(s) {
				t.Errorf("%q is no UTF-8", s)
			}
		}
		if strings.Contains(c.Message, "\x00") || strings.Contains(c.Subject(), "\n") {
			t.Errorf("message %q", c.Message)
		}
	})
}

func FuzzMailmap(f *testing.F) {
	f.Add("Proper <p@x> Other <o@x>\n# c\n<a@x> <b@x>\nName <n@x>\n", "Other", "O@X")
	f.Fuzz(func(t *testing.T, text, name, mail string) {
		ParseMailmap([]byte(text)).Map(name, mail)
	})
}

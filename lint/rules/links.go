package rules

import (
	"fmt"
	"net/url"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/lint"
)

var scheme = lazyregexp.New(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// leavesRepository reports whether a path leads out of the repository.
func leavesRepository(p string) bool { return p == ".." || strings.HasPrefix(p, "../") }

// leads are where the links of all documents to be judged lead, one for each of their Links.
var leads = lint.Share(func(in *lint.Input) (map[*register.Entry][]standing.Lead, error) {
	links, all := in.View().Links(), map[*register.Entry][]standing.Lead{}
	for _, e := range in.Register.Documents {
		found, err := links.Of(e)
		if err != nil {
			return nil, err
		}
		all[e] = found
	}
	return all, nil
})

// fault is why a link can't be followed, as what comes after "the link leads", and how to fix that; "" where nothing
// is known of that. to is the file that the help names, where that alone is to be written; else "".
type fault struct{ why, help, to string }

// fetching finds what links lead to, as every clone of the commit has it: by Git's names, letter by letter, and never
// through a symbolic link, into Git's own folder or into a submodule. A document that is committed can't lean on a
// file that isn't.
type fetching struct {
	reg   *register.Register
	names map[string]string // of files and folders by what their spellings have in common; nil while nobody asked
}

// faultOf returns why a link of a document to a path isn't followed; nil where it leads to a file or a folder.
func (x *fetching) faultOf(e *register.Entry, at string) (*fault, error) {
	if inGitDir(at) {
		return &fault{"into Git's own folder, which no commit holds", "link to a file that is committed", ""}, nil
	}
	f, err := x.reg.Toward(at)
	switch {
	case err != nil:
		return nil, err
	case f.Mode == gitrepo.ModeSymlink:
		return &fault{fmt.Sprintf("through the symbolic link %s, which isn't followed", short(f.Path)),
			"link to the file itself", ""}, nil
	case f.Mode == gitrepo.ModeSubmodule:
		return &fault{fmt.Sprintf("into the submodule %s, whose files are another repository's", short(f.Path)),
			"link to that repository, by an address with https:", ""}, nil
	case f.Mode != 0 && f.Path == at && (!f.Untracked || e.Untracked || e.Dirty):
		return nil, nil
	}
	help, to, err := x.helpFor(e, at, f)
	return &fault{fmt.Sprintf("to %s, which isn't there", short(at)), help, to}, err
}

func inGitDir(at string) bool {
	for name := range strings.SplitSeq(at, "/") {
		if strings.EqualFold(name, ".git") {
			return true
		}
	}
	return false
}

// helpFor says what is there instead of a file, or only on this disk; "" where that is nothing. to is the file whose
// name differs in how it is spelt alone.
func (x *fetching) helpFor(e *register.Entry, at string, found gitrepo.File) (help, to string, err error) {
	switch {
	case found.Mode != 0 && found.Path != at:
		return short(found.Path) + " is a file, and no folder", "", nil
	case found.Untracked:
		return fmt.Sprintf("%s is on this disk alone: `git add %s`, so that other clones have it", short(at),
			argument(at)), "", nil
	}
	switch x.reg.Unseen(at) {
	case gitrepo.Ignored:
		return fmt.Sprintf("Git ignores %s, so that no other clone has it: `git add -f %s`, or correct the target",
			short(at), argument(at)), "", nil
	case gitrepo.Foreign:
		return short(at) + " is another repository's: link to it by an address with https:", "", nil
	case gitrepo.EmptyFolder:
		return fmt.Sprintf("the folder %s is empty, and Git keeps none of these: put a file in, or correct the target",
			short(at)), "", nil
	}
	spelt, err := x.spelt(at)
	switch {
	case err != nil || spelt == "":
		return "", "", err
	case spelt == at:
		return fmt.Sprintf("Git has %s, and this disk doesn't: `git restore %s`, or correct the target", short(at),
			argument(at)), "", nil
	case !strings.EqualFold(spelt, at):
		return fmt.Sprintf("write %s: the file's name looks the same, and has other characters (Unicode normal forms)",
			exactly(relative(e.Path, spelt))), spelt, nil
	}
	return fmt.Sprintf("write %s: the case of letters counts", relative(e.Path, spelt)), spelt, nil
}

// exactly writes a path so that one can see each of its characters.
func exactly(to string) string {
	parts := strings.Split(to, "/")
	for i, p := range parts {
		if plain, err := url.PathUnescape(p); err == nil {
			parts[i] = url.PathEscape(plain)
		}
	}
	return strings.Join(parts, "/")
}

// spelt returns the file or folder whose path differs from one in the case of letters, or in how Unicode composes
// them; "" for none.
func (x *fetching) spelt(at string) (string, error) {
	if x.names == nil {
		all, err := x.reg.Names()
		if err != nil {
			return "", err
		}
		x.names = make(map[string]string, len(all))
		for _, name := range all {
			for ; name != "." && x.names[common(name)] == ""; name = path.Dir(name) {
				x.names[common(name)] = name
			}
		}
	}
	return x.names[common(at)], nil
}

// common is what the spellings of a path have in common.
func common(at string) string { return strings.ToLower(norm.NFC.String(at)) }

// relative writes the path to as seen from the document at from.
func relative(from, to string) string {
	dir := strings.Split(path.Dir(from), "/")
	if dir[0] == "." {
		dir = nil
	}
	parts := strings.Split(to, "/")
	same := 0
	for same < len(dir) && same < len(parts)-1 && dir[same] == parts[same] {
		same++
	}
	return strings.ReplaceAll(strings.Repeat("../", len(dir)-same)+strings.Join(parts[same:], "/"), " ", "%20")
}

package cli

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint/rules"
)

// documents returns what writ.yaml may say of where documents are, and what comes of it: Markdown for another program
// that can be read, translations and a noisy folder that can be left out. Both are "" where nothing is to be said.
func (l *linted) documents() (line, why string, err error) {
	stated := l.Input.Config.Documents
	include, exclude := stated.Include, stated.Exclude
	var reasons []string
	folder, share := l.noisy()
	coded, within, err := l.forProgram(folder)
	if err != nil {
		return "", "", err
	}
	if len(coded) > 0 {
		reasons = append(reasons, fmt.Sprintf("reads %s, too, whose code is shown as text and never run",
			byEnding(coded)))
		var beside []string
		if include, beside, err = l.including(coded); err != nil {
			return "", "", err
		}
		exclude = append(slices.Clone(exclude), beside...)
	}
	if patterns, n := rules.Translations(l.Input.Register); n > 0 {
		reasons = append(reasons, fmt.Sprintf("leaves out translations; %s the id of what is translated",
			counted(n, "has", "have")))
		exclude = append(slices.Clone(exclude), patterns...)
	}
	if folder != "" {
		reason := fmt.Sprintf("takes %d %% of the findings away, if %s holds no controlled documents", share, folder)
		if len(within) > 0 {
			reason += fmt.Sprintf("; its %s aren't read today either", byEnding(within))
		}
		reasons = append(reasons, reason)
		exclude = append(slices.Clone(exclude), folder+"/**")
	}
	if len(reasons) == 0 {
		return "", "", nil
	}
	return documentsLine(include, exclude), strings.Join(reasons, "; "), nil
}

// forProgram returns the files of Markdown for another program that are no documents, those within a folder apart.
func (l *linted) forProgram(folder string) (coded, within []string, err error) {
	names, err := l.Input.Register.Names()
	for _, name := range names {
		switch {
		case !config.ForProgram(name) || config.OfOthers(name) || l.Input.Register.ByPath(name) != nil:
		case folder != "" && strings.HasPrefix(name, folder+"/"):
			within = append(within, name)
		default:
			coded = append(coded, name)
		}
	}
	return coded, within, err
}

// byEnding counts files by their endings.
func byEnding(names []string) string {
	var parts []string
	for _, ending := range config.Endings() {
		n := 0
		for _, name := range names {
			if config.Ending(name) == ending {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, counted(n, ending+" file", ending+" files"))
		}
	}
	return strings.Join(parts, ", ")
}

// including returns the patterns of today's documents and of further files, by their folders at the root, and those
// that leave out what speaks of the repository beside them.
func (l *linted) including(coded []string) (include, beside []string, err error) {
	var patterns []string
	add := func(name string) {
		pattern := name
		if folder, _, below := strings.Cut(name, "/"); below {
			ending := strings.TrimPrefix(config.Ending(name), ".html")
			pattern = folder + "/**/*" + name[len(name)-len(ending):]
		}
		if !slices.Contains(patterns, pattern) {
			patterns = append(patterns, pattern)
		}
	}
	if stated := l.Input.Config.Documents; stated.Explicit {
		patterns = slices.Clone(stated.Include)
	} else {
		for _, e := range l.Input.Register.Documents {
			add(e.Path)
		}
	}
	for _, name := range coded {
		add(name)
	}
	slices.Sort(patterns)
	if l.Input.Config.Documents.Explicit {
		return patterns, nil, nil
	}
	beside, err = besideDocuments(l.Input.Register, patterns)
	return patterns, beside, err
}

// besideDocuments returns patterns that leave out what patterns would include and is no document today: what speaks
// of the repository, and what belongs to others.
func besideDocuments(reg *register.Register, include []string) (exclude []string, err error) {
	names, err := reg.Names()
	wide := *reg.Config
	wide.Documents.Include, wide.Documents.Explicit = include, true
	for _, name := range names {
		pattern := "**/" + path.Base(name)
		if config.OfOthers(name) {
			pattern = config.FolderOfOthers(name) + "/**"
		} else if !config.OfRepository(name) {
			continue
		}
		if wide.Includes(name) && reg.ByPath(name) == nil && !slices.Contains(exclude, pattern) {
			exclude = append(exclude, pattern)
		}
	}
	slices.Sort(exclude)
	return exclude, err
}

// documentsLine is how writ.yaml says where documents are.
func documentsLine(include, exclude []string) string {
	var keys []string
	if len(include) > 0 {
		keys = append(keys, "include: ["+quotedAll(include)+"]")
	}
	if len(exclude) > 0 {
		keys = append(keys, "exclude: ["+quotedAll(exclude)+"]")
	}
	return "documents: {" + strings.Join(keys, ", ") + "}"
}

func quotedAll(all []string) string {
	var out []string
	for _, s := range all {
		out = append(out, fmt.Sprintf("%q", s))
	}
	return strings.Join(out, ", ")
}

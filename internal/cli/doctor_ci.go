package cli

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/lazyregexp"
)

const (
	workflows = ".github/workflows/"
	gitlabCI  = ".gitlab-ci.yml"
)

// ciJob is what one job says that matters to writ.
type ciJob struct {
	file, name                string
	lint, depth, notes, based bool
	requests                  bool // it runs on pull requests, or that isn't known
}

var (
	runsLint  = lazyregexp.New(`\bwrit(-lint)?(\.exe)?"?\s+lint\b`)
	usesWrit  = lazyregexp.New(`(^|/)writ@`)
	commented = lazyregexp.New(`(?m)^\s*#.*$`)
)

func (x *diagnosis) checkCI() (check, error) {
	c := check{name: "CI files", state: isGood}
	found, err := x.project.snapshot.Files(below(workflows, ".yml", ".yaml"))
	if err != nil {
		return c, err
	}
	var names []string
	for _, f := range found {
		names = append(names, f.Path)
	}
	any := len(names) > 0
	var jobs []ciJob
	for _, name := range append(names, gitlabCI) {
		src, found, err := fileAt(x.project.snapshot, name)
		if err != nil {
			return c, err
		}
		if !found {
			continue
		}
		any = true
		some, err := jobsOf(name, src)
		if err != nil {
			c.saw("%s can't be read as YAML", name)
			c.worse(attention, "fix "+name)
		}
		jobs = append(jobs, some...)
	}
	linting := slices.DeleteFunc(jobs, func(j ciJob) bool { return !j.lint })
	switch {
	case !any:
		c.saw("there are none, neither in %s nor %s", workflows, gitlabCI)
		if at, err := x.project.snapshot.Entry(path.Clean(workflows)); err != nil {
			return c, err
		} else if at.Mode == gitrepo.ModeSymlink {
			c.saw("%s is a symbolic link, which a forge doesn't follow", at.Path)
		}
		c.worse(isMissing, "take docs/examples/github-workflow.yml as "+workflows+"writ.yml, or "+
			"docs/examples/gitlab-ci.yml as "+gitlabCI)
	case len(linting) == 0:
		example := "docs/examples/github-workflow.yml as " + workflows + "writ.yml"
		if len(names) == 0 {
			example = "the job of docs/examples/gitlab-ci.yml into " + gitlabCI
		}
		c.saw("no job was seen that runs `writ lint`")
		c.worse(isMissing, "take "+example)
	}
	for _, j := range linting {
		j.tell(&c)
	}
	return c, nil
}

// tell says what a job that lints does, and what it leaves out.
func (j *ciJob) tell(c *check) {
	has := []string{"runs `writ lint`"}
	at := fmt.Sprintf("%s, job %s: ", j.file, j.name)
	for _, part := range []struct {
		seen      bool
		what, fix string
	}{
		{j.depth, "fetches the whole history",
			"fetch the whole history (`fetch-depth: 0` with actions/checkout, `GIT_DEPTH: \"0\"` with GitLab)"},
		{j.notes, "fetches the notes", "fetch the notes: git fetch origin '+refs/notes/*:refs/notes/*'"},
		{j.requests, "", "run it on requests, too: `on: pull_request` (`pull_request_target` isn't for that: it runs " +
			"with the secrets of the base)"},
		{j.based, "compares requests with their base",
			"give `--base` on requests, so that each answers for what it changes"},
	} {
		switch {
		case !part.seen:
			c.worse(attention, at+part.fix)
		case part.what != "":
			has = append(has, part.what)
		}
	}
	c.saw("%s%s", at, strings.Join(has, ", "))
}

// jobsOf reads the jobs of a CI file. Of GitLab's the global variables and scripts hold for each job.
func jobsOf(name string, src []byte) (jobs []ciJob, err error) {
	defer func() {
		if p := recover(); p != nil { // the parser fails on some files that are no YAML
			err = fmt.Errorf("%v", p)
		}
	}()
	var file map[string]any
	if err := yaml.Unmarshal(src, &file); err != nil {
		return nil, err
	}
	if name == gitlabCI {
		var shared ciJob
		for _, key := range []string{"variables", "before_script", "default"} {
			shared.look(key, file[key])
			delete(file, key)
		}
		shared.lint, shared.based, shared.requests = false, false, true
		return eachJob(name, file, shared), nil
	}
	below, _ := file["jobs"].(map[string]any)
	return eachJob(name, below, ciJob{requests: onRequests(file["on"])}), nil
}

// onRequests reports whether GitHub runs a workflow for pull requests. One that others call runs when they do.
func onRequests(on any) bool {
	names := []string{}
	switch on := on.(type) {
	case string:
		names = append(names, on)
	case []any:
		for _, name := range on {
			names = append(names, fmt.Sprint(name))
		}
	case map[string]any:
		names = slices.Collect(maps.Keys(on))
	}
	return slices.Contains(names, "pull_request") || slices.Contains(names, "workflow_call")
}

func eachJob(file string, all map[string]any, shared ciJob) (jobs []ciJob) {
	for _, key := range slices.Sorted(maps.Keys(all)) {
		body, ok := all[key].(map[string]any)
		if !ok {
			continue
		}
		j := shared
		j.file, j.name = file, key
		for _, k := range slices.Sorted(maps.Keys(body)) {
			j.look(k, body[k])
		}
		jobs = append(jobs, j)
	}
	return jobs
}

// look goes through a value below a key. What is commented out, in YAML or in a script, says nothing.
func (j *ciJob) look(key string, v any) {
	switch v := v.(type) {
	case map[string]any:
		if uses, _ := v["uses"].(string); usesWrit.MatchString(uses) {
			with, _ := v["with"].(map[string]any)
			command, stated := with["command"]
			if !stated || command == "lint" {
				j.lint, j.based = true, true // the action itself compares requests with their base
			}
		}
		for k, below := range v {
			j.look(k, below)
		}
	case []any:
		for _, below := range v {
			j.look(key, below)
		}
	default:
		j.scalar(key, commented.ReplaceAllString(fmt.Sprint(v), ""))
	}
}

func (j *ciJob) scalar(key, text string) {
	switch key {
	case "fetch-depth", "GIT_DEPTH":
		j.depth = strings.TrimSpace(text) == "0"
	case "run", "script", "before_script", "after_script", "args":
		j.lint = j.lint || key != "args" && runsLint.MatchString(text)
		j.notes = j.notes || strings.Contains(text, "refs/notes/")
		j.based = j.based || strings.Contains(text, "--base")
		j.depth = j.depth || strings.Contains(text, "--unshallow")
	}
}

func (x *diagnosis) checkCodeowners() (check, error) {
	c := check{name: "CODEOWNERS", state: isGood}
	for _, name := range []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"} {
		_, found, err := fileAt(x.project.snapshot, name)
		if err != nil {
			return c, err
		}
		if found {
			c.saw("%s is there", name)
			return c, nil
		}
	}
	c.saw("there is none, so that a forge asks nobody in particular for a review")
	c.worse(isMissing, "give each folder of documents to its owners in CODEOWNERS; it changes no grade")
	return c, nil
}

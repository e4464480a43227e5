package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	contentexample "github.com/writ-docs/writ/content-example"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/scratch"
	"github.com/writ-docs/writ/internal/story"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/report"
	"github.com/writ-docs/writ/lint/rules"
)

// npm returns a file of a package in the folder WRIT_NPM, which holds node_modules. Without it the test is skipped,
// unless WRIT_REQUIRE_NPM is 1.
func npm(t *testing.T, pattern string) string {
	t.Helper()
	dir := os.Getenv("WRIT_NPM")
	found, _ := filepath.Glob(filepath.Join(dir, "node_modules", filepath.FromSlash(pattern)))
	switch {
	case dir != "" && len(found) > 0:
		return found[0]
	case os.Getenv("WRIT_REQUIRE_NPM") == "1":
		t.Fatalf("the folder WRIT_NPM (%q) holds no node_modules/%s; .ci/run says which packages are needed", dir, pattern)
	}
	t.Skipf("no node_modules/%s in the folder WRIT_NPM; .ci/run installs it", pattern)
	return ""
}

// program returns the path of a program. Without it the test is skipped, unless WRIT_REQUIRE_NPM is 1.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	switch {
	case err == nil:
		return path
	case os.Getenv("WRIT_REQUIRE_NPM") == "1":
		t.Fatalf("%s isn't installed; .ci/run installs it", name)
	}
	t.Skipf("%s isn't installed; .ci/run installs it", name)
	return ""
}

// demo is the run of the example of the demo, with all rules.
func demo(t *testing.T) *report.Run {
	t.Helper()
	s, err := contentexample.Story()
	if err != nil {
		t.Fatal(err)
	}
	dir, today := filepath.Join(t.TempDir(), "demo"), day.Of(2026, 6, 1)
	if _, err := s.Play(dir, story.Options{Today: today}); err != nil {
		t.Fatal(err)
	}
	in, err := scratch.Load(t.Context(), dir, today)
	if err != nil {
		t.Fatal(err)
	}
	result, err := lint.Run(t.Context(), in, rules.All())
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Findings) == 0 {
		t.Fatal("the demo has no finding")
	}
	return &report.Run{Result: result, Today: today, Documents: len(in.Register.Documents), Version: "0.1.0", Rules: rules.All()}
}

// TestSchemasOfFormats checks rdjson and GitLab's format against schemas of testdata, which are stricter than what the
// programs ask for.
func TestSchemasOfFormats(t *testing.T) {
	all := runs()
	all["demo"], all["many"] = demo(t), manyRun(5_001, ordinary)
	for _, format := range []string{"rdjson", "gitlab"} {
		s, err := jsonschema.NewCompiler().Compile(filepath.Join("testdata", format+".schema.json"))
		if err != nil {
			t.Fatal(err)
		}
		for name, run := range all {
			text := printed(t, format, run, report.Options{})
			if strings.HasPrefix(text, "\ufeff") {
				t.Errorf("%s of %s begins with a byte order mark", format, name)
			}
			got, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(got); err != nil {
				t.Errorf("%s of %s: %v", format, name, err)
			}
		}
	}
}

// TestXMLStrict decodes JUnit and checkstyle, and looks that no element or attribute is there that the programs which
// read them don't know.
func TestXMLStrict(t *testing.T) {
	known := map[string]string{
		"junit testsuites": " name tests failures errors skipped time ", "junit testsuite": " name tests failures errors skipped time ",
		"junit testcase": " name classname file time ", "junit failure": " type message ", "junit skipped": " message ",
		"checkstyle checkstyle": " version ", "checkstyle file": " name ", "checkstyle error": " line column severity message source ",
	}
	all := runs()
	all["demo"] = demo(t)
	for name, run := range all {
		for _, format := range []string{"junit", "checkstyle"} {
			d := xml.NewDecoder(strings.NewReader(printed(t, format, run, report.Options{})))
			d.Strict = true
			for {
				token, err := d.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatalf("%s of %s: %v", format, name, err)
				}
				start, ok := token.(xml.StartElement)
				if !ok {
					continue
				}
				attributes, ok := known[format+" "+start.Name.Local]
				if !ok {
					t.Errorf("%s of %s: <%s>", format, name, start.Name.Local)
				}
				for _, a := range start.Attr {
					if !strings.Contains(attributes, " "+a.Name.Local+" ") {
						t.Errorf("%s of %s: <%s %s>", format, name, start.Name.Local, a.Name.Local)
					}
				}
			}
		}
	}
}

// TestXMLElsewhere has xmllint read JUnit and checkstyle, and the npm package junit2json read JUnit: one test case for
// each finding, with its message.
func TestXMLElsewhere(t *testing.T) {
	all := runs()
	all["demo"] = demo(t)
	dir := t.TempDir()
	var files []string
	for name, run := range all {
		for _, format := range []string{"junit", "checkstyle"} {
			file := filepath.Join(dir, name+"."+format+".xml")
			if err := os.WriteFile(file, []byte(printed(t, format, run, report.Options{})), 0o644); err != nil {
				t.Fatal(err)
			}
			files = append(files, file)
		}
	}
	t.Run("xmllint", func(t *testing.T) {
		out, err := exec.Command(program(t, "xmllint"), append([]string{"--noout", "--nonet"}, files...)...).CombinedOutput()
		if err != nil || len(out) > 0 {
			t.Errorf("%v\n%s", err, out)
		}
	})
	t.Run("junit2json", func(t *testing.T) {
		npm(t, "junit2json/package.json")
		const script = `import("junit2json").then(async ({parse}) => {
			const fs = await import("fs");
			console.log(JSON.stringify(await parse(fs.readFileSync(process.argv[1], "utf8"))));
		})`
		for name, run := range all {
			cmd := exec.Command(program(t, "node"), "-e", script, filepath.Join(dir, name+".junit.xml"))
			cmd.Dir = os.Getenv("WRIT_NPM")
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			var got struct {
				Tests, Failures int
				TestSuite       []struct {
					TestCase []struct {
						Name    string
						Failure []struct{ Message, Inner string }
					}
				}
			}
			if err := json.Unmarshal(out, &got); err != nil || len(got.TestSuite) != 1 {
				t.Fatalf("%s: %v\n%s", name, err, out)
			}
			failures := 0
			for _, c := range got.TestSuite[0].TestCase {
				for _, f := range c.Failure {
					if failures++; f.Message == "" || !strings.Contains(f.Inner, "[WR") || !strings.HasPrefix(c.Name, "WR") {
						t.Errorf("%s: %+v", name, c)
					}
				}
			}
			if n := len(run.Result.Findings); failures != n || got.Failures != n {
				t.Errorf("%s: %d failures, stated %d, of %d findings", name, failures, got.Failures, n)
			}
		}
	})
}

// TestSARIFMultitool asks Microsoft's validator, which knows rules of the standard that the schema can't state.
func TestSARIFMultitool(t *testing.T) {
	program := npm(t, "@microsoft/sarif-multitool-*/Sarif.Multitool")
	dir := t.TempDir()
	args := []string{"validate"}
	for name, run := range map[string]*report.Run{"described": described(), "hostile": runs()["hostile"], "clean": runs()["clean"], "accepted": runs()["accepted"], "demo": demo(t)} {
		file := filepath.Join(dir, name+".sarif")
		if err := os.WriteFile(file, []byte(printed(t, "sarif", run, report.Options{})), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	out, err := exec.Command(program, append(args, "--level", "Error;Warning", "--rule-kind", "Sarif;Gh;Ghas")...).CombinedOutput()
	if err != nil || bytes.Contains(out, []byte(": error ")) || bytes.Contains(out, []byte(": warning ")) {
		t.Errorf("%v\n%s", err, out)
	}
}

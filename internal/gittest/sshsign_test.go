package gittest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSSHSign: ssh-keygen signs with the same bytes.
func TestSSHSign(t *testing.T) {
	dir := t.TempDir()
	key := SSHKey(t, dir, "gus")
	for _, text := range []string{"", "Approve POL-001 1.0\n"} {
		file := filepath.Join(dir, "text")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_ = os.Remove(file + ".sig") // ssh-keygen asks before it replaces one
		if out, err := exec.Command("ssh-keygen", "-q", "-Y", "sign", "-n", "writ-approval", "-f", key, file).CombinedOutput(); err != nil {
			t.Fatalf("ssh-keygen: %v\n%s", err, out)
		}
		want, err := os.ReadFile(file + ".sig")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), SSHSign(t, key, "writ-approval", []byte(text))); diff != "" {
			t.Errorf("%q (-ssh-keygen +SSHSign):\n%s", text, diff)
		}
	}
}

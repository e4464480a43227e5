package signature

// sshCase is a signers file and what ssh-keygen and writ say of a commit that the first key signed on 2024-06-01.
type sshCase struct {
	name             string
	signers, revoked string
	namespace        string // "" is git
	damage           bool   // the payload was altered
	oracle, want     Verdict
	owner            string
	onPurpose        string // why the two differ
}

// sshCases is the table of SSH verdicts, with the differences that are on purpose.
func sshCases(key, other string) []sshCase {
	return []sshCase{
		{name: "good", signers: "ada@x " + key, oracle: Good, want: Good, owner: "ada@x"},
		{name: "several principals", signers: "ada@x,ada@y " + key, oracle: Good, want: Good, owner: "ada@x"},
		{name: "quoted principals", signers: `"ada@x" ` + key, oracle: Good, want: Good, owner: "ada@x"},
		{name: "comment and blank lines", signers: "\n # a@x b\r\n\t\nada@x " + key + " Ada's key\r\n", oracle: Good, want: Good, owner: "ada@x"},
		{name: "altered", signers: "ada@x " + key, damage: true, oracle: Bad, want: Bad},
		{name: "altered, key unknown", signers: "bo@x " + other, damage: true, oracle: Bad, want: Bad},
		{name: "unknown key", signers: "bo@x " + other, oracle: UnknownKey, want: UnknownKey},
		{name: "no signers", signers: "", oracle: UnknownKey, want: UnknownKey},
		{name: "wrong namespace", signers: "ada@x " + key, namespace: "file", oracle: Bad, want: Bad},
		{name: "valid for the time", signers: `ada@x valid-after="20240101Z",valid-before="20241231Z" ` + key, oracle: Good, want: Good, owner: "ada@x"},
		{name: "valid to the second", signers: `ada@x valid-after="20240601120000Z",valid-before="20240601120001Z" ` + key, oracle: Good, want: Good, owner: "ada@x"},
		{name: "valid until that second", signers: `ada@x valid-before="20240601120000z" ` + key, oracle: Good, want: Good, owner: "ada@x"},
		{name: "valid a second late", signers: `ada@x valid-after="20240601120001Z" ` + key, oracle: NotYetValid, want: NotYetValid},
		{name: "expired a second ago", signers: `ada@x valid-before="20240601115959Z" ` + key, oracle: Expired, want: Expired},
		{name: "not yet valid", signers: `ada@x Valid-After="20250101UTC" ` + key, oracle: NotYetValid, want: NotYetValid},
		{name: "expired", signers: `ada@x valid-before="202401011200" ` + key, oracle: Expired, want: Expired},
		{name: "revoked", signers: "ada@x " + key, revoked: "# gone\n" + key + "\n", oracle: Revoked, want: Revoked},
		{name: "another key revoked", signers: "ada@x " + key, revoked: other, oracle: Good, want: Good, owner: "ada@x"},
		{name: "namespace allowed", signers: `ada@x namespaces="file,gi?" ` + key, oracle: Good, want: Good, owner: "ada@x"},
		{name: "later line counts", signers: "bo@x " + other + "\nada@x " + key, oracle: Good, want: Good, owner: "ada@x"},
		{name: "expired line, then a valid one", signers: `ada@x valid-before="20240101Z" ` + key + "\nada@x " + key, oracle: Good, want: Good, owner: "ada@x"},
		{name: "bad line, then a good one", signers: `ada@x valid-before="2024-01-01" ` + key + "\nada@x " + key, oracle: Good, want: Good, owner: "ada@x"},
		{name: "authority line for a plain key", signers: "ada@x cert-authority " + key, oracle: UnknownKey, want: UnknownKey},

		{name: "namespace not allowed", signers: `ada@x namespaces="file" ` + key, oracle: Bad, want: UnknownKey,
			onPurpose: "the signature is right and the key isn't known for this purpose; git calls it bad"},
		{name: "other namespace first", signers: `bo@x namespaces="file" ` + key + "\nada@x " + key, oracle: Bad, want: Good, owner: "ada@x",
			onPurpose: "any valid line counts; ssh-keygen stops at the first line with the key"},
		{name: "wildcard", signers: "*@x " + key, oracle: Good, want: Good, owner: ""},                             // good, and names nobody
		{name: "negated", signers: "*@x,!ada@x " + key, oracle: Good, want: Good, owner: ""},                       // the same
		{name: "wildcard beside a literal", signers: "*@x,ada@x " + key, oracle: Good, want: Good, owner: "ada@x"}, // only the literal names
		{name: "revoked and unknown", signers: "bo@x " + other, revoked: key, oracle: UnknownKey, want: Revoked, onPurpose: "git hands the revocation list to ssh-keygen only for known keys"},
		{name: "revoked and expired", signers: `ada@x valid-before="20240101Z" ` + key, revoked: key, oracle: Expired, want: Revoked, onPurpose: "the same: revoked outweighs expired"},
		{name: "a date that no calendar has", signers: `ada@x valid-after="20240231Z" ` + key, oracle: Good, want: UnknownKey, onPurpose: "ssh-keygen rolls 31 February over to March; the line is a fault here"},
	}
}

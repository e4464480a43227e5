package signature

import (
	"bytes"
	"time"
)

// pgpCases is the table of OpenPGP verdicts, with the differences that are on purpose. Keys were made on 2024-01-01,
// signatures on 2024-06-01.
func pgpCases(o *gpgOracle, text []byte) []pgpCase {
	ed := o.key(made, "Ed", "ed25519", "sign", "never")
	rsa := o.key(made, "Rsa", "rsa2048", "sign", "never")
	p256 := o.key(made, "Nist", "nistp256", "sign", "never")
	main := o.key(made, "Main", "ed25519", "cert", "never")
	o.must(made, nil, "--batch", "--quick-add-key", main, "ed25519", "sign", "never")
	bo := o.key(made, "Bo", "ed25519", "sign", "never")
	ends := o.key(made, "Ends", "ed25519", "sign", "20240901T000000")
	past := o.key(made, "Past", "ed25519", "sign", "never")
	soft := o.key(made, "Soft", "ed25519", "sign", "never")
	hard := o.key(made, "Hard", "ed25519", "sign", "never")
	sub := o.key(made, "Sub", "ed25519", "cert", "never")
	o.must(made, nil, "--batch", "--quick-add-key", sub, "rsa2048", "sign", "20240901T000000")
	gone := o.key(made, "Gone", "ed25519", "sign", "never")

	keys := o.export(ed, rsa, p256, main)
	sig := func(key string, more ...string) []byte { return o.sign(signed, key, text, more...) }
	cases := []pgpCase{
		{name: "ed25519", armor: sig(ed), keys: keys, oracle: Good, want: Good, later: Good},
		{name: "rsa", armor: sig(rsa), keys: keys, oracle: Good, want: Good, later: Good},
		{name: "nistp256", armor: sig(p256), keys: keys, oracle: Good, want: Good, later: Good},
		{name: "signing subkey", armor: sig(main), keys: keys, oracle: Good, want: Good, later: Good},
		{name: "altered", armor: sig(rsa), payload: bytes.ToUpper(text), keys: keys, oracle: Bad, want: Bad, later: Bad},
		{name: "unknown key", armor: sig(gone), keys: keys, oracle: UnknownKey, want: UnknownKey, later: UnknownKey},
		{name: "known to gpg, named by nobody", armor: sig(bo), keys: keys, oracle: Good, want: UnknownKey, later: UnknownKey,
			onPurpose: "git takes any key of the user's keyring, writ only those of people"},
		{name: "before the key", armor: o.sign(made.AddDate(-1, 0, 0), ed, text), keys: keys, oracle: Bad, want: NotYetValid, later: NotYetValid,
			onPurpose: "gpg has no class of its own for it"},
		{name: "key expired since", armor: sig(ends), keys: o.export(ends), oracle: Expired, want: Good, later: Expired,
			onPurpose: "judged at the time of the signature and on the main line's day; gpg asks today"},
		{name: "key expired since, gpg asked then", armor: sig(ends), keys: o.export(ends), verified: signed, oracle: Good, want: Good, later: Expired},
		{name: "subkey expired since", armor: sig(sub), keys: o.export(sub), oracle: Expired, want: Good, later: Expired, onPurpose: "the same"},
		{name: "SHA-1", armor: sig(rsa, "--digest-algo", "SHA1"), keys: keys, oracle: Good, want: Refused, later: Refused,
			onPurpose: "MD5, SHA-1 and RIPEMD-160 are refused"},
		{name: "two signatures", armor: sig(ed, "-u", rsa), keys: keys, oracle: Good, want: Refused, later: Refused,
			onPurpose: "git refuses several signatures too, gpg doesn't"},
		{name: "text mode", armor: sig(ed, "--textmode"), keys: keys, oracle: Good, want: Refused, later: Refused,
			onPurpose: "such a signature holds for other line ends too"},
		{name: "whole message", armor: sig(ed, "--sign"), keys: keys, oracle: Bad, want: Refused, later: Refused,
			onPurpose: "an inline message isn't a signature over the object"},
		{name: "signature expired", armor: sig(ed, "--default-sig-expire", "7d"), keys: keys, oracle: Expired, want: Good, later: Expired,
			onPurpose: "judged at the time of the signature and on the main line's day"},
	}
	late := sig(past)
	o.must(time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC), nil, "--batch", "--quick-set-expire", past, "20240301T000000")
	cases = append(cases, pgpCase{name: "signed after the key's end", armor: late, keys: o.export(past), oracle: Expired, want: Expired, later: Expired})

	before, after := sig(soft), sig(hard)
	o.revoke(time.Date(2024, 8, 1, 0, 0, 0, 0, time.UTC), soft, "3")
	o.revoke(time.Date(2024, 8, 1, 0, 0, 0, 0, time.UTC), hard, "1")
	cases = append(cases,
		pgpCase{name: "retired since", armor: before, keys: o.export(soft), oracle: Revoked, want: Good, later: Revoked,
			onPurpose: "a key that was retired counts for what came before that day"},
		pgpCase{name: "compromised", armor: after, keys: o.export(hard), oracle: Revoked, want: Revoked, later: Revoked})
	o.must(made, nil, "--batch", "--yes", "--delete-secret-and-public-key", gone)
	for i := range cases {
		if cases[i].payload == nil {
			cases[i].payload = text
		}
	}
	return cases
}

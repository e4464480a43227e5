// Package signature verifies the signatures that Git objects and messages carry, SSH (OpenSSH's PROTOCOL.sshsig)
// and OpenPGP (RFC 9580), in process: it cuts the signed bytes out of raw objects, checks the signature, and says
// whose key made it and whether that key was valid when it signed and when the change arrived.
// It knows keys, signers files and revocation lists, and nothing of documents, roles or grades.
// It must not start a program, read a clock or a file, or take a self-declared address as proof of a person.
//
// Every input is untrusted. Data that is damaged or refused gives a Verdict with its reason, never a panic.
// Where a verdict differs from git's on purpose, the tables in oracle_test.go (SSH) and pgp_cases_test.go list it.
package signature

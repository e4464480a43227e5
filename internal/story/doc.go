// Package story plays a written history (a txtar archive) into a new Git repository, so that the demo, the
// examples of rules and the tests all stand on real commits whose ids depend on the story and on today alone.
// It knows the story's language and the formats of Git's objects, pack, index and refs; it runs no program and
// reads no Git configuration. It must not know documents, kinds or rules.
//
// A section that doesn't begin with "git: " is a file, written into the work area of the current branch.
// The others are steps, played in order:
//
//	git: person KEY Name <mail>        somebody besides ada, bo, gus, ilse and noor
//	git: commit DAY WHO                commits what was written; the body is the message
//	git: branch NAME                   creates a branch at the current commit and goes there
//	git: switch NAME                   goes to a branch
//	git: merge NAME[,NAME…] DAY WHO    merge commit, never a fast-forward; what was written since the last
//	                                   commit resolves conflicts; the body is the message
//	git: tag NAME [DAY WHO]            a tag of the current commit; annotated with DAY and WHO, the body is
//	                                   its message
//	git: remove PATH                   removes a file or a folder
//	git: move OLD NEW                  moves a file or a folder
//	git: edit PATH                     the body replaces parts of a file: lines "< old" that occur once in it,
//	                                   then lines "> new"; an empty line between two such hunks
//	git: file PATH                     writes PATH from the story's folder of files (ParseFS)
//	git: crlf PATH                     writes PATH with CRLF line ends; the body, or what is there when empty
//	git: bom PATH                      the same with a byte-order mark in front
//	git: chomp PATH                    the same without its last line feed
//	git: base64 PATH                   writes PATH from a body in base64, for bytes that are no text
//	git: mode PATH 644|755             sets a file's mode
//	git: symlink PATH TARGET           writes a symbolic link
//	git: worktree                      what follows is left in the work tree, uncommitted
//	git: today DAY                     the day to lint on
//	git: base REF                      the branch or tag that a pull request is compared with
//
// DAY is YYYY-MM-DD, with a time as YYYY-MM-DDTHH:MM[:SS], with a zone as YYYY-MM-DDTHH:MM+02:00 (else UTC).
// Without a time it is 10:00, or one minute after the latest commit of that day. WHO is a key or "Name <mail>";
// committer=KEY, committer="Name <mail>", authored=DAY and signed=KEY may follow: signed=KEY signs with the SSH key of
// that person, which is made from the name. Words with blanks stand in double quotes.
// Tokens (see Tokens) are replaced everywhere when a today is known. In messages and file bodies {{blob PATH}}
// is the id of a blob in the work area, {{commit REF}} that of a commit, and {{key PERSON}} the public key of a
// person.
package story

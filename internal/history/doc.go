// Package history reads the main line: its steps and days, which files are one document through all renames, what each
// change brought and who wrote it, and the same with a pull request on top. It knows Git only through gitrepo and
// documents only through their front matter and digests. It must not know who may approve, nor anything that follows
// from that: package trail judges what is read here.
package history

// Package site is the part of the command line that makes sites: build, and demo, which serves what it builds. It is a
// package of its own because sitegen brings Hugo into a program: only cmd/writ has it. What a command needs to know of
// the repository it gets from its cli.Host; how a page looks is up to sitegen.
package site

import "github.com/writ-docs/writ/internal/cli"

// Commands are the commands to hand to cli.Main.
func Commands() []cli.Command { return []cli.Command{buildCommand, serveCommand, demoCommand} }

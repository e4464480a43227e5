// Package examples embeds the files of this folder that writ init writes. It must know nothing else.
package examples

import _ "embed"

// Workflow is a workflow for GitHub, in a repository whose main branch is main.
//
//go:embed github-workflow.yml
var Workflow []byte

// PreCommit is a configuration for pre-commit.
//
//go:embed pre-commit-config.yaml
var PreCommit []byte

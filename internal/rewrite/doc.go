// Package rewrite gives files another content in one step: who reads meanwhile sees the old content or the new one.
// It knows files below a folder, and nothing of what they hold. It must not know Git.
package rewrite

// Package contentexample embeds the example management system of Rampenlicht Software GmbH, a fictional maker of
// logistics software, as a story of twenty months that is told relative to today.
// It knows its own files and that they are a story. It must not know rules, configuration or the site.
package contentexample

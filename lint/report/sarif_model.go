package report

// fingerprintName is the one name under which GitHub reads fingerprints.
const fingerprintName = "primaryLocationLineHash"

// rootBase names the folder that paths are relative to.
const rootBase = "SRCROOT"

// The part of SARIF 2.1.0 that reports use; names are those of the standard.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}

	sarifRun struct {
		Tool        sarifTool            `json:"tool"`
		Invocations []sarifInvocation    `json:"invocations"`
		Bases       map[string]sarifBase `json:"originalUriBaseIds"`
		ColumnKind  string               `json:"columnKind"`
		Results     []sarifResult        `json:"results"`
	}

	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}

	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		URI     string      `json:"informationUri"`
		Rules   []sarifRule `json:"rules"`
	}

	sarifRule struct {
		ID         string           `json:"id"`
		Name       string           `json:"name,omitempty"`
		Short      sarifText        `json:"shortDescription"`
		Full       sarifText        `json:"fullDescription"`
		Help       sarifText        `json:"help"`
		Default    sarifDefault     `json:"defaultConfiguration"`
		Properties *sarifRuleTagged `json:"properties,omitempty"`
	}

	sarifDefault struct {
		Level string `json:"level"`
	}

	sarifRuleTagged struct {
		Tags []string `json:"tags"`
	}

	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}

	sarifInvocation struct {
		Successful bool        `json:"executionSuccessful"`
		Notes      []sarifNote `json:"toolExecutionNotifications"`
	}

	sarifNote struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}

	sarifBase struct {
		Description sarifText `json:"description"`
	}

	sarifResult struct {
		Rule         string            `json:"ruleId"`
		Index        int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Properties   *sarifProperties  `json:"properties,omitempty"`

		Suppressions []sarifSuppression `json:"suppressions"`
		Fixes        []sarifFix         `json:"fixes,omitempty"`
	}

	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}

	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}

	sarifReplacement struct {
		Deleted  sarifRegion `json:"deletedRegion"`
		Inserted sarifText   `json:"insertedContent"`
	}

	sarifSuppression struct {
		Kind     string        `json:"kind"`
		Status   string        `json:"status"`
		Why      string        `json:"justification,omitempty"`
		Location sarifLocation `json:"location"`
	}

	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifText    `json:"message,omitempty"`
	}

	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}

	sarifArtifact struct {
		URI  string `json:"uri"`
		Base string `json:"uriBaseId"`
	}

	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}

	sarifProperties struct {
		Document string `json:"document,omitempty"`
		Commit   string `json:"commit,omitempty"`
	}
)

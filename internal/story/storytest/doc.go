// Package storytest plays stories in tests. It knows testing and stories; what a test does with the repository
// is the test's own affair. Only tests import it.
package storytest

// Package records reads what records say in cells, lists and stated lines as typed values: ids, days and periods,
// statuses, parties, quantities and the words of fixed vocabularies. What it knows of words is data of package schema.
//
// A text that has no certain meaning is never guessed: its value says what is wrong and which readings there are.
package records

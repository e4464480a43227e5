package schema

// What a document is to a reader. Text, JSON and the site spell it alike.
const (
	StateInForce    = "in force"         // approved, and its day has come
	StateOnRecord   = "on record"        // a record, as the main line holds it
	StateNotYet     = "not yet in force" // approved, and its day comes later; nothing else is in force
	StateNotInForce = "not in force"     // nothing of it is approved
	StateRetired    = "retired"          // taken out of force with an approval
	// the main line doesn't have it any more, or has it where no document is looked for
	StateRemoved = "removed"
)

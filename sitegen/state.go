package sitegen

import "github.com/writ-docs/writ/schema"

// State says what a document is to a reader, in the words of schema.
type State string

// The states.
const (
	InForce    State = schema.StateInForce
	OnRecord   State = schema.StateOnRecord
	NotYet     State = schema.StateNotYet
	NotInForce State = schema.StateNotInForce
	Retired    State = schema.StateRetired
	Removed    State = schema.StateRemoved
)

// States lists all states.
func States() []State { return []State{InForce, OnRecord, NotYet, NotInForce, Retired, Removed} }

// Shows reports whether a site that serves words in force, merged words or a preview shows the text of a document in a
// state.
func Shows(state State, serve string) bool {
	switch state {
	case InForce, OnRecord:
		return true
	case NotYet, NotInForce:
		return serve != ServeInForce
	}
	return false
}

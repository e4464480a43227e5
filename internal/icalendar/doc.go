// Package icalendar writes calendars (RFC 5545) of days on which something is due. It knows nothing of documents, and
// no clock: who asks says when an entry was made.
package icalendar

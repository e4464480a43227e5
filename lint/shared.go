package lint

import "sync"

// Share returns a function that does the same work, but once in a run, however many rules ask: who asks first does it,
// and the others wait for what it returned, which nobody may change. The work may ask for other shared values, but not
// for its own. For an Input that isn't a run's, as the one that a rule's Seed sees, the work is done each time.
func Share[T any](work func(*Input) (T, error)) func(*Input) (T, error) {
	key := new(byte) // names this work in each run's memo
	return func(in *Input) (T, error) {
		if in.memo == nil {
			return work(in)
		}
		done := in.memo.of(key, func() any {
			return sync.OnceValues(func() (T, error) {
				value, err := work(in)
				if k, ok := any(value).(keeper); ok && err == nil {
					in.memo.keep(k)
				}
				return value, err
			})
		})
		return done.(func() (T, error))()
	}
}

// memo holds what the rules of one run share. It is safe for concurrent use.
type memo struct {
	mu   sync.Mutex
	done map[*byte]any
	kept []keeper
}

// keeper is a shared value that keeps what it learnt for the next run, once this one is over.
type keeper interface{ Keep() }

func (m *memo) keep(k keeper) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = append(m.kept, k)
}

func (m *memo) of(key *byte, first func() any) any {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.done == nil {
		m.done = map[*byte]any{}
	}
	if m.done[key] == nil {
		m.done[key] = first()
	}
	return m.done[key]
}

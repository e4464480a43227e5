package document

// must returns what a parsed document tells, which never fails.
func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

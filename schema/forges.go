package schema

// Identity is a name and an address, as in a commit.
type Identity struct{ Name, Email string }

// Forges returns the identities under which forges, bots and continuous integration write commits. What they
// write names no person, so they approve nothing. The caller may change what it gets.
func Forges() []Identity {
	return []Identity{
		{"GitHub", "noreply@github.com"},
		{"GitLab", "noreply@gitlab.com"},
		{"Gitea", "gitea@fake.local"},
		{"Gitea", "noreply@gitea.com"},
		{"Forgejo", "noreply@codeberg.org"},
		{"Azure DevOps", "noreply@azuredevops.com"},
		{"Bitbucket", "noreply@bitbucket.org"},
		{"github-merge-queue[bot]", "118344674+github-merge-queue[bot]@users.noreply.github.com"},
		{"github-merge-queue", "118344674+github-merge-queue@users.noreply.github.com"},
		{"github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com"},
		{"github-actions", "github-actions@github.com"},
		{"GitHub Action", "action@github.com"},
		{"GitHub Actions", "actions@github.com"},
		{"dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"},
		{"dependabot", "support@dependabot.com"},
		{"renovate[bot]", "29139614+renovate[bot]@users.noreply.github.com"},
		{"Renovate Bot", "bot@renovateapp.com"},
		{"mergify[bot]", "37929162+mergify[bot]@users.noreply.github.com"},
		{"bors", "bors@users.noreply.github.com"},
	}
}

// The shapes of bots that no list can name: what a name or the part of an address before the @ ends in, and
// the access-token users of GitLab's projects and groups as an RE2 expression over a lower-case address.
const (
	BotSuffix       = "[bot]"
	BotEmailPattern = `^(project|group)_[0-9]+_bot[_0-9a-z]*@noreply\.`
)

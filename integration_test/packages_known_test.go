package integration_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/venvd/venvd/integration_test/machine"
)

// A difference is one that is known between venvd, which follows pip 26.3 on
// Python 3.11 and later, and an older pip, or a pip on an older Python, where it
// still reads by setuptools' pkg_resources. Each answer's lines that match are
// left out of the comparison, so a pattern names just what differs.
type difference struct {
	of           string // "list" or "freeze"
	pip          string // older than this; "" for every one
	from, below  [2]int // Python: from this on, and older than this; zero for every one
	ours, theirs string // what differs, as patterns for a whole entry; "" for none
	why          string
}

// knownDifferences have been seen with pip 18.1, 19.2.3, 22.0.4, 23.0.1, 23.2.1,
// 24.2 and 26.3.
func knownDifferences() []difference {
	all, py311 := [2]int{}, [2]int{3, 11}
	direct, dashed := `(archive_bare|archive_new|archive_old|dir_plain|edit_plain|vcs_hg)`, `(archive-bare|archive-new|archive-old|dir-plain|edit-plain|vcs-hg)`
	editable := `(flatproj|srcproj|vcs-edit|linked|edit_plain)`
	return []difference{
		// What pip says otherwise on an old Python.
		{"list", "", all, py311, `unlinked .*`, "", "pkg_resources follows an .egg-link only where a .pth file names its target too"},
		{"freeze", "", all, py311, `# Editable .*\(unlinked==.*`, "", "as in the list"},

		// What an old pip says otherwise.
		{
			"list", "24", py311, all, `(differs 1|nameless 1)\.0`, `differs 2\.0`,
			"name and version were those of METADATA, and one without a name was passed over; now they are those of the directory's name",
		},
		{"freeze", "24", py311, all, `(differs==1|nameless==1)\.0`, `differs==2\.0`, "as in the list"},
		{"list", "24.3", py311, all, `(eggdir 1|eggzip 2)\.0`, `(eggdir 1|eggzip 2)\.0`, "eggs were listed once more for each way to find them"},
		{
			"freeze", "25", all, all, `archive_new @ .*`, `archive_new @ https://h/x\.zip#subdirectory=s`,
			"only the one hash of before PEP 610 was amended was read",
		},
		{
			"list", "21.3", all, all, editable + ` \S+ /.*`, `(flatproj|srcproj|vcs-edit|linked|edit-plain) \S+`,
			"editable_project_location is a member of the JSON since",
		},
		{
			"list", "21.2", all, all, `(Foo\.Bar_baz|Alpha_x|` + direct + `) 1\.0`, `(Foo\.Bar-baz|Alpha-x|` + dashed + `) 1\.0`,
			"names were those of pkg_resources, made of the directory's name, and not METADATA's",
		},
		{"freeze", "21.2", all, all, `(Foo\.Bar_baz|Alpha_x)==1\.0`, `(Foo\.Bar-baz|Alpha-x)==1\.0`, "as in the list"},
		{"freeze", "20.1", all, all, direct + ` @ .*|# Editable .*\(edit_plain==.*`, dashed + `==1\.0`, "direct_url.json (PEP 610) is read since"},
		{"list", "20", all, all, "", `-eftover 1\.0`, "what it was removing when it was ended was listed"},
		{
			"freeze", "19", all, all, `# Editable install with no version control \(` + editable + `==.*`, editable + `==.*`,
			"an editable one of no repository was printed as if it came from an index (pypa/pip#5031)",
		},
	}
}

func (d difference) holds(p machine.Python, pip string) bool {
	return (d.pip == "" || olderThan(pip, d.pip)) && p.AtLeast(d.from[0], d.from[1]) && (d.below[0] == 0 || !p.AtLeast(d.below[0], d.below[1]))
}

// without leaves out what is known to differ.
func (d difference) without(ours, theirs []string) (o, t []string) {
	match := func(pattern string) func(string) bool {
		if pattern == "" {
			return func(string) bool { return false }
		}
		return regexp.MustCompile(`(?s)^(` + pattern + `)$`).MatchString
	}
	return slices.DeleteFunc(slices.Clone(ours), match(d.ours)), slices.DeleteFunc(slices.Clone(theirs), match(d.theirs))
}

// olderThan compares the numbers of two versions of pip.
func olderThan(a, b string) bool {
	numbers := func(v string) []int {
		var out []int
		for part := range strings.SplitSeq(v, ".") {
			n, err := strconv.Atoi(part)
			if err != nil {
				break
			}
			out = append(out, n)
		}
		return out
	}
	return slices.Compare(numbers(a), numbers(b)) < 0
}

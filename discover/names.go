package discover

import (
	"cmp"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"
)

// How the tools name the environments that they keep outside of projects, so
// that what belongs to a project is computed and never guessed. Verified against
// poetry 2.5, pipenv 2026.10, pdm 2.29 and hatch 1.18.

// longestName is what poetry and pipenv leave of a project's name.
const longestName = 42

// hashPart is how many characters of a hash these tools write.
const hashPart = 8

func urlSafe(sum []byte) string { return base64.URLEncoding.EncodeToString(sum)[:hashPart] }

var separators = regexp.MustCompile(`[-_.]+`)

// normalName gives a project's name as PEP 503 compares names.
func normalName(name string) string { return strings.ToLower(separators.ReplaceAllString(name, "-")) }

// poetryName gives the name of a project's environments in poetry up to the
// version: "name-hash". root is the directory of pyproject.toml, all links
// resolved. A project without a name is no package to poetry.
func poetryName(w *World, project, root string) string {
	if project == "" {
		project = "non-package-mode"
	}
	name := cut(replaceAny(normalName(project), " $`!*@\"\\\r\n\t"), longestName)
	sum := sha256.Sum256([]byte(normalCase(w, root)))
	return name + "-" + urlSafe(sum[:])
}

// normalCase is Python's os.path.normcase.
func normalCase(w *World, path string) string {
	if w.Windows() {
		return strings.ToLower(strings.ReplaceAll(path, "/", `\`))
	}
	return path
}

// pipenvName gives the name of a project's environment in pipenv, without what
// PIPENV_PYTHON adds. pipfile is the path of the Pipfile as pipenv has it: that
// of the working directory is physical, one that PIPENV_PIPFILE names is not.
func pipenvName(w *World, pipfile string) string {
	name := cut(replaceAny(w.Base(w.Dir(pipfile)), " &$`!*@\"()[]\\\r\n\t"), longestName)
	sum := sha256.Sum256([]byte(pipenvCase(w, pipfile)))
	return name + "-" + urlSafe(sum[:6])
}

// pipenvCase: on Windows pipenv capitalises the drive and leaves the rest.
func pipenvCase(w *World, path string) string {
	if w.Windows() && path != "" {
		return strings.ToUpper(path[:1]) + path[1:]
	}
	return path
}

// pdmName gives the name of a project's environments in pdm up to the version or
// the name they were given: "directory-hash-". pdm takes the path with slashes, and
// MD5 as a hash among others.
func pdmName(w *World, root string) string {
	sum := md5.Sum([]byte(strings.ReplaceAll(root, `\`, "/")))
	return w.Base(root) + "-" + urlSafe(sum[:]) + "-"
}

// hatchID gives the directory between the project's name and its environments.
// Where file names have no case, hatch compares without it.
func hatchID(w *World, root string) string {
	if w.Windows() || w.OS == "darwin" {
		root = strings.ToLower(root)
	}
	sum := sha256.Sum256([]byte(root))
	return urlSafe(sum[:])
}

// hatchName gives the directory of a project in hatch's store, which is also
// that of its environment "default". A project without a name has that of its
// directory.
func hatchName(w *World, project, root string) string {
	return normalName(cmp.Or(project, w.Base(root)))
}

// cut gives the first n characters of s.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// replaceAny puts "_" in the place of each character of the set.
func replaceAny(s, set string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(set, r) {
			return '_'
		}
		return r
	}, s)
}

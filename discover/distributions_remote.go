package discover

import (
	"regexp"
	"strings"
)

// firstRemote gives the URL of origin, else of the first remote, as it is
// written in the repository's configuration; empty when there is none.
func (g *gitRepository) firstRemote() (string, error) {
	path := g.l.World().Join(g.common, "config")
	data, err := g.l.ReadFile(path, maxConfig)
	if absent(err) {
		return "", nil
	}
	if err != nil {
		g.l.fail(path, err)
		return "", err
	}
	settings, err := parseGitConfig(string(data))
	if err != nil {
		return "", err
	}
	found := ""
	for _, s := range settings {
		if !strings.HasPrefix(s.key, "remote.") || !strings.HasSuffix(s.key, ".url") || s.key == "remote.url" {
			continue
		}
		// pip takes the second word of git's line "remote.origin.url URL".
		line := strings.Split(s.key+" "+s.value, " ")
		if found == "" || s.key == "remote.origin.url" {
			found = strip(line[1])
		}
		if s.key == "remote.origin.url" {
			break
		}
	}
	return found, nil
}

// pipURL makes a remote into what pip can clone from (_git_remote_to_pip_url).
// A relative path means something else to everyone, so it is none.
func pipURL(l *Look, remote string) (string, bool) {
	if urlScheme.MatchString(remote) {
		return remote, true
	}
	w := l.World()
	if w.IsAbs(remote) {
		if _, err := l.Stat(remote); err == nil {
			return fileURL(w, w.Clean(remote)), true
		}
	}
	if m := scpRemote.FindStringSubmatch(remote); m != nil {
		return "ssh://" + m[1] + m[2] + "/" + m[3], true
	}
	return "", false
}

var (
	urlScheme = regexp.MustCompile(`^[\pL\pN_]+://`)
	// scpRemote is user@host:path, whose path cannot be that of a Windows drive.
	scpRemote = regexp.MustCompile(`^([\pL\pN_]+@)?([^/:]+):([\pL\pN_][^:]*)$`)
)

// subdirectory gives the path of the project in its checkout, empty when it is
// the root. The project is the nearest directory upward with a pyproject.toml
// or a setup.py. For worktrees and submodules it leads out of what pip takes
// for their root; pip prints it all the same.
func (g *gitRepository) subdirectory(dir string) string {
	w := g.l.World()
	for ; !isInstallable(g.l, dir); dir = w.Dir(dir) {
		if w.Dir(dir) == dir {
			return ""
		}
	}
	here, err1 := g.l.Identity(dir)
	root, err2 := g.l.Identity(g.top)
	if err1 == nil && err2 == nil && here == root {
		return ""
	}
	return relative(w, g.top, dir)
}

func isInstallable(l *Look, dir string) bool {
	for _, name := range []string{"pyproject.toml", "setup.py"} {
		if info, err := l.Stat(l.World().Join(dir, name)); err == nil && !info.IsDir() {
			return true
		}
	}
	return false
}

// relative gives the way from one clean absolute path to another, without a
// look at the disk (os.path.relpath).
func relative(w *World, from, to string) string {
	var up []string
	for !w.Within(from, to) && w.Dir(from) != from {
		from, up = w.Dir(from), append(up, "..")
	}
	if rest := strings.Trim(strings.TrimPrefix(to, from), w.Separator()); rest != "" {
		up = append(up, rest)
	}
	return strings.Join(up, w.Separator())
}

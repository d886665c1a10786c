package integration_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/venvd/venvd/integration_test/machine"
)

// TestPackagesOfCheckouts holds the lines of editable projects in checkouts
// against current pip, which asks git; venvd reads git's files.
func TestPackagesOfCheckouts(t *testing.T) {
	pythons := slices.DeleteFunc(machine.Pythons(), func(p machine.Python) bool { return !p.HasVenv() || !p.AtLeast(3, 11) })
	if len(pythons) == 0 {
		t.Skip("this machine has no Python 3.11 or later with venv, on which current pip reads as venvd does")
	}
	needGit(t)
	b := newBench(t, pythons[len(pythons)-1])
	for name, dir := range b.checkouts() {
		b.installed(b.site, name, "1.0", directURL(t, dir))
	}
	b.agree(t)
}

// checkouts makes repositories in every state that is met, and gives the
// directory of a project in each.
func (b *bench) checkouts() map[string]string {
	b.t.Helper()
	src := filepath.Join(b.work, "src")
	at := func(parts ...string) string { return filepath.Join(append([]string{src}, parts...)...) }
	fresh := func(name, remote string) string {
		b.t.Helper()
		dir := b.project(name, "m", "")
		b.commit(dir)
		if remote != "" {
			b.git(dir, "remote", "add", "origin", remote)
		}
		return dir
	}
	// pip cuts a remote at a blank.
	if err := os.MkdirAll(at("edit plain"), 0o755); err != nil {
		b.t.Fatal(err)
	}
	origin := fresh("origin-ä", "")
	b.project("origin-ä/pkg/sub", "m", "")
	b.git(origin, "add", "-A")
	b.git(origin, "commit", "-q", "-m", "y")
	clone := func(name string, args ...string) string {
		b.t.Helper()
		b.git(src, slices.Concat([]string{"-c", "protocol.file.allow=always", "clone", "-q"}, args, []string{origin, at(name)})...)
		return at(name)
	}
	out := map[string]string{
		"c_root": clone("root"), "c_sub": filepath.Join(clone("mono"), "pkg", "sub"), "c_none": fresh("none", ""),
		"c_url": fresh("url", "https://example.org/a/b.git"), "c_scp": fresh("scp", "git@example.org:a/b.git"),
		"c_file": fresh("file", "file://"+origin), "c_relative": fresh("relative", "../origin-ä"), "c_gone": fresh("gone", "/no/where"),
		"c_blank": fresh("blank", at("edit plain")), "c_absent": at("absent"), "c_deep": filepath.Join(at("root"), "m"),
	}

	out["c_packed"] = clone("packed")
	b.git(at("packed"), "pack-refs", "--all", "--prune")
	out["c_detached"] = clone("detached")
	b.git(at("detached"), "checkout", "-q", "--detach", "HEAD~1")
	out["c_branch"] = clone("branch")
	b.git(at("branch"), "checkout", "-q", "-b", "topic/one")
	out["c_worktree"] = at("worktree")
	b.git(at("root"), "worktree", "add", "-q", at("worktree"))
	out["c_submodule"] = filepath.Join(fresh("super", "https://example.org/super"), "below")
	b.git(at("super"), "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "file://"+origin, "below")

	out["c_unborn"] = b.project("unborn", "m", "")
	b.git(at("unborn"), "init", "-q")
	b.git(at("unborn"), "remote", "add", "origin", "https://example.org/u")
	out["c_sha256"] = b.project("sha256", "m", "")
	b.git(at("sha256"), "init", "-q", "--object-format=sha256")
	b.git(at("sha256"), "add", "-A")
	b.git(at("sha256"), "commit", "-q", "-m", "x")
	b.git(at("sha256"), "remote", "add", "origin", "https://example.org/s")

	// Remotes, as a person writes them.
	out["c_others"] = fresh("others", "")
	b.git(at("others"), "remote", "add", "zeta", "https://example.org/z")
	b.git(at("others"), "remote", "add", "alpha", "https://example.org/a")
	out["c_written"] = fresh("written", "")
	write(b.t, at("written", ".git", "more"), "[Remote \"a \\\"b\\\"\"] url = \"https://example.org/\"\\\n  quoted ; remark\n"+
		"[remote \"origin\"]\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n\tURL = https://example.org/o # remark\n\turl = https://example.org/second\n[core]\n\tbare\n")
	b.must("sh", "-c", "cat '"+at("written", ".git", "more")+"' >> '"+at("written", ".git", "config")+"'")

	// What is none: no repository, a broken one, another program's.
	out["c_plain"] = b.project("plain", "m", "")
	out["c_broken"] = b.project("broken", "m", "")
	if err := os.MkdirAll(at("broken", ".git"), 0o755); err != nil {
		b.t.Fatal(err)
	}
	out["c_badfile"] = b.project("badfile", "m", "")
	write(b.t, at("badfile", ".git"), "gitdir: ../nowhere\n")
	if _, err := exec.LookPath("hg"); err != nil { // else pip asks it
		out["c_hg"] = b.project("hg", "m", "")
		write(b.t, at("hg", ".hg", "hgrc"), "")
	}
	out["c_link"] = at("link")
	if err := os.Symlink(filepath.Join(at("mono"), "pkg", "sub"), at("link")); err != nil {
		b.t.Fatal(err)
	}
	return out
}

func needGit(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed; scripts/test installs it on Debian")
	}
}

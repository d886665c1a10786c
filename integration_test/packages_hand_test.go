package integration_test

import (
	"path/filepath"
	"strings"
)

// add puts into the environment by hand what no tool of today makes any more,
// or what only others than pip make.
func (b *bench) add() {
	b.t.Helper()
	src := filepath.Join(b.work, "src")
	put := func(path, text string) { b.t.Helper(); write(b.t, filepath.Join(b.site, path), text) }

	// distutils writes a file; what pip was removing is passed over, and so is
	// what older Pythons have in their standard library.
	put("plainfile-0.1.egg-info", core("plainfile", "0.1"))
	put("~eftover-1.0.dist-info/METADATA", core("leftover", "1.0"))
	b.installed(b.site, "argparse", "1.4.0", nil)

	// Names and versions: of the order, of METADATA, of the directory.
	b.installed(b.site, "Alpha_x", "1.0", nil)
	b.installed(b.site, "alpha.y", "1.0", nil)
	b.installed(b.site, "normal", "2023.07.22", nil)
	put("local-1.0+ubuntu.1.dist-info/METADATA", core("local", "1.0+Ubuntu-1"))
	put("differs-1.0.dist-info/METADATA", core("differs", "2.0"))
	if !b.p.AtLeast(3, 13) { // whose pip 24.2 ends with an error when it lists one
		put("legacy-2004d.egg-info", core("legacy", "2004d"))
	}
	put("nameless-1.0.dist-info/METADATA", "Metadata-Version: 2.1\n\nName: no\n")
	put("folded-1.0.dist-info/METADATA", strings.ReplaceAll("Metadata-Version: 2.1\nSummary: a\n        Name: not this\nNAME: folded\nVersion: 1.0\n\n", "\n", "\r\n"))

	// Where it came from (PEP 610).
	for name, text := range map[string]string{
		"archive_new":  `{"url": "https://h/x.zip", "archive_info": {"hashes": {"sha256": "aa", "md5": "bb"}}, "subdirectory": "s"}`,
		"archive_old":  `{"url": "https://h/x.zip", "archive_info": {"hash": "sha256=cc"}}`,
		"archive_bare": `{"url": "https://u:${P}@h/x.zip", "archive_info": {}}`,
		"vcs_hg":       `{"url": "https://h/r", "vcs_info": {"vcs": "hg", "commit_id": "12", "requested_revision": "t"}, "subdirectory": "pkg"}`,
		"dir_plain":    `{"url": "file:///x/y%20z", "dir_info": {}}`,
	} {
		b.installed(b.site, name, "1.0", map[string]string{"direct_url.json": text})
	}
	b.installed(b.site, "edit_plain", "1.0", directURL(b.t, filepath.Join(src, "edit plain")))

	// What .pth files add: eggs, sources, and packages that are there twice.
	put("eggdir-1.0-py3.egg/EGG-INFO/PKG-INFO", core("eggdir", "1.0"))
	zipOf(b.t, filepath.Join(b.site, "eggzip-2.0-py3.egg"), map[string]string{"EGG-INFO/PKG-INFO": core("eggzip", "2.0"), "eggzip.py": ""})
	put("twice-1.0.dist-info/METADATA", core("twice", "1.0"))
	b.installed(filepath.Join(src, "bare"), "twice", "2.0", nil)
	write(b.t, filepath.Join(src, "bare", "bare.egg-info", "PKG-INFO"), core("bare", "0.3"))
	put("hand.pth", "# remark\n\n./eggdir-1.0-py3.egg\neggzip-2.0-py3.egg\n"+filepath.Join(src, "bare")+"\n/nowhere\n"+filepath.Join(src, "linked")+"\nimport os\n")

	// What `setup.py develop` leaves; the second is on no path, so only pip's
	// newer backend finds it.
	for _, name := range []string{"linked", "unlinked"} {
		write(b.t, filepath.Join(src, name, name+".egg-info", "PKG-INFO"), core(name, "0.4"))
		put(name+".egg-link", filepath.Join(src, name)+"\n.")
	}

	// The two lines of code by which easy-install and virtualenvwrapper put
	// their paths before everything else.
	b.installed(b.site, "fronted", "1.0", nil)
	write(b.t, filepath.Join(src, "front", "fronted-9.0.egg-info"), core("fronted", "9.0"))
	put("wrapper.pth", "import sys; sys.__plen = len(sys.path)\n"+filepath.Join(src, "front")+
		"\nimport sys; new=sys.path[sys.__plen:]; del sys.path[sys.__plen:]; p=getattr(sys,'__egginsert',0); sys.path[p:p]=new; sys.__egginsert = p+len(new)\n")
}

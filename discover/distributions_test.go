package discover

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/venvd/venvd/discover/worldtest"
	"github.com/venvd/venvd/venvcore"
)

// site is where the environment of these tests has its packages.
const site = "/w/e/lib/python3.11/site-packages"

// baseSite is that of its base.
const baseSite = "/usr/lib/python3/dist-packages"

// withPackages gives an environment with these files, relative to its
// site-packages unless they begin with a slash.
func withPackages(t testing.TB, archive string) (*World, *venvcore.Environment) {
	t.Helper()
	lines := strings.Split(archive, "\n")
	for i, line := range lines {
		if name, ok := strings.CutPrefix(line, "-- "); ok && !strings.HasPrefix(name, "/") {
			lines[i] = "-- " + site + "/" + name
		}
	}
	w := newWorld(t, "-- "+site+"/ --\n-- "+baseSite+"/ --\n"+strings.Join(lines, "\n"))
	return w, &venvcore.Environment{Prefix: "/w/e", IsVirtual: true, SitePackages: []string{site}}
}

// packagesOf reads the packages, which must not fail.
func packagesOf(t testing.TB, w *World, e *venvcore.Environment) *Packages {
	t.Helper()
	p, err := NewScanner(w, Options{}).Packages(t.Context(), e, true)
	must(t, err)
	return p
}

// shownPackages writes packages a line each, then the text, then the faults.
func shownPackages(p *Packages) string {
	var b strings.Builder
	for _, d := range p.List {
		b.WriteString(d.Name + " " + d.Version)
		for _, more := range []struct {
			is   bool
			what string
		}{{d.Editable != "", " at " + d.Editable}, {d.Installer != "", " by " + d.Installer}, {d.Requested, " requested"}, {d.Inherited, " inherited"}} {
			if more.is {
				b.WriteString(more.what)
			}
		}
		b.WriteByte('\n')
	}
	b.WriteString("--\n" + p.Freeze)
	for _, f := range p.Faults {
		fmt.Fprintf(&b, "%s %s: %s\n", f.Code, f.Path, f.Message)
	}
	return b.String()
}

func wantShown(t *testing.T, p *Packages, want string) {
	t.Helper()
	if d := cmp.Diff(strings.TrimLeft(want, "\n"), shownPackages(p)); d != "" {
		t.Error(d)
	}
}

func TestPackages(t *testing.T) {
	w, e := withPackages(t, `
-- Foo_Bar-1.0.dist-info/METADATA --
Name: Foo.Bar
Version: 1.0
-- Foo_Bar-1.0.dist-info/INSTALLER --

  uv
-- Foo_Bar-1.0.dist-info/REQUESTED --
-- plain-0.1.egg-info --
Name: plain
Version: 0.1
-- dir.egg-info/PKG-INFO --
Name: Dir
Version: 1.0-beta1
-- old-2004d.egg-info --
Name: old
Version: 2004d
-- argparse-1.4.0.dist-info/METADATA --
Name: argparse
-- ~oo_bar-0.9.dist-info/METADATA --
Name: foo.bar
-- from_url-1.0.dist-info/METADATA --
Name: from-url
-- from_url-1.0.dist-info/direct_url.json --
{"url": "https://h/x.zip", "archive_info": {}}
-- edited-1.0.dist-info/METADATA --
Name: edited
-- edited-1.0.dist-info/direct_url.json --
{"url": "file:///src/my%20project", "dir_info": {"editable": true}}
-- not-metadata.txt --
`)
	wantShown(t, packagesOf(t, w, e), `
Dir 1.0b1
edited 1.0 at /src/my project
Foo.Bar 1.0 by uv requested
from-url 1.0
old 2004d
plain 0.1
--
Dir==1.0b1
# Editable install with no version control (edited==1.0)
-e /src/my project
Foo.Bar==1.0
from-url @ https://h/x.zip
old===2004d
plain==0.1
`)
	p, err := NewScanner(w, Options{}).Packages(t.Context(), e, false)
	if err != nil || p.Freeze != "" || len(p.List) != 6 {
		t.Errorf("without the text: %+v, %v", p, err)
	}
	e.SitePackages = nil
	if p := packagesOf(t, w, e); len(p.List) != 0 || p.Freeze != "" || len(p.Faults) != 0 {
		t.Errorf("without site-packages: %+v", p)
	}
}

// TestPackagesOfThePath: the first of a name on sys.path is the one.
func TestPackagesOfThePath(t *testing.T) {
	w, e := withPackages(t, `
-- pip-24.0.dist-info/METADATA --
Name: pip
-- own-1.0.dist-info/METADATA --
Name: own
-- a.pth --
# /remark

/src/bare
relative
/nowhere
import this; /src/code
/src/bare
-- .hidden.pth --
/src/hidden
-- z.pth --
import sys; sys.__plen = len(sys.path)
/src/front
import sys; new=sys.path[sys.__plen:]; del sys.path[sys.__plen:]; p=getattr(sys,'__egginsert',0); sys.path[p:p]=new; sys.__egginsert = p+len(new)
-- relative/rel.egg-info/PKG-INFO --
Name: rel
Version: 1
-- /src/bare/bare.egg-info/PKG-INFO --
Name: bare
Version: 1
-- /src/bare/own-9.0.dist-info/METADATA --
Name: own
-- /src/front/pip-9.0.egg-info --
Name: pip
Version: 9.0
-- /src/code/code.egg-info/PKG-INFO --
Name: code
Version: 1
-- /src/hidden/hidden.egg-info/PKG-INFO --
Name: hidden
Version: 1
-- /usr/lib/python3/dist-packages/own-0.1.dist-info/METADATA --
Name: own
-- /usr/lib/python3/dist-packages/base-0.1.dist-info/METADATA --
Name: base
-- /usr/lib/python3/dist-packages/base.pth --
/src/ofbase
-- /src/ofbase/ofbase.egg-info/PKG-INFO --
Name: ofbase
Version: 1
`)
	e.SitePackages = append(e.SitePackages, baseSite)
	wantShown(t, packagesOf(t, w, e), `
bare 1
base 0.1 inherited
ofbase 1 inherited
own 1.0
pip 9.0
rel 1
--
bare==1
base==0.1
ofbase==1
own==1.0
pip==9.0
rel==1
`)
	// To the base itself nothing is inherited.
	wantShown(t, packagesOf(t, w, &venvcore.Environment{Prefix: "/usr", SitePackages: []string{baseSite}}), `
base 0.1
ofbase 1
own 0.1
--
base==0.1
ofbase==1
own==0.1
`)
}

func TestPackagesInEggs(t *testing.T) {
	w, e := withPackages(t, `
-- easy-install.pth --
./dir-1.0-py2.7.egg
./zip-2.0-py2.7.egg
./broken.egg
./wheel-1.0-py3-none-any.whl
./text
/src/linked
-- dir-1.0-py2.7.egg/EGG-INFO/PKG-INFO --
Name: dir
-- broken.egg --
no archive
-- text --
-- linked.egg-link --

 /src/linked 
../
-- unlinked.egg-link --
../../../../../src/unlinked
-- empty.egg-link --
-- gone.egg-link --
/src/gone
-- /src/linked/My_linked.egg-info/PKG-INFO --
Name: linked
Version: 1
-- /src/unlinked/unlinked.egg-info/PKG-INFO --
Name: unlinked
Version: 1
`)
	archive := func(name string, files ...string) {
		var buf bytes.Buffer
		z := zip.NewWriter(&buf)
		for i := 0; i < len(files); i += 2 {
			f, err := z.Create(files[i])
			must(t, err)
			_, err = f.Write([]byte(files[i+1]))
			must(t, err)
		}
		must(t, z.Close())
		must(t, os.WriteFile(w.host(site+"/"+name), buf.Bytes(), 0o644))
	}
	archive("zip-2.0-py2.7.egg", "EGG-INFO/PKG-INFO", "Name: zip\nVersion: 2.0\n\n", "EGG-INFO/", "", "zip.py", "")
	archive("wheel-1.0-py3-none-any.whl", "wheel-1.0.dist-info/METADATA", "Name: wheel\n\n")
	wantShown(t, packagesOf(t, w, e), `
dir 1.0
linked 1 at /src/linked
unlinked 1 at /src/unlinked
zip 2.0
--
dir==1.0
# Editable install with no version control (linked==1)
-e /src/linked
# Editable install with no version control (unlinked==1)
-e /src/unlinked
zip==2.0
unreadable /w/e/lib/python3.11/site-packages/broken.egg: /w/e/lib/python3.11/site-packages/broken.egg is no egg that can be read: zip: not a valid zip file
unreadable /w/e/lib/python3.11/site-packages/gone.egg-link: /w/e/lib/python3.11/site-packages/gone.egg-link leads to /src/gone, where no package lies: install it again, or remove the link
`)
}

// TestPackagesWithFaults: one that cannot be read is listed by what its name
// says, and told.
func TestPackagesWithFaults(t *testing.T) {
	w, e := withPackages(t, `
-- closed-1.0.dist-info/METADATA --
Name: Closed
-- bare-2.0.dist-info/RECORD --
-- unnamed.dist-info/METADATA --
Version: 1
-- novers.egg-info/PKG-INFO --
Name: novers
-- foo!-1.0.dist-info/METADATA --
Name: foo!
-- badurl-1.0.dist-info/METADATA --
Name: badurl
-- badurl-1.0.dist-info/direct_url.json --
{"url": "file://elsewhere/x", "dir_info": {"editable": true}}
-- deep-1.0.dist-info/METADATA/x --
-- closed.pth --
/src/x
-- gone-1.0.dist-info/METADATA --
Name: gone
`)
	must(t, os.Symlink("/cache/linked", w.host(site+"/linked-3.0.dist-info")))
	must(t, os.MkdirAll(w.host(site+"/huge-1.0.dist-info"), 0o755))
	huge := "Name: huge\nSummary: " + strings.Repeat("x", maxMetadata) + "\nVersion: 1\n"
	must(t, os.WriteFile(w.host(site+"/huge-1.0.dist-info/METADATA"), []byte(huge), 0o644))
	must(t, os.MkdirAll(w.host(site+"/long-1.0.dist-info"), 0o755))
	long := "Summary: " + strings.Repeat("x", headMetadata) + "\nName: Long\nVersion: 1\n\n"
	must(t, os.WriteFile(w.host(site+"/long-1.0.dist-info/METADATA"), []byte(long), 0o644))
	w.Fault = func(op, path string) error {
		switch path {
		case site + "/closed-1.0.dist-info/METADATA", site + "/closed.pth":
			return syscall.EACCES
		case site + "/gone-1.0.dist-info/METADATA":
			must(t, os.RemoveAll(w.host(site+"/gone-1.0.dist-info")))
		}
		return nil
	}
	p := packagesOf(t, w, e)
	list, _, _ := strings.Cut(shownPackages(p), "--")
	if d := cmp.Diff("badurl 1.0\nbare 2.0\nclosed 1.0\ndeep 1.0\nhuge 1.0\nlinked 3.0\nLong 1.0\n", list); d != "" {
		t.Error(d)
	}
	for _, want := range []struct {
		name string
		code venvcore.FaultCode
		part string
	}{
		{"closed-1.0.dist-info", venvcore.FaultUnreadable, "permission denied"},
		{"closed.pth", venvcore.FaultUnreadable, "permission denied"},
		{"bare-2.0.dist-info", venvcore.FaultUnreadable, "no METADATA"},
		{"deep-1.0.dist-info", venvcore.FaultUnreadable, "no METADATA"},
		{"linked-3.0.dist-info", venvcore.FaultUnreadable, "no METADATA"},
		{"unnamed.dist-info", venvcore.FaultUnreadable, "not named like a package"},
		{"foo!-1.0.dist-info", venvcore.FaultUnreadable, "not named like a package"},
		{"novers.egg-info", venvcore.FaultUnreadable, "which version"},
		{"badurl-1.0.dist-info", venvcore.FaultUnreadable, "no directory of this machine"},
		{"huge-1.0.dist-info", venvcore.FaultTooLarge, "too large"},
	} {
		found := false
		for _, f := range p.Faults {
			found = found || f.Path == site+"/"+want.name && f.Code == want.code && strings.Contains(f.Message, want.part)
		}
		if !found {
			t.Errorf("%s: no fault %s with %q in %v", want.name, want.code, want.part, p.Faults)
		}
	}
	if len(p.Faults) != 10 {
		t.Errorf("%d faults: %v", len(p.Faults), p.Faults)
	}
}

// TestPackagesErrors: without a directory of packages the list means nothing.
func TestPackagesErrors(t *testing.T) {
	w, e := withPackages(t, "-- a-1.0.dist-info/METADATA --\nName: a\n")
	s := NewScanner(w, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Packages(ctx, e, false); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	w.Fault = func(_, path string) error {
		if path == site+"/a-1.0.dist-info/METADATA" {
			panic("nobody thought of this")
		}
		return nil
	}
	if _, err := s.Packages(t.Context(), e, false); err == nil || !strings.Contains(err.Error(), "nobody thought of this") {
		t.Errorf("a panic: %v", err)
	}
	w.Fault = func(op, path string) error {
		if op == "readdir" && path == site {
			return syscall.EACCES
		}
		return nil
	}
	if _, err := s.Packages(t.Context(), e, false); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("no permission: %v", err)
	}
	w.Fault = nil
	must(t, os.RemoveAll(w.host(site)))
	if _, err := s.Packages(t.Context(), e, false); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("absent: %v", err)
	}
}

// TestPackagesOnAHungMount: what does not answer is told, and the rest is there.
func TestPackagesOnAHungMount(t *testing.T) {
	w, e := withPackages(t, `
-- a-1.0.dist-info/METADATA --
Name: a
-- b-1.0.dist-info/METADATA --
Name: B
-- b.pth --
/mnt/dead/src
`)
	hanging := func(dir string, check func(*Packages, error)) {
		synctest.Test(t, func(t *testing.T) {
			release := make(chan struct{})
			defer func() { close(release); synctest.Wait() }()
			w.Fault = func(_, path string) error {
				if w.Within(dir, path) {
					<-release
				}
				return nil
			}
			check(NewScanner(w, Options{}).Packages(context.Background(), e, true))
		})
	}
	hanging("/mnt", func(p *Packages, err error) {
		if err != nil || len(p.List) != 2 || len(p.Faults) == 0 || p.Faults[0].Path != "/mnt" || p.Faults[0].Code != venvcore.FaultTimeout {
			t.Errorf("got %+v, %v", p, err)
		}
	})
	hanging(site, func(_ *Packages, err error) {
		if !errors.Is(err, ErrStalled) {
			t.Errorf("site-packages hangs: %v", err)
		}
	})
}

// TestPackagesCostAFewCalls: a directory of 100,000 other entries costs one
// listing, and a package four calls.
func TestPackagesCostAFewCalls(t *testing.T) {
	w, e := withPackages(t, "")
	const others, packages = 100_000, 50
	for i := range others {
		name := w.host(fmt.Sprintf("%s/m%06d.py", site, i))
		if i%10_000 == 0 {
			must(t, os.WriteFile(name, nil, 0o644))
			continue
		}
		// A name alone is made faster than a file.
		must(t, os.Link(w.host(fmt.Sprintf("%s/m%06d.py", site, i/10_000*10_000)), name))
	}
	for i := range packages {
		worldtest.Add(t, w.Prefix, fmt.Sprintf("-- %s/p%d-1.0.dist-info/METADATA --\nName: p%d\n", site, i, i))
	}
	before := w.Calls()
	p := packagesOf(t, w, e)
	if len(p.List) != packages {
		t.Errorf("%d packages", len(p.List))
	}
	if c := w.Calls().Sub(before); c.Total() > 4*packages+10 || c.ReadDir != 1 {
		t.Errorf("%+v", c)
	}
}

// BenchmarkPackages reads 1,000 packages.
func BenchmarkPackages(b *testing.B) {
	w, e := withPackages(b, "")
	for i := range 1000 {
		dir := fmt.Sprintf("-- %s/package_%d-1.%d.0.dist-info/", site, i, i)
		worldtest.Add(b, w.Prefix, fmt.Sprintf("%sMETADATA --\nMetadata-Version: 2.1\nName: package-%d\nVersion: 1.%d.0\n\n%s\n%sINSTALLER --\npip\n%sREQUESTED --\n",
			dir, i, i, strings.Repeat("about it\n", 500), dir, dir))
	}
	s := NewScanner(w, Options{})
	for _, freeze := range []bool{false, true} {
		b.Run(fmt.Sprintf("freeze=%v", freeze), func(b *testing.B) {
			before := w.Calls()
			b.ReportAllocs()
			for b.Loop() {
				p, err := s.Packages(b.Context(), e, freeze)
				must(b, err)
				if len(p.List) != 1000 {
					b.Fatal(len(p.List))
				}
			}
			b.ReportMetric(float64(w.Calls().Sub(before).Total())/float64(b.N), "calls")
		})
	}
}

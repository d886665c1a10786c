package discover

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// A Python from the Microsoft Store is started by an app execution alias, a file
// of no bytes in WindowsApps\<family>, and lies in a directory that only the
// registry names. The aliases that stand in WindowsApps itself are there without
// the app too, and then open the Store.

// storeFamily is a package family of CPython's: name and publisher. The install
// manager, PythonSoftwareFoundation.PythonManager, is none.
var storeFamily = regexp.MustCompile(`^(PythonSoftwareFoundation\.Python\.(\d+\.\d+))_([a-z0-9]{13})$`)

// storePackages is the key of the packages that the person has installed, each
// below its full name: <name>_<version>_<architecture>__<publisher>.
const storePackages = `HKCU\Software\Classes\Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel\Repository\Packages`

// storePackage is an installed package of a family.
type storePackage struct {
	version string // of the package: 3.12.2800.0
	arch    string
	root    string
}

// storeBase gives the base that an app execution alias of an installed Python
// starts; nil for every other path.
func storeBase(l *Look, path string) *base {
	w := l.World()
	dir := w.Dir(path)
	family := storeFamily.FindStringSubmatch(w.Base(dir))
	if family == nil || !w.Windows() {
		return nil
	}
	if _, ok := parseInterpreterName(w.Base(path)); !ok || !isThere(l, path) {
		return nil
	}
	p, ok := installedPackage(l, family[1], family[3])
	if !ok {
		return nil
	}
	root := w.Join(p.root, "python.exe")
	b := *remembered(l, "real base:"+root, func(l *Look) *base { return readBase(l, root) })
	if b.err != nil { // the directory of packages is closed to many
		b = base{real: root, impl: "cpython", minor: family[2], prefix: p.root, shown: p.root, arch: p.arch, hasStdlib: true, layout: layout{windows: true, lib: "Lib"}}
	}
	b.path = path
	if v := p.python(); (b.version == "" || b.version == b.minor) && venvcore.Minor(v) == family[2] {
		b.version, b.versionFrom = v, ""
	}
	b.nameByAliases(l, dir)
	return &b
}

// nameByAliases: the programs of the package itself cannot be started.
func (b *base) nameByAliases(l *Look, dir string) {
	w := l.World()
	entries, err := l.ReadDir(dir)
	l.fail(dir, err)
	b.interpreter, b.aliases = b.path, nil
	for i, n := range interpretersIn(entries) {
		path := w.Join(dir, n.file)
		if i == 0 {
			b.interpreter = path
			continue
		}
		b.aliases = append(b.aliases, path)
	}
	// python.exe beside the family's directory may be of any of them.
	if short := w.Join(w.Dir(dir), w.Exe("python"+b.minor)); isThere(l, short) {
		b.aliases = append(b.aliases, short)
	}
	slices.Sort(b.aliases)
}

// installedPackage gives the newest package of a family that is installed.
func installedPackage(l *Look, name, publisher string) (storePackage, bool) {
	var best storePackage
	for _, full := range l.registryKeys(storePackages) {
		version, arch, ok := splitFullName(full, name, publisher)
		if !ok || best.root != "" && compareNumbers(version, best.version) <= 0 {
			continue
		}
		if root := l.registryValue(storePackages+`\`+full, "PackageRootFolder"); l.World().IsAbs(root) {
			best = storePackage{version, arch, l.World().Clean(root)}
		}
	}
	return best, best.root != ""
}

// splitFullName takes the full name of a package of the family apart.
func splitFullName(full, name, publisher string) (version, arch string, ok bool) {
	rest, ok1 := strings.CutPrefix(full, name+"_")
	rest, ok2 := strings.CutSuffix(rest, "__"+publisher)
	version, arch, ok = strings.Cut(rest, "_")
	arch = map[string]string{"x64": "x86_64", "x86": "x86", "arm64": "arm64"}[arch]
	return version, arch, ok && ok1 && ok2
}

// compareNumbers orders dotted numbers.
func compareNumbers(a, b string) int {
	number := func(s string) int { n, _ := strconv.Atoi(s); return n } // what is none orders as 0
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(x, y string) int {
		return cmp.Compare(number(x), number(y))
	})
}

// python gives the version of the Python in the package. The third number is the
// micro version and then, in its low byte, level and serial as in sys.hexversion
// (PC/layout/support/constants.py of CPython).
func (p storePackage) python() string {
	n := strings.Split(p.version, ".")
	if len(n) < 3 {
		return ""
	}
	field, err := strconv.ParseUint(n[2], 10, 32)
	if err != nil {
		return ""
	}
	suffix := map[uint64]string{0xa: "a", 0xb: "b", 0xc: "rc"}[field>>4&0xf]
	if suffix != "" {
		suffix += strconv.FormatUint(field&0xf, 10)
	}
	return normaliseVersion(fmt.Sprintf("%s.%s.%d%s", n[0], n[1], field>>8, suffix))
}

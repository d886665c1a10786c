package integration_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/venvd/venvd/integration_test/making"
)

// An expectation is what venvd must say of what one making has made.
type expectation struct {
	kind, creator string
	// name may hold {minor} and {version}, those of the Python, and {dir}, the
	// name of the project's directory.
	name string
	// project: the project that it was made for is said to be its own. Where it
	// is not, none is.
	project bool
	// root is the directory below that project which counts as its root, when it
	// is not the project's own.
	root string
	// rules of which one gives it there; none: no rule ever does.
	rules []string
	// manager is the command that is its "tool"; "" where its kind has none that
	// manages it, or there is none on PATH.
	manager string
	// base: a base installation, none that stands on one.
	base bool
	// unseen: only a file of the project says where it lies, so the machine's list
	// has it when the project is open.
	unseen bool
	// differs is why the tool's own answer is another than where it lies, and
	// than what venvd gives.
	differs string
}

// only is a list of rules, for the table's sake.
func only(rules ...string) []string { return rules }

// expectations is the table, by tool and making. Where a sentence of the
// contract decides it is: kind is who manages an environment, as far as files
// prove it, else who made it; name is its prompt, else the project's directory
// for the usual names, else its own; project is where it lies or who owns it.
func expectations() map[string]expectation {
	const (
		poetry = "my-proj-x-py{minor}"
		pdm    = "my proj.x-{minor}"
		uvLink = "uv asks PATH and .venv alone; it does not look at its own UV_PROJECT_ENVIRONMENT"
	)
	inProject, tool, declared := only("in-project"), only("tool"), only("declared")
	return map[string]expectation{
		"venv/in-project": {kind: "venv", creator: "venv", name: "{dir}", project: true, rules: inProject},
		"venv/named":      {kind: "venv", creator: "venv", name: "my env", project: true, rules: inProject},
		"venv/store":      {kind: "venv", creator: "venv", name: "shop"},
		"venv/prompt":     {kind: "venv", creator: "venv", name: "The Shop", project: true, rules: inProject},

		"virtualenv/21":         {kind: "virtualenv", creator: "virtualenv", name: "{dir}", project: true, rules: inProject},
		"virtualenv/20":         {kind: "virtualenv", creator: "virtualenv", name: "{dir}", project: true, rules: inProject},
		"virtualenv/16":         {kind: "virtualenv", creator: "virtualenv", name: "{dir}", project: true, rules: inProject},
		"virtualenv/20-python2": {kind: "virtualenv", creator: "virtualenv", name: "{dir}", project: true, rules: inProject},
		"virtualenv/16-python2": {kind: "virtualenv", creator: "virtualenv", name: "{dir}", project: true, rules: inProject},
		"virtualenv/redirect":   {kind: "virtualenv", creator: "virtualenv", name: "myenv", project: true, rules: inProject, differs: "the file .venv that virtualenv writes is followed by venvd and not by uv"},

		"pyvenv/3.3-easy-install": {kind: "venv", creator: "venv", name: "{dir}", project: true, rules: inProject},
		"pyvenv/3.4-python3":      {kind: "venv", creator: "venv", name: "{dir}", project: true, rules: inProject},
		"pyvenv/3.5-without-pip":  {kind: "venv", creator: "venv", name: "{dir}", project: true, rules: inProject},
		"pyvenv/3.5-python":       {kind: "venv", creator: "venv", name: "{dir}", project: true, rules: inProject},
		"pyvenv/3.4-framework":    {kind: "venv", creator: "venv", name: "{dir}", project: true, rules: inProject},

		"uv/project":             {kind: "uv", creator: "uv", name: "my-proj-x", project: true, rules: inProject, manager: "uv"},
		"uv/project-environment": {kind: "uv", creator: "uv", name: "my-proj-x", project: true, rules: declared, manager: "uv", differs: uvLink},
		"uv/workspace":           {kind: "uv", creator: "uv", name: "my-proj-x", project: true, rules: inProject, manager: "uv"},
		"uv/centralized":         {kind: "uv", creator: "uv", name: "my-proj-x", project: true, rules: inProject, manager: "uv"},
		"uv/venv":                {kind: "uv", creator: "uv", name: "plain", project: true, rules: inProject, manager: "uv"},
		"uv/script":              {kind: "uv-script", creator: "uv", name: "tool one.py", project: true, rules: only("script"), manager: "uv"},
		"uv/tool":                {kind: "uv-tool", creator: "uv", name: "demo", manager: "uv"},
		"uv/tool-dir":            {kind: "uv-tool", creator: "uv", name: "demo", manager: "uv"},

		"pipx/uv":   {kind: "pipx", creator: "uv", name: "demo", manager: "pipx"},
		"pipx/home": {kind: "pipx", creator: "uv", name: "demo", manager: "pipx"},
		"pipx/pip":  {kind: "pipx", creator: "venv", name: "demo", manager: "pipx"},

		"poetry/default":          {kind: "poetry", creator: "virtualenv", name: poetry, project: true, rules: tool, manager: "poetry"},
		"poetry/linked":           {kind: "poetry", creator: "virtualenv", name: poetry, project: true, rules: tool, manager: "poetry"},
		"poetry/in-project":       {kind: "poetry", creator: "virtualenv", name: poetry, project: true, rules: inProject, manager: "poetry"},
		"poetry/xdg":              {kind: "poetry", creator: "virtualenv", name: poetry, project: true, rules: tool, manager: "poetry"},
		"poetry/virtualenvs-path": {kind: "poetry", creator: "virtualenv", name: poetry, project: true, rules: tool, manager: "poetry"},
		"poetry/poetry-toml":      {kind: "poetry", creator: "virtualenv", name: poetry, project: true, rules: tool, manager: "poetry", unseen: true},
		"poetry/config-toml":      {kind: "poetry", creator: "virtualenv", name: poetry, project: true, rules: tool, manager: "poetry"},
		"poetry/installed":        {kind: "poetry", creator: "virtualenv", name: poetry, project: true, rules: tool, manager: "poetry"},

		"pipenv/default":       {kind: "pipenv", creator: "virtualenv", name: "{dir}", project: true, rules: tool, manager: "pipenv"},
		"pipenv/linked":        {kind: "pipenv", creator: "virtualenv", name: "{dir}", project: true, rules: tool, manager: "pipenv"},
		"pipenv/in-project":    {kind: "pipenv", creator: "virtualenv", name: "{dir}", project: true, rules: inProject, manager: "pipenv"},
		"pipenv/xdg":           {kind: "pipenv", creator: "virtualenv", name: "{dir}", project: true, rules: tool, manager: "pipenv"},
		"pipenv/workon-home":   {kind: "pipenv", creator: "virtualenv", name: "{dir}", project: true, rules: tool, manager: "pipenv"},
		"pipenv/custom-name":   {kind: "pipenv", creator: "virtualenv", name: "{dir}", project: true, rules: tool, manager: "pipenv"},
		"pipenv/pipenv-python": {kind: "pipenv", creator: "virtualenv", name: "{dir}", project: true, rules: tool, manager: "pipenv"},
		// A file that names an environment elsewhere: pipenv's rule and the project's own agree.
		"pipenv/venv-file": {kind: "pipenv", creator: "virtualenv", name: "{dir}", project: true, rules: only("tool", "in-project"), manager: "pipenv"},

		"pdm/in-project": {kind: "pdm", creator: "virtualenv", name: pdm, project: true, rules: declared, manager: "pdm"},
		"pdm/central":    {kind: "pdm", creator: "virtualenv", name: pdm, project: true, rules: declared, manager: "pdm"},
		"pdm/location":   {kind: "pdm", creator: "virtualenv", name: pdm, project: true, rules: declared, manager: "pdm"},
		"pdm/unsaved":    {kind: "pdm", creator: "virtualenv", name: pdm, project: true, rules: tool, manager: "pdm"},
		"pdm/linked":     {kind: "pdm", creator: "virtualenv", name: pdm, project: true, rules: tool, manager: "pdm"},
		"pdm/venv":       {kind: "pdm", creator: "venv", name: pdm, project: true, rules: declared, manager: "pdm"},
		"pdm/uv":         {kind: "pdm", creator: "uv", name: pdm, project: true, rules: declared, manager: "pdm"},
		"pdm/brackets":   {kind: "pdm", creator: "virtualenv", name: "shop[ab]-{minor}", project: true, rules: declared, manager: "pdm", differs: "pdm prints a path as rich text, which loses what stands in brackets"},

		"hatch/default":     {kind: "hatch", creator: "virtualenv", name: "my-proj-x", project: true, rules: tool, manager: "hatch"},
		"hatch/linked":      {kind: "hatch", creator: "virtualenv", name: "my-proj-x", project: true, rules: tool, manager: "hatch"},
		"hatch/dirs-env":    {kind: "hatch", creator: "virtualenv", name: "my-proj-x", project: true, rules: tool, manager: "hatch"},
		"hatch/virtualenvs": {kind: "hatch", creator: "virtualenv", name: "my-proj-x", project: true, rules: tool, manager: "hatch"},
		"hatch/data-dir":    {kind: "hatch", creator: "virtualenv", name: "my-proj-x", project: true, rules: tool, manager: "hatch"},
		// It lies in the project and is what hatch computes: either rule is true.
		"hatch/path":   {kind: "hatch", creator: "virtualenv", name: ".hv", project: true, rules: only("tool", "in-project"), manager: "hatch"},
		"hatch/second": {kind: "hatch", creator: "virtualenv", name: "docs", project: true, manager: "hatch"},
		"hatch/uv":     {kind: "hatch", creator: "uv", name: "my-proj-x", project: true, rules: tool, manager: "hatch"},

		"pdm/python":              {kind: "pdm", creator: "pdm", name: "cpython@{minor}", base: true, manager: "pdm"},
		"pdm/install-root":        {kind: "pdm", creator: "pdm", name: "cpython@{minor}", base: true, manager: "pdm"},
		"poetry/python":           {kind: "poetry", creator: "poetry", name: "cpython@{minor}", base: true, manager: "poetry"},
		"poetry/installation-dir": {kind: "poetry", creator: "poetry", name: "cpython@{minor}", base: true, manager: "poetry"},
		"hatch/python":            {kind: "hatch", creator: "hatch", name: "{minor}", base: true, manager: "hatch"},
		"hatch/dirs-python":       {kind: "hatch", creator: "hatch", name: "{minor}", base: true, manager: "hatch"},
		"pipx/python":             {kind: "pipx", creator: "pipx", name: "{minor}", base: true, manager: "pipx"},

		"virtualenvwrapper/default":     {kind: "virtualenvwrapper", creator: "virtualenv", name: "shop", project: true, rules: tool},
		"virtualenvwrapper/workon-home": {kind: "virtualenvwrapper", creator: "virtualenv", name: "shop", project: true, rules: tool},
		"virtualenvwrapper/mkproject":   {kind: "virtualenvwrapper", creator: "virtualenv", name: "shop", project: true, rules: tool},
		"virtualenvwrapper/no-project":  {kind: "virtualenvwrapper", creator: "virtualenv", name: "shop"},

		"pyenv-virtualenv/local":  {kind: "pyenv-virtualenv", creator: "venv", name: "shop", rules: declared, manager: "pyenv", differs: "pyenv names it by its link among the versions, which is an alias of it"},
		"pyenv-virtualenv/unused": {kind: "pyenv-virtualenv", creator: "venv", name: "shop", manager: "pyenv"},

		"direnv/default": {kind: "direnv", creator: "venv", name: "python-{version}", project: true, manager: "direnv"},
		"direnv/later":   {kind: "direnv", creator: "venv", name: "python-{minor}", project: true, manager: "direnv"},

		"tox/default":  {kind: "tox", creator: "virtualenv", name: "unit", project: true, manager: "tox"},
		"tox/work-dir": {kind: "tox", creator: "virtualenv", name: "unit", project: true, manager: "tox"},
		// A child of the project that is an environment, whoever made it.
		"tox/env-dir": {kind: "tox", creator: "virtualenv", name: "tests env", project: true, rules: inProject, manager: "tox"},

		"nox/default":    {kind: "nox", creator: "virtualenv", name: "tests-{dashed}", project: true, manager: "nox"},
		"nox/one-python": {kind: "nox", creator: "virtualenv", name: "tests", project: true, manager: "nox"},
		"nox/venv":       {kind: "nox", creator: "venv", name: "tests-{dashed}", project: true, manager: "nox"},
		"nox/uv":         {kind: "nox", creator: "uv", name: "tests-{dashed}", project: true, manager: "nox"},
		// Nothing on disk tells of the option that was given; the directory is a
		// project root for the environment in it.
		"nox/envdir": {kind: "virtualenv", creator: "virtualenv", name: "tests-{dashed}", project: true, root: "build/nox"},

		"conda/envs":             {kind: "conda", creator: "conda", name: "shop", rules: tool},
		"conda/user-envs":        {kind: "conda", creator: "conda", name: "shop", rules: tool},
		"conda/in-project":       {kind: "conda", creator: "conda", name: ".conda", project: true, rules: inProject},
		"conda/environments-txt": {kind: "conda", creator: "conda", name: "shop"},
		"conda/no-python":        {kind: "conda", creator: "conda", name: "data"},
		"conda/root":             {kind: "conda", creator: "conda", name: "base", base: true},

		"pixi/default": {kind: "pixi", creator: "pixi", name: "{dir}", project: true, rules: inProject},
		"rye/default":  {kind: "rye", creator: "virtualenv", name: "{dir}", project: true, rules: inProject},
	}
}

// members are the members of the Environment that the row decides.
func (e expectation) members(made making.Made, s *making.Sandbox) map[string]string {
	p := made.Python
	name := strings.NewReplacer("{minor}", p.Minor, "{dashed}", strings.ReplaceAll(p.Minor, ".", "-"),
		"{version}", made.Version, "{dir}", filepath.Base(made.Project)).Replace(e.name)
	want := map[string]string{
		".kind": e.kind, ".creator": e.creator, ".name": name,
		".project": "null", ".isVirtual": "true", ".health.state": "ok",
	}
	if e.project {
		want[".project"] = fileURI(filepath.Join(made.Project, e.root))
	}
	if e.manager != "" {
		want[".tool"] = s.Command(e.manager)
	}
	if e.base {
		want[".isVirtual"] = "false"
	}
	switch {
	case made.Dead && made.Base == "":
		want[".interpreter"], want[".version"], want[".base"] = "null", "null", "null"
	case made.Dead:
		want[".base.prefix"], want[".version"] = made.Base, made.Version
	}
	return want
}

// toolsDir is where the pinned tools are, "" when they were not installed.
func toolsDir() string { return os.Getenv("VENVD_TOOLS") }

// TestToolsTable: each making has its row, and each row its making.
func TestToolsTable(t *testing.T) {
	rows := expectations()
	seen := map[string]bool{}
	for _, m := range making.All() {
		name := m.Tool + "/" + m.Name
		if seen[name] {
			t.Errorf("there are two makings %s", name)
		}
		seen[name] = true
		if _, ok := rows[name]; !ok {
			t.Errorf("the table does not say what is expected of %s", name)
		}
	}
	for name := range rows {
		if !seen[name] {
			t.Errorf("the table has a row for %s, which is made by nothing", name)
		}
	}
}

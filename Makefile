# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# All set-up is done here, in .venv; nothing is installed outside this folder but ansible-test's own cache, ~/.ansible/test.

.DEFAULT_GOAL := help

# The newest Python that really runs: a name on the PATH may be a shim without an interpreter behind it.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
NOX := .venv/bin/nox --reuse-existing-virtualenvs

.PHONY: help test test-all demo bench format clean sanity units integration simulator lint docs artifact

help: ## show this list
	@sed -n 's/^\([a-z -]*\):[^#]*## /\1|/p' Makefile | awk -F'|' '{printf "make %-12s %s\n", $$1, $$2}'

test: .venv/ready ## every check, with one release of ansible-core
	@.venv/bin/python tests/nox_parallel.py

test-all: .venv/ready ## the same, and every supported release of ansible-core (slow)
	@.venv/bin/python tests/nox_parallel.py --all

demo: .venv-demo/ready ## wait for one task of each service, on the simulator
	@BIN="$(CURDIR)/.venv-demo/bin" tests/demo.sh

bench: .venv-bench/ready ## measure what a wait costs, beside what others do, and write docs/benchmarks.md
	@tree=$$(mktemp -d) && trap 'rm -r "$$tree"' EXIT && mkdir -p "$$tree/ansible_collections/cloudwait" && \
	ln -s "$(CURDIR)" "$$tree/ansible_collections/cloudwait/huaweicloud" && \
	PYTHONPATH="$$tree:tests" .venv-bench/bin/python tests/benchmarks/report.py

sanity: .venv/ready ## ansible-test sanity
	$(NOX) --session sanity

units: .venv/ready ## unit tests, with the newest and with the oldest libraries
	$(NOX) --session units

integration: .venv/ready ## playbooks against the simulator
	$(NOX) --session integration

simulator: .venv/ready ## the simulator's own tests
	$(NOX) --session simulator

lint: .venv/ready ## style, types, licences, packaging
	$(NOX) --session lint license-check extra-checks ansible-lint build-import-check

docs: .venv/ready ## check the documentation and build it into docs/build
	$(NOX) --session docs-check docs

artifact: .venv/ready ## install the built collection and run it
	$(NOX) --session artifact

format: .venv/ready ## rewrite Python files in the project's style
	$(NOX) --session format

.venv/ready: NEEDS = 'nox>=2026.2' 'antsibull-nox>=1.10,<2'
.venv-demo/ready: NEEDS = 'ansible-core>=2.18,<2.23' -r requirements.txt -r tests/simulator/requirements.txt
.venv-demo/ready: requirements.txt tests/simulator/requirements.txt
.venv-bench/ready: NEEDS = -r tests/benchmarks/requirements.txt
.venv-bench/ready: tests/benchmarks/requirements.txt
.venv/ready .venv-demo/ready .venv-bench/ready: Makefile
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3'; exit 1; }
	@echo "Setting up $(@D) with $(PYTHON) ..."
	@$(PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/python -m pip install -qq --disable-pip-version-check $(NEEDS)
	@touch $@

clean: ## remove all that make has made
	rm -rf .venv .venv-bench .venv-demo .nox .ansible .mypy_cache .pytest_cache .ruff_cache collections docs/build tests/output

#!/usr/bin/env bash
# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs playbooks/demo.yml against the simulator, with the collection as users get it: built, and installed elsewhere.
#
#   BIN=DIR          the folder with the ansible-playbook and python to use (`make demo` makes .venv-demo for it)
#   COLLECTIONS=DIR  use the collection installed there; else this checkout is built and installed
set -eu
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
simulator=
stop() {
  if [ -n "$simulator" ]; then
    kill "$simulator" 2>/dev/null || true
    wait "$simulator" || true
  fi
  rm -rf "$scratch"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The user's settings must not change the demo: Ansible's, from variables or an ansible.cfg, the cloud's, or a proxy.
unset "${!ANSIBLE_@}" "${!HUAWEICLOUD_@}" "${!HW_@}" "${!OS_@}" PYTHONPATH
export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
touch "$scratch/ansible.cfg"
export ANSIBLE_CONFIG=$scratch/ansible.cfg ANSIBLE_LOCALHOST_WARNING=false ANSIBLE_INVENTORY_UNPARSED_WARNING=false

export ANSIBLE_COLLECTIONS_PATH=${COLLECTIONS-$scratch/collections}
if [ -z "${COLLECTIONS-}" ]; then
  "$BIN/ansible-galaxy" collection build --output-path "$scratch" >/dev/null
  "$BIN/ansible-galaxy" collection install --offline -p "$scratch/collections" "$scratch"/*.tar.gz >/dev/null
fi

# The simulator chooses a free port and writes it into the file; it ends by itself should this script be killed.
"$BIN/python" tests/simulator --port 0 --speed 20 --port-file "$scratch/port" --lifetime 300 >"$scratch/log" 2>&1 &
simulator=$!
for _ in $(seq 100); do
  [ -s "$scratch/port" ] && break
  kill -0 "$simulator" 2>/dev/null || break
  sleep 0.1
done
if [ ! -s "$scratch/port" ]; then
  echo 'The simulator did not start:' >&2
  cat "$scratch/log" >&2
  exit 1
fi

"$BIN/ansible-playbook" playbooks/demo.yml -e "simulator_url=http://127.0.0.1:$(cat "$scratch/port")"

#!/usr/bin/python
# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The progress of a background task of a DCS instance."""

from __future__ import annotations

DOCUMENTATION = r"""
module: dcs_task_info
short_description: Get the progress of a background task of a DCS instance
version_added: 1.0.0
author:
  - Cloudwait (@cloudwait)
description:
  - Tells the status, progress and steps of a background task of a DCS instance, as they are now.
  - A task that has failed is no failure of this module. To wait for the end of a task, use
    M(cloudwait.huaweicloud.wait_for_task).
options:
  instance_id:
    description:
      - The id of the DCS instance.
    type: str
    required: true
  task_id:
    description:
      - The id of the task, as the call that began it has returned it.
    type: str
    required: true
    aliases:
      - job_id
notes:
  - Times without a zone are taken as UTC.
seealso:
  - module: cloudwait.huaweicloud.wait_for_task
extends_documentation_fragment:
  - cloudwait.huaweicloud.connection
  - cloudwait.huaweicloud.attributes
  - cloudwait.huaweicloud.attributes.actiongroup_huaweicloud
"""

EXAMPLES = r"""
- name: Look at the task
  cloudwait.huaweicloud.dcs_task_info:
    region: cn-north-4
    instance_id: 5560df16-cebf-4473-95c4-d1b573c16e79
    task_id: 8abf6e1e72c12e7c0172c15b508500aa
  register: looked

- name: Say how far it is
  ansible.builtin.debug:
    msg: "{{ looked.tasks[0].status }}, {{ looked.tasks[0].steps | map(attribute='name') | join(', ') }}"
"""

RETURN = r"""
tasks:
  description: The task, as the only element of a list.
  type: list
  elements: dict
  returned: success
  contains:
    service:
      description: The service, as in the option of that name of M(cloudwait.huaweicloud.wait_for_task).
      type: str
      returned: always
      sample: dcs
    instance_id:
      description: The id of the instance.
      type: str
      returned: always
      sample: 5560df16-cebf-4473-95c4-d1b573c16e79
    task_id:
      description: The id of the task.
      type: str
      returned: always
      sample: 8abf6e1e72c12e7c0172c15b508500aa
    name:
      description: The service's name of the task, where it tells one.
      type: str
      returned: always
      sample: null
    region:
      description: The region, as given.
      type: str
      returned: always
      sample: cn-north-4
    label:
      description: The label, as given to M(cloudwait.huaweicloud.wait_for_task).
      type: str
      returned: always
      sample: null
    status:
      description: One of V(waiting), V(running), V(completed), V(failed), V(cancelled), V(unknown).
      type: str
      returned: always
      sample: running
    raw_status:
      description: The service's own word for the status, where it has one for the whole task.
      type: str
      returned: always
      sample: null
    progress:
      description: Percent, where the service tells it for the whole task.
      type: int
      returned: always
      sample: 30
    remaining_seconds:
      description: The service's estimate of the time left. It can be wrong.
      type: int
      returned: always
      sample: 100
    started_at:
      description: When the task began, ISO 8601 in UTC.
      type: str
      returned: always
      sample: "2022-09-01T11:52:24Z"
    ended_at:
      description: When the task ended, ISO 8601 in UTC. Not set before it has ended.
      type: str
      returned: always
      sample: null
    duration_seconds:
      description: Seconds from beginning to end.
      type: float
      returned: always
      sample: null
    error:
      description: Why the task failed; null where it did not.
      type: dict
      returned: always
      contains:
        code:
          description: The service's error code.
          type: str
          returned: always
          sample: null
        message:
          description: The service's message, or which step failed.
          type: str
          returned: always
          sample: null
        request_id:
          description: The id by which the provider's support finds the request.
          type: str
          returned: always
          sample: null
    steps:
      description: The steps of the task in the order of the service.
      type: list
      elements: dict
      returned: always
      contains:
        id:
          description: The service's id of the step.
          type: str
          returned: always
          sample: 9d1d1da8-650e-406f-81e4-b3c11515869f
        name:
          description: The service's name of the step.
          type: str
          returned: always
          sample: Pre-check.
        status:
          description: One of V(waiting), V(running), V(completed), V(failed), V(cancelled), V(unknown).
          type: str
          returned: always
          sample: completed
        raw_status:
          description: The service's own word for the status.
          type: str
          returned: always
          sample: FINISH
        progress:
          description: Percent, where the service tells it for a step.
          type: int
          returned: always
          sample: null
        remaining_seconds:
          description: The service's estimate of the time left, where it tells it for a step.
          type: int
          returned: always
          sample: null
        started_at:
          description: When the step began, ISO 8601 in UTC.
          type: str
          returned: always
          sample: "2022-09-01T11:52:24Z"
        ended_at:
          description: When the step ended, ISO 8601 in UTC. Not set before it has ended.
          type: str
          returned: always
          sample: "2022-09-01T11:52:29Z"
        duration_seconds:
          description: Seconds from beginning to end.
          type: float
          returned: always
          sample: 5.0
        error_code:
          description: The service's code for the step. DCS sends one with steps that went well, too.
          type: str
          returned: always
          sample: DCS.4064
        detail:
          description: The service's remark on the step.
          type: str
          returned: always
          sample: null
        steps:
          description: The sub-steps of the step, with the same keys.
          type: list
          elements: dict
          returned: always
          sample: []
"""

from ..module_utils._module import run_task_info


def main() -> None:
    """Runs the module."""
    run_task_info("dcs")


if __name__ == "__main__":
    main()

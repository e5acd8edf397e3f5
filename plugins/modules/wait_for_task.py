#!/usr/bin/python
# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits for background tasks of Huawei Cloud."""

from __future__ import annotations

DOCUMENTATION = r"""
module: wait_for_task
short_description: Wait for background tasks of Huawei Cloud
version_added: 1.0.0
author:
  - Cloudwait (@cloudwait)
description:
  - Waits until one or many background tasks of Kafka, RocketMQ, DCS, TaurusDB and DWS have ended, and returns what
    every step did.
  - Succeeds only if every task it had to wait for has completed. Whatever was learnt is returned on failure, too.
  - It never changes anything, so the same call can be made again and goes on waiting for the same task.
options:
  service:
    description:
      - The service of the task.
      - Either this option or O(tasks) is needed.
    type: str
    choices:
      - rocketmq
      - kafka
      - dcs
      - taurusdb
      - dws
  instance_id:
    description:
      - The id of the instance. DWS needs none.
    type: str
  task_id:
    description:
      - The id of the task, as the call that began it has returned it.
      - It may be empty in check mode, where the task that would have returned it was skipped.
    type: str
    aliases:
      - job_id
  job_name:
    description:
      - The name of a TaurusDB task, for example V(RestoreTaurusInInstanceToExisted). Newer versions of the service
        ask for it.
    type: str
  tasks:
    description:
      - Many tasks to wait for at once, of any services, regions and projects. They share one O(timeout).
    type: list
    elements: dict
    suboptions:
      service:
        description:
          - The service of the task.
        type: str
        required: true
        choices:
          - rocketmq
          - kafka
          - dcs
          - taurusdb
          - dws
      instance_id:
        description:
          - The id of the instance. DWS needs none.
        type: str
      task_id:
        description:
          - The id of the task.
        type: str
        aliases:
          - job_id
      job_name:
        description:
          - The name of a TaurusDB task.
        type: str
      label:
        description:
          - A name of your own for the task. It is returned with the task and stands in messages.
        type: str
      region:
        description:
          - The region of the instance where it is not that of the connection options.
        type: str
      project_id:
        description:
          - The project of the instance where it is not that of the connection options.
        type: str
  timeout:
    description:
      - Seconds for the whole call. At the end of them every task is looked at once more.
      - With V(0) every task is read once, and the call fails unless it has completed.
    type: float
    default: 3600
  stall_timeout:
    description:
      - Give up on a task when neither its progress nor any of its steps has moved for so many seconds. V(0) turns
        this off.
    type: float
    default: 0
  appear_timeout:
    description:
      - Seconds for which a task may be unknown to its service. New tasks of some services are known only after
        seconds.
    type: float
    default: 60
  unresponsive_timeout:
    description:
      - Seconds for which a service may fail in a row (no connection, throttling, errors 500 to 599, unreadable
        answers).
    type: float
    default: 300
  poll_interval:
    description:
      - Least seconds between two looks at one task.
    type: float
    default: 5
  max_poll_interval:
    description:
      - Most seconds between two looks at one task. Between the two, the pace follows the remaining time and the
        progress
        that the service tells. Where it is less than O(poll_interval), that counts.
    type: float
    default: 30
  concurrency:
    description:
      - Most requests that are under way at once.
    type: int
    default: 10
  mode:
    description:
      - V(all) waits for all tasks; V(any) returns when the first one has ended.
    type: str
    default: all
    choices:
      - all
      - any
  on_failure:
    description:
      - V(collect) waits for the other tasks when one has failed; V(fail_fast) ends the call at once.
    type: str
    default: collect
    choices:
      - collect
      - fail_fast
  publish_facts:
    description:
      - Whether the results are returned as facts, too, under C(ansible_facts.huaweicloud_tasks) by task id.
    type: bool
    default: true
  include_raw:
    description:
      - Whether to return the service's last answer for every task.
    type: bool
    default: false
notes:
  - In check mode every task is read once. A task that is still running is no failure then (RV(outcome=running));
    one that has failed or
    does not exist is. A task without O(task_id) is answered with RV(outcome=unknown).
  - Ansible applies facts only of tasks that succeed; after a failure, use the registered result.
seealso:
  - module: cloudwait.huaweicloud.kafka_task_info
  - module: cloudwait.huaweicloud.rocketmq_task_info
  - module: cloudwait.huaweicloud.dcs_task_info
  - module: cloudwait.huaweicloud.taurusdb_task_info
  - module: cloudwait.huaweicloud.dws_task_info
extends_documentation_fragment:
  - cloudwait.huaweicloud.connection
  - cloudwait.huaweicloud.attributes
  - cloudwait.huaweicloud.attributes.actiongroup_huaweicloud
"""

EXAMPLES = r"""
- name: Wait for the expansion of a Kafka instance
  cloudwait.huaweicloud.wait_for_task:
    region: cn-north-4
    service: kafka
    instance_id: 6f9e4b7c-2d1a-4c58-9b3e-0a7d5c1e8f24
    task_id: 8abfa7b372160bfd0172165864064079
    timeout: 7200
  register: expansion

- name: Say how long every step took
  ansible.builtin.debug:
    msg: "{{ item.name }} took {{ item.duration_seconds }} s"
  loop: "{{ expansion.task.steps }}"
  loop_control:
    label: "{{ item.name }}"

- name: Wait for two changes at once and give up at the first failure
  cloudwait.huaweicloud.wait_for_task:
    region: cn-north-4
    on_failure: fail_fast
    tasks:
      - label: the cache of the shop
        service: dcs
        instance_id: 5560df16-cebf-4473-95c4-d1b573c16e79
        task_id: 8abf6e1e72c12e7c0172c15b508500aa
      - label: the warehouse
        service: dws
        task_id: 2c9080e8845b207101845b245e1e0001

- name: Fail unless the task has completed already
  cloudwait.huaweicloud.wait_for_task:
    region: cn-north-4
    service: dws
    task_id: 2c9080e8845b207101845b245e1e0001
    timeout: 0
"""

RETURN = r"""
tasks:
  description: The tasks in the order in which they were given.
  type: list
  elements: dict
  returned: always, but for errors before the first look
  contains: &task
    service:
      description: The service, as in the option of that name of M(cloudwait.huaweicloud.wait_for_task).
      type: str
      returned: always
      sample: kafka
    instance_id:
      description: The id of the instance.
      type: str
      returned: always
      sample: 6f9e4b7c-2d1a-4c58-9b3e-0a7d5c1e8f24
    task_id:
      description: The id of the task.
      type: str
      returned: always
      sample: 8abfa7b372160bfd0172165864064079
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
      sample: completed
    raw_status:
      description: The service's own word for the status, where it has one for the whole task.
      type: str
      returned: always
      sample: null
    progress:
      description: Percent, where the service tells it for the whole task.
      type: int
      returned: always
      sample: 100
    remaining_seconds:
      description: The service's estimate of the time left. It can be wrong.
      type: int
      returned: always
      sample: 0
    started_at:
      description: When the task began, ISO 8601 in UTC.
      type: str
      returned: always
      sample: "2025-11-17T03:27:47.752Z"
    ended_at:
      description: When the task ended, ISO 8601 in UTC. Not set before it has ended.
      type: str
      returned: always
      sample: "2025-11-17T03:29:49.383Z"
    duration_seconds:
      description: Seconds from beginning to end.
      type: float
      returned: always
      sample: 121.631
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
    outcome:
      description:
        - How the wait for this task ended. V(completed), V(failed) and V(cancelled) are ends of the task itself.
        - V(timed_out), V(stalled) and V(unreachable) are ends of the wait; the task may go on.
        - With V(not_found) the service knows no such task. V(running) and V(unknown) are tasks that the wait left
          before their end, and the answers of check mode.
      type: str
      returned: always
      sample: completed
    polls:
      description: How often the task was looked at.
      type: int
      returned: always
      sample: 14
    failed_polls:
      description: How many of these looks the service failed to answer.
      type: int
      returned: always
      sample: 0
    elapsed:
      description: Seconds from the beginning of the wait to the end of this task, as the wait saw it.
      type: float
      returned: always
      sample: 187.412
    raw:
      description: The service's last answer as it came, or null where there was none.
      type: dict
      returned: with O(include_raw=true)
      sample: {"progress_percentage": 100, "remain_time": 0, "step_list": []}
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
          sample: null
        name:
          description: The service's name of the step.
          type: str
          returned: always
          sample: disk_expansion
        status:
          description: One of V(waiting), V(running), V(completed), V(failed), V(cancelled), V(unknown).
          type: str
          returned: always
          sample: completed
        raw_status:
          description: The service's own word for the status.
          type: str
          returned: always
          sample: COMPLETED
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
          sample: "2025-11-17T03:28:31.326Z"
        ended_at:
          description: When the step ended, ISO 8601 in UTC. Not set before it has ended.
          type: str
          returned: always
          sample: "2025-11-17T03:29:49.383Z"
        duration_seconds:
          description: Seconds from beginning to end.
          type: float
          returned: always
          sample: 78.057
        error_code:
          description: The service's code for the step. DCS sends one with steps that went well, too.
          type: str
          returned: always
          sample: null
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
task:
  description: The task, when only one was asked for by O(task_id).
  type: dict
  returned: with O(service)
  contains: *task
outcome:
  description:
    - The worst outcome of the tasks that had to be waited for, from V(completed) to V(running), V(unknown),
      V(timed_out),
      V(stalled), V(unreachable), V(not_found), V(cancelled) and V(failed).
  type: str
  returned: always, but for errors before the first look
  sample: completed
elapsed:
  description: Seconds that the call has waited.
  type: float
  returned: always, but for errors before the first look
  sample: 187.412
interruptions:
  description:
    - One line for each of the last 50 looks that the service failed to answer, with the error and the pause after it.
      They were survived, or they are why a task is V(unreachable).
  type: list
  elements: str
  returned: always, but for errors before the first look
  sample: []
msg:
  description: One sentence that says how the wait ended, and what to do where it did not end well.
  type: str
  returned: always
  sample: "kafka task 8abfa7b372160bfd0172165864064079 completed, seen after 187 s"
ansible_facts:
  description: Facts of the host.
  type: dict
  returned: with O(publish_facts=true)
  contains:
    huaweicloud_tasks:
      description: The elements of RV(tasks) by their task id.
      type: dict
      returned: with O(publish_facts=true)
      sample: {}
"""

from ..module_utils._module import run_wait


def main() -> None:
    """Runs the module."""
    run_wait()


if __name__ == "__main__":
    main()

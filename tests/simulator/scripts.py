# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The script a task follows: the steps of each kind of work, and a plan by which a user changes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .timeline import Phase, Script, Step
from .world import Service

EXTEND_ROCKETMQ = (Step("pre_check", 30), Step("rolling_scaling", 390), Step("resume_operation", 90))
EXTEND_KAFKA = (Step("pre_check", 45), Step("disk_expansion", 405))
EXTEND_RABBITMQ = (Step("pre_check", 40), Step("rolling_scaling", 380))
CHANGE_CONFIGURATION = (Step("change_configuration", 120),)
RESIZE_DCS = (
    Step("Pre-check.", 0, (Step("Resource check.", 20), Step("Instance status check.", 30))),
    # The step outlasts its sub-steps: while its tail runs it shows the quirk of API facts 1.3 (an end_time, EXECUTING).
    Step("Data migration.", 360, (Step("Resource request.", 150), Step("Resource request.", 150))),
    Step("Switchover.", 0, (Step("Traffic switchover.", 40), Step("Resource release.", 30))),
)
UPGRADE_DCS = (
    Step("Pre-check.", 0, (Step("Instance status check.", 30),)),
    Step("Upgrade.", 0, (Step("Replica upgrade.", 120), Step("Master upgrade.", 120))),
)
RESTORE_TAURUSDB = (Step("INIT", 60), Step("RESTORE", 400), Step("START", 80))
RESIZE_TAURUSDB = (Step("RESIZE", 490),)
RESIZE_DWS = (Step("RESIZE", 530),)
EXPAND_DWS_STORAGE = (Step("EXPAND", 470),)
SHRINK_DWS = (Step("SHRINK", 500),)
BIND_DWS_ELB = (Step("BIND", 300),)

DEFAULT_STEPS: dict[Service, tuple[Step, ...]] = {
    Service.KAFKA: EXTEND_KAFKA,
    Service.ROCKETMQ: EXTEND_ROCKETMQ,
    Service.RABBITMQ: EXTEND_RABBITMQ,
    Service.DCS: RESIZE_DCS,
    Service.TAURUSDB: RESTORE_TAURUSDB,
    Service.DWS: BIND_DWS_ELB,
}
# A fresh TaurusDB job id can be queried only after several seconds (API facts 2.4).
APPEARS_AFTER = {Service.TAURUSDB: 5.0}


@dataclass(frozen=True)
class Quirks:
    """How a service spells one task's progress where its documents and its answers differ."""

    iso_times: bool = False
    error_codes_on_success: bool = True
    numbers: str = "integer"
    status_absent: bool = False
    lower_case_words: bool = False
    tells_failure: bool = False


class PlanError(ValueError):
    """A plan that no script can follow."""


@dataclass(frozen=True)
class Plan:
    """What a user wants of a task, as it came over the control API; everything left out keeps its default."""

    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def quirks(self) -> Quirks:
        """The quirks among the fields."""
        return Quirks(**{key: self.fields[key] for key in Quirks.__dataclass_fields__ if key in self.fields})

    def script(self, service: Service, steps: tuple[Step, ...]) -> Script:
        """The script, its steps being those of the plan or else these."""
        if "steps" in self.fields:
            steps = tuple(_step(entry) for entry in self.fields["steps"])
        error = self.fields.get("error", {})
        script = Script(
            steps=steps,
            outcome=Phase(self.fields.get("outcome", "completed")),
            error_code=error.get("code"),
            error_message=error.get("message"),
            appears_after=APPEARS_AFTER.get(service, 0.0),
        )
        names = ("fails_at", "remaining", "remaining_factor", "starts_after", "appears_after", "stuck_at")
        script = replace(script, **{name: self.fields[name] for name in names if name in self.fields})
        _check(script)
        return self._stretched(script)

    def _stretched(self, script: Script) -> Script:
        """The script, its steps stretched to the wanted `seconds` in all."""
        wanted = self.fields.get("seconds")
        if not wanted:
            return script
        return replace(script, steps=tuple(step.scaled(script.duration / wanted) for step in script.steps))


def _check(script: Script) -> None:
    """Refuse what cannot be followed."""
    if script.duration <= 0:
        raise PlanError("the steps must take some seconds")
    if script.fails_at is not None and script.fails_at >= len(script.steps):
        raise PlanError(f"fails_at is {script.fails_at}, but there are only {len(script.steps)} steps")


def _step(entry: Mapping[str, Any]) -> Step:
    """A step with its sub-steps."""
    return Step(entry["name"], entry.get("seconds", 0.0), tuple(_step(below) for below in entry.get("steps", ())))

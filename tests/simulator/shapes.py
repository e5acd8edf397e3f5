# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documented shapes of every answer, as JSON Schemas that allow nothing else."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
PERCENT: Schema = {"type": "integer", "minimum": 0, "maximum": 100}
SECONDS: Schema = {"type": "integer", "minimum": 0}
HEX_ID: Schema = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
MILLISECONDS_TEXT: Schema = {"type": "string", "pattern": "^([0-9]{13})?$"}
EPOCH: Schema = {"type": ["integer", "null"], "minimum": 10**12}
ISO_MILLISECONDS: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"}
ISO_MICROSECONDS: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"}
ISO_OFFSET: Schema = {"type": "string", "pattern": r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4})?$"}
ISO_WITHOUT_ZONE: Schema = {"type": "string", "pattern": r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)?$"}
# API facts 1.3: the tables promise the ISO form, the example shows the plain one.
DCS_TIME: Schema = {
    "type": ["string", "null"],
    "pattern": r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$",
}


def words(*allowed: str) -> Schema:
    """A string that is one of these."""
    return {"type": "string", "enum": list(allowed)}


def listing(item: Schema) -> Schema:
    """An array of such items."""
    return {"type": "array", "items": item}


def record(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """An object with these members and no others."""
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }


def nullable(schema: Schema) -> Schema:
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


# --- progress ---------------------------------------------------------------------------------------------------------

DMS_PROGRESS = record(
    {
        "progress_percentage": PERCENT,
        "step_list": listing(
            record(
                {
                    "name": TEXT,
                    # API facts 1.1: the misspelling is the service's own.
                    "statue": words("COMPLETED", "IN_PROGRESS", "FAILED", "WAITING"),
                    "start_time": EPOCH,
                    "end_time": EPOCH,
                }
            )
        ),
    },
    {"remain_time": SECONDS},
)

DCS_SUB_STEP = record(
    {
        "sub_step_id": TEXT,
        "sub_step_name": TEXT | {"maxLength": 1024},
        "sub_step_status": words("FINISH", "SUSPEND", "EXECUTING", "WAITING", "CANCELED", "FAILED"),
        "begin_time": DCS_TIME,
        "end_time": DCS_TIME,
        "detail": TEXT | {"maxLength": 1024},
        "error_code": nullable(TEXT | {"maxLength": 9}),
    }
)
DCS_PROGRESS = record(
    {
        "progress": PERCENT,
        "step_details": listing(
            record(
                {
                    "step_id": TEXT,
                    "step_name": TEXT | {"maxLength": 1024},
                    "step_status": words("FINISH", "FAILED", "EXECUTING", "WAITING"),
                    "begin_time": DCS_TIME,
                    "end_time": DCS_TIME,
                    "error_code": nullable(TEXT | {"maxLength": 9}),
                    "sub_step_details": listing(DCS_SUB_STEP),
                }
            )
        ),
    },
    {"remain_time": SECONDS},
)

# API facts 1.4: numbers in the example, text in the SDK; lower-case `complete` in the example; Failed in no list.
TAURUSDB_WORD = words("Pending", "Running", "Completed", "Failed", "pending", "running", "complete", "failed")
TAURUSDB_PROGRESS = record(
    {
        "instance_id": TEXT | {"pattern": "^[0-9a-z]{32}in07$"},
        "instance_name": TEXT,
        "job_id": TEXT,
        "job_name": TEXT,
        "sub_task_list": listing(
            record(
                {
                    "sub_task_name": TEXT,
                    "percent": {"anyOf": [PERCENT, {"type": "string", "pattern": r"^\d{1,3}%?$"}]},
                    "status": TAURUSDB_WORD,
                },
                {"remaining_time": {"anyOf": [SECONDS, {"type": "string", "pattern": r"^\d+$"}]}},
            )
        ),
    },
    {"status": TAURUSDB_WORD},
)

DWS_PROGRESS = record(
    {
        "job_id": TEXT,
        "job_name": TEXT,
        "begin_time": ISO_WITHOUT_ZONE,
        "end_time": ISO_WITHOUT_ZONE,
        "status": words("INIT", "WAITING", "RUNNING", "DELAY_SCHEDULED", "FAIL", "SUCCESS", "STOP"),
        "failed_code": TEXT,
        "failed_detail": TEXT,
        "progress": TEXT | {"pattern": r"^\d{1,3}%$"},
    }
)

# --- records, lists and jobs ------------------------------------------------------------------------------------------

DMS_RECORD = record(
    {
        "id": TEXT,
        "name": TEXT,
        "user_name": TEXT,
        "user_id": HEX_ID,
        "params": TEXT,
        "status": words("CREATED", "SUCCESS", "FAILED", "DELETED", "EXECUTING", "CANCELLED"),
        "created_at": ISO_MILLISECONDS,
        "updated_at": ISO_MILLISECONDS,
    }
)
DCS_DETAILS = record(
    {}, {"old_capacity": TEXT, "new_capacity": TEXT, "old_resource_spec_code": TEXT, "new_resource_spec_code": TEXT}
)
DCS_RECORD_MEMBERS: dict[str, Schema] = {
    "id": TEXT,
    "name": TEXT,
    "details": DCS_DETAILS,
    "user_name": TEXT,
    "user_id": HEX_ID,
    "params": TEXT,
    "status": words("CREATED", "EXECUTING", "SUCCESS", "FAILED", "CANCELLED"),
    "created_at": ISO_MILLISECONDS,
    "updated_at": ISO_MILLISECONDS,
    "enable_show": FLAG,
}
COUNT_TEXT: Schema = {"type": "string", "pattern": r"^\d+$"}
DCS_JOB = record(
    {
        "job_id": TEXT,
        "job_type": TEXT,
        "status": TEXT,
        "begin_time": MILLISECONDS_TEXT,
        "end_time": MILLISECONDS_TEXT,
        "fail_reason": TEXT,
    }
)
TAURUSDB_JOB = record(
    {
        "job": record(
            {
                "id": TEXT,
                "name": TEXT,
                "status": words("Pending", "Running", "Completed", "Failed"),
                "created": ISO_OFFSET,
                "ended": ISO_OFFSET,
                "process": {"type": "string", "pattern": r"^(\d{1,3}%)?$"},
                "instance": record({"id": TEXT, "name": TEXT}),
                "entities": record({}),
                "fail_reason": TEXT,
            }
        )
    }
)
TAURUSDB_JOBS = record(
    {
        "jobs": listing(
            record(
                {
                    "instance_id": TEXT,
                    "instance_name": TEXT,
                    "instance_status": TEXT,
                    "job_id": TEXT,
                    "order_id": TEXT,
                    "job_name": TEXT,
                    "status": words("Pending", "Running", "Completed", "Failed", "Unauthorized", "Canceled"),
                    "process": TEXT,
                    "created_time": ISO_OFFSET,
                    "ended_time": ISO_OFFSET,
                    "fail_reason": TEXT,
                    "show_detail": FLAG,
                    "extend_fields": {"type": "object"},
                }
            )
        ),
        "total_count": NUMBER,
        "action_names": listing(TEXT),
    }
)

# --- instances --------------------------------------------------------------------------------------------------------

_INSTANCE: dict[str, Schema] = {
    "instance_id": TEXT,
    "name": TEXT,
    "engine": TEXT,
    "engine_version": TEXT,
    "status": TEXT,
    "created_at": TEXT,
    "user_id": HEX_ID,
    "user_name": TEXT,
    "charging_mode": NUMBER,
}
DMS_INSTANCE = record(_INSTANCE | {"storage_space": NUMBER, "broker_num": NUMBER, "product_id": TEXT, "type": TEXT})
DCS_INSTANCE = record(_INSTANCE | {"capacity": NUMBER, "spec_code": TEXT})
DWS_CLUSTER = record(
    {
        "cluster": record(
            {
                "id": TEXT,
                "name": TEXT,
                "status": words("AVAILABLE"),
                "sub_status": TEXT,
                "task_status": {"type": ["string", "null"]},
                "action_progress": {"type": "object", "additionalProperties": {"type": "string", "pattern": r"^\d+%$"}},
                "number_of_node": NUMBER,
                "created": TEXT,
                "updated": TEXT,
            }
        )
    }
)

# --- IAM --------------------------------------------------------------------------------------------------------------

_NAMED = record({"id": HEX_ID, "name": TEXT})
IAM_TOKEN = record(
    {
        "token": record(
            {
                "expires_at": ISO_MICROSECONDS,
                "issued_at": ISO_MICROSECONDS,
                "methods": listing(TEXT),
                "roles": listing(record({"id": TEXT, "name": TEXT})),
                "user": record({"id": HEX_ID, "name": TEXT, "password_expires_at": TEXT, "domain": _NAMED}),
            },
            {
                "catalog": listing({"type": "object"}),
                "domain": _NAMED,
                "project": record({"id": HEX_ID, "name": TEXT, "domain": _NAMED}),
            },
        )
    }
)
IAM_PROJECTS = record(
    {
        "projects": listing(
            record(
                {
                    "id": HEX_ID,
                    "name": TEXT,
                    "domain_id": HEX_ID,
                    "parent_id": HEX_ID,
                    "enabled": FLAG,
                    "is_domain": FLAG,
                    "description": TEXT,
                    "links": record({"self": TEXT}),
                }
            )
        ),
        "links": record({"self": TEXT, "next": {"type": "null"}, "previous": {"type": "null"}}),
    }
)

# --- refusals ---------------------------------------------------------------------------------------------------------

_ERROR: dict[str, Schema] = {"error_code": TEXT, "error_msg": TEXT | {"maxLength": 1024}}

SHAPES: dict[str, Schema] = {
    "dms_progress": DMS_PROGRESS,
    "dcs_progress": DCS_PROGRESS,
    "taurusdb_progress": TAURUSDB_PROGRESS,
    "dws_progress": DWS_PROGRESS,
    "dms_records": record({"task_count": COUNT_TEXT, "tasks": listing(DMS_RECORD)}),
    "dcs_records": record({"task_count": COUNT_TEXT, "tasks": listing(record(DCS_RECORD_MEMBERS))}),
    "dcs_center_records": record(
        {
            "task_count": COUNT_TEXT,
            "tasks": listing(record(DCS_RECORD_MEMBERS | {"error_code": nullable(TEXT), "job_id": TEXT})),
        }
    ),
    "dcs_job": DCS_JOB,
    "taurusdb_job": TAURUSDB_JOB,
    "taurusdb_jobs": TAURUSDB_JOBS,
    "dms_instance": DMS_INSTANCE,
    "dcs_instance": DCS_INSTANCE,
    "dws_cluster": DWS_CLUSTER,
    "job_id": record({"job_id": TEXT}),
    "task_id": record({"task_id": TEXT}),
    "kafka_configuration": record({"job_id": TEXT, "dynamic_config": NUMBER, "static_config": NUMBER}),
    "iam_token": IAM_TOKEN,
    "iam_projects": IAM_PROJECTS,
    "gateway_error": record(_ERROR | {"request_id": HEX_ID}),
    "service_error": record(_ERROR),
    "dcs_error": record(
        {"error_code": TEXT | {"maxLength": 9}, "error_msg": _ERROR["error_msg"], "error_ext_msg": {"type": "null"}}
    ),
    "iam_error": record({"error": record({"code": NUMBER, "message": TEXT, "title": TEXT})}),
}
_VALIDATORS = {name: Draft202012Validator(schema) for name, schema in SHAPES.items()}


def violation(shape: str, body: object) -> str | None:
    """Where the body departs from the shape, or None."""
    for error in _VALIDATORS[shape].iter_errors(body):
        return f"{error.json_path}: {error.message}"
    return None

# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers and refusals: every body is checked against its documented shape before it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from . import shapes
from .world import Service


class ShapeViolation(Exception):
    """The simulator was about to say something the cloud never says."""


def answer(body: object, shape: str, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """A JSON answer of a documented shape."""
    fault = shapes.violation(shape, body)
    if fault is not None:
        raise ShapeViolation(f"answer does not fit the shape {shape}: {fault}")
    return web.json_response(body, status=status, headers=headers)


def empty(status: int) -> web.Response:
    """An answer without a body."""
    return web.Response(status=status)


class Refusal(Exception):
    """A request that is refused; each service words it in its own shape."""

    def __init__(self, status: int, body: dict[str, Any], shape: str = "service_error") -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body
        self.shape = shape

    def response(self, request_id: str) -> web.Response:
        """The answer; only the gateway tells the request id in its body."""
        told = {"request_id": request_id} if self.shape == "gateway_error" else {}
        return answer(self.body | told, self.shape, self.status)


def gateway_refusal(status: int, code: str, message: str) -> Refusal:
    """A refusal by the API gateway, before any service sees the request."""
    return Refusal(status, {"error_code": code, "error_msg": message}, "gateway_error")


def iam_refusal(status: int, title: str, message: str) -> Refusal:
    """A refusal by IAM, whose code is a number."""
    return Refusal(status, {"error": {"code": status, "message": message, "title": title}}, "iam_error")


def service_refusal(service: Service, status: int, code: str, message: str) -> Refusal:
    """A refusal by a service; DCS adds a member that is always null."""
    body: dict[str, Any] = {"error_code": code, "error_msg": message}
    if service is Service.DCS:
        return Refusal(status, body | {"error_ext_msg": None}, "dcs_error")
    return Refusal(status, body)

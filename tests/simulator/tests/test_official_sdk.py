# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The official Python SDK, unchanged, against the simulator in a process of its own."""

# mypy: disable-error-code="import-untyped"
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkdcs.v2 import (
    DcsClient,
    ListBackgroundTaskRequest,
    ListCenterTaskRequest,
    ResizeInstanceBody,
    ShowJobInfoRequest,
    UpgradeInstanceMinorVersionRequest,
    UpgradeMinorVersionRequestBody,
)
from huaweicloudsdkdcs.v2 import ResizeInstanceRequest as ResizeDcsRequest
from huaweicloudsdkdcs.v2 import ShowBackgroundTaskProgressRequest as ShowDcsProgressRequest
from huaweicloudsdkdcs.v2 import ShowInstanceRequest as ShowDcsInstanceRequest
from huaweicloudsdkdws.v2 import (
    AssociateElbRequest,
    ClusterShrinkReq,
    DwsClient,
    ExpandInstanceStorage,
    ExpandInstanceStorageRequest,
    ListClusterDetailsRequest,
    ListJobDetailsRequest,
    ResizeClusterRequest,
    ResizeClusterRequestBody,
    ScaleOut,
    ShrinkClusterRequest,
)
from huaweicloudsdkgaussdb.v3 import (
    ChangeGaussMySqlInstanceSpecificationRequest,
    GaussDBClient,
    ListImmediateJobsRequest,
    MysqlChangeSpecificationRequest,
    MysqlResizeFlavor,
    RestoreOldInstanceRequest,
    RestoreRequest,
    ShowGaussMySqlJobInfoRequest,
    ShowTaskDetailsRequest,
)
from huaweicloudsdkkafka.v2 import (
    KafkaClient,
    ListBackgroundTasksRequest,
    ModifyInstanceConfig,
    ModifyInstanceConfigsReq,
    ModifyInstanceConfigsRequest,
    ResizeEngineInstanceReq,
    ResizeEngineInstanceRequest,
    ResizeKafkaInstanceRequest,
    ShowBackgroundTaskProgressRequest,
    ShowBackgroundTaskRequest,
    ShowInstanceRequest,
)
from huaweicloudsdkrabbitmq.v2 import ListBackgroundTasksRequest as ListRabbitRequest
from huaweicloudsdkrabbitmq.v2 import RabbitMQClient, UpdatePluginsReq, UpdatePluginsRequest
from huaweicloudsdkrocketmq.v2 import ResizeEngineInstanceReq as ResizeRocketBody
from huaweicloudsdkrocketmq.v2 import ResizeInstanceRequest as ResizeRocketRequest
from huaweicloudsdkrocketmq.v2 import RocketMQClient
from huaweicloudsdkrocketmq.v2 import ShowBackgroundTaskProgressRequest as ShowRocketProgressRequest

from simulator.tests.process import started
from simulator.world import ACCESS_KEY, INSTANCE_IDS, PROJECT_ID, SECRET_KEY, Service

KAFKA, ROCKETMQ, RABBITMQ = (INSTANCE_IDS[name] for name in (Service.KAFKA, Service.ROCKETMQ, Service.RABBITMQ))
DCS, TAURUSDB, DWS = (INSTANCE_IDS[name] for name in (Service.DCS, Service.TAURUSDB, Service.DWS))


class Sdk:
    """Clients of the simulator as any user of the SDK makes them."""

    def __init__(self, address: str) -> None:
        self.address = address

    def client(self, kind: Any, secret_key: str = SECRET_KEY) -> Any:
        """A client of that kind."""
        credentials = BasicCredentials(ACCESS_KEY, secret_key, PROJECT_ID)
        return kind.new_builder().with_credentials(credentials).with_endpoint(self.address).build()

    def order(self, path: str, body: Any) -> Any:
        """What the control API answers."""
        answer = requests.post(f"{self.address}/_simulator/{path}", json=body, timeout=5)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def add_task(self, service: str, **order: object) -> str:
        """The id of a new task."""
        return str(self.order("tasks", {"service": service, **order})["task_id"])

    def advance(self, seconds: float) -> None:
        """Let the tasks go on, plus half a second so that no test depends on the split of a second."""
        self.order("clock", {"advance_seconds": seconds + 0.5})


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a simulator in a process of its own."""
    with started(tmp_path_factory.mktemp("sdk")) as (_process, port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def sdk(address: str) -> Sdk:
    """The SDK, its cloud being as at the start."""
    sdk = Sdk(address)
    sdk.order("reset", None)
    return sdk


def test_rocketmq_progress(sdk: Sdk) -> None:
    task_id = sdk.add_task("rocketmq", seconds=1000)
    sdk.advance(200)
    request = ShowRocketProgressRequest(instance_id=ROCKETMQ, task_id=task_id)
    progress = sdk.client(RocketMQClient).show_background_task_progress(request)
    assert progress.progress_percentage == 20
    assert 780 < progress.remain_time <= 800
    assert [step.statue for step in progress.step_list] == ["COMPLETED", "IN_PROGRESS", "WAITING"]
    assert progress.step_list[1].start_time == progress.step_list[0].end_time
    assert progress.step_list[1].end_time is None


def test_kafka_progress(sdk: Sdk) -> None:
    task_id = sdk.add_task("kafka")
    sdk.advance(1000)
    request = ShowBackgroundTaskProgressRequest(instance_id=KAFKA, task_id=task_id)
    progress = sdk.client(KafkaClient).show_background_task_progress(request)
    assert (progress.progress_percentage, progress.remain_time) == (100, 0)
    assert [(step.name, step.statue) for step in progress.step_list] == [
        ("pre_check", "COMPLETED"),
        ("disk_expansion", "COMPLETED"),
    ]


def test_dcs_progress(sdk: Sdk) -> None:
    task_id = sdk.add_task("dcs")
    sdk.advance(100)
    request = ShowDcsProgressRequest(instance_id=DCS, task_id=task_id)
    progress = sdk.client(DcsClient).show_background_task_progress(request)
    assert progress.progress == 20
    check, migration, switchover = progress.step_details
    assert (check.step_status, migration.step_status, switchover.step_status) == ("FINISH", "EXECUTING", "WAITING")
    assert [sub_step.sub_step_status for sub_step in migration.sub_step_details] == ["EXECUTING", "WAITING"]
    assert (check.error_code, switchover.begin_time) == ("DCS.4064", None)


def test_taurusdb_details(sdk: Sdk) -> None:
    task_id = sdk.add_task("taurusdb")
    sdk.advance(100)
    client = sdk.client(GaussDBClient)
    for query in ({}, {"job_id": task_id, "job_name": "RestoreTaurusInInstanceToExisted"}):
        details = client.show_task_details(ShowTaskDetailsRequest(instance_id=TAURUSDB, **query))
        assert (details.job_id, details.status) == (task_id, "Running")
        # The SDK makes texts of the numbers.
        assert [task.percent for task in details.sub_task_list] == ["100", "10", "0"]


def test_dws_job(sdk: Sdk) -> None:
    task_id = sdk.add_task("dws", outcome="failed", error={"code": "DWS.0114"})
    sdk.advance(1000)
    job = sdk.client(DwsClient).list_job_details(ListJobDetailsRequest(job_id=task_id))
    assert (job.status, job.progress) == ("FAIL", "50%")
    assert job.failed_code == "ecfClusterElbCreateTask-fail:DWS.0114"


def test_a_wrong_secret_key(sdk: Sdk) -> None:
    client = sdk.client(DwsClient, secret_key=f"{SECRET_KEY}x")
    with pytest.raises(ClientRequestException) as caught:
        client.list_job_details(ListJobDetailsRequest(job_id="any"))
    assert (caught.value.status_code, caught.value.error_code) == (401, "APIGW.0301")
    assert caught.value.error_msg == "Incorrect IAM authentication information: verify aksk signature fail"
    assert len(caught.value.request_id) == 32


def test_an_unknown_task(sdk: Sdk) -> None:
    with pytest.raises(ClientRequestException) as caught:
        sdk.client(DcsClient).show_background_task_progress(ShowDcsProgressRequest(instance_id=DCS, task_id="none"))
    assert (caught.value.status_code, caught.value.error_code) == (404, "DCS.4044")


def test_the_sdk_finds_the_project_of_a_region_by_itself(sdk: Sdk) -> None:
    credentials = BasicCredentials(ACCESS_KEY, SECRET_KEY).with_iam_endpoint(sdk.address)
    KafkaClient.new_builder().with_credentials(credentials).with_region(Region("cn-north-4", sdk.address)).build()
    assert credentials.project_id == PROJECT_ID


def test_kafka_extension(sdk: Sdk) -> None:
    client = sdk.client(KafkaClient)
    body = ResizeEngineInstanceReq(oper_type="storage", new_storage_space=600)
    request = ResizeEngineInstanceRequest(engine="kafka", instance_id=KAFKA, body=body)
    job_id = client.resize_engine_instance(request).job_id
    record = client.show_background_task(ShowBackgroundTaskRequest(instance_id=KAFKA, task_id=job_id))
    assert (record.task_count, record.tasks[0].id, record.tasks[0].status) == ("1", job_id, "EXECUTING")
    with pytest.raises(ClientRequestException) as caught:
        client.resize_kafka_instance(ResizeKafkaInstanceRequest(instance_id=KAFKA, body=body))
    assert caught.value.error_code == "DMS.00400026"
    sdk.advance(1000)
    instance = client.show_instance(ShowInstanceRequest(instance_id=KAFKA))
    assert (instance.status, instance.storage_space) == ("RUNNING", 600)


def test_kafka_configuration(sdk: Sdk) -> None:
    client = sdk.client(KafkaClient)
    body = ModifyInstanceConfigsReq(kafka_configs=[ModifyInstanceConfig(name="min.insync.replicas", value="2")])
    job_id = client.modify_instance_configs(ModifyInstanceConfigsRequest(instance_id=KAFKA, body=body)).job_id
    listed = client.list_background_tasks(ListBackgroundTasksRequest(instance_id=KAFKA, start=1, limit=10))
    assert [(task.id, task.name) for task in listed.tasks] == [(job_id, "kafkaConfigModify")]


def test_rocketmq_extension(sdk: Sdk) -> None:
    client = sdk.client(RocketMQClient)
    body = ResizeRocketBody(oper_type="horizontal", new_broker_num=2)
    request = ResizeRocketRequest(engine="rocketmq", instance_id=ROCKETMQ, body=body)
    job_id = client.resize_instance(request).job_id
    progress = client.show_background_task_progress(ShowRocketProgressRequest(instance_id=ROCKETMQ, task_id=job_id))
    assert progress.progress_percentage == 0


def test_rabbitmq_plugins(sdk: Sdk) -> None:
    client = sdk.client(RabbitMQClient)
    body = UpdatePluginsReq(enable=True, plugins="rabbitmq_shovel")
    job_id = client.update_plugins(UpdatePluginsRequest(instance_id=RABBITMQ, body=body)).job_id
    assert client.list_background_tasks(ListRabbitRequest(instance_id=RABBITMQ)).tasks[0].id == job_id


def test_dcs_resize(sdk: Sdk) -> None:
    client = sdk.client(DcsClient)
    body = ResizeInstanceBody(spec_code="redis.ha.xu1.large.r2.8", new_capacity=8)
    assert client.resize_instance(ResizeDcsRequest(instance_id=DCS, body=body)).status_code == 204
    task = client.list_background_task(ListBackgroundTaskRequest(instance_id=DCS, offset=0, limit=10)).tasks[0]
    assert (task.name, task.enable_show, task.details.new_capacity) == ("EXTEND", True, "8")
    center = client.list_center_task(ListCenterTaskRequest()).tasks[0]
    assert center.id == task.id
    assert client.show_job_info(ShowJobInfoRequest(job_id=center.job_id)).status == "RUNNING"
    assert client.show_instance(ShowDcsInstanceRequest(instance_id=DCS)).status == "EXTENDING"


def test_dcs_upgrade(sdk: Sdk) -> None:
    client = sdk.client(DcsClient)
    body = UpgradeMinorVersionRequestBody(engine_minor_version="5.0.14")
    request = UpgradeInstanceMinorVersionRequest(instance_id=DCS, body=body)
    task_id = client.upgrade_instance_minor_version(request).task_id
    progress = client.show_background_task_progress(ShowDcsProgressRequest(instance_id=DCS, task_id=task_id))
    assert [step.step_name for step in progress.step_details] == ["Pre-check.", "Upgrade."]


def test_taurusdb_restore(sdk: Sdk) -> None:
    client = sdk.client(GaussDBClient)
    body = RestoreRequest(
        target_instance_id=TAURUSDB, source_instance_id=TAURUSDB, backup_id="some-backup", type="backup"
    )
    job_id = client.restore_old_instance(RestoreOldInstanceRequest(body=body)).job_id
    sdk.advance(60)
    job = client.show_gauss_my_sql_job_info(ShowGaussMySqlJobInfoRequest(id=job_id)).job
    assert (job.status, job.name) == ("Running", "RestoreTaurusInInstanceToExisted")
    # The plus sign of the zone must survive the signature and the query alike.
    query = ListImmediateJobsRequest(job_id=job_id, start_time="2026-01-15T08:30:00+0800", limit="20")
    listed = client.list_immediate_jobs(query)
    assert [(entry.job_id, entry.show_detail) for entry in listed.jobs] == [(job_id, True)]


def test_taurusdb_flavor(sdk: Sdk) -> None:
    client = sdk.client(GaussDBClient)
    body = MysqlChangeSpecificationRequest(resize_flavor=MysqlResizeFlavor("gaussdb.mysql.xlarge.x86.4"))
    request = ChangeGaussMySqlInstanceSpecificationRequest(instance_id=TAURUSDB, body=body)
    assert client.change_gauss_my_sql_instance_specification(request).job_id


def test_dws_changes(sdk: Sdk) -> None:
    client = sdk.client(DwsClient)
    scale_out = ResizeClusterRequestBody(scale_out=ScaleOut(count=3))
    client.resize_cluster(ResizeClusterRequest(cluster_id=DWS, body=scale_out))
    cluster = client.list_cluster_details(ListClusterDetailsRequest(cluster_id=DWS)).cluster
    assert (cluster.task_status, cluster.action_progress) == ("GROWING", {"GROWING": "0%"})
    sdk.advance(1000)
    expansion = ExpandInstanceStorageRequest(cluster_id=DWS, body=ExpandInstanceStorage(new_size=200))
    client.expand_instance_storage(expansion)
    sdk.advance(1000)
    shrink = ShrinkClusterRequest(cluster_id=DWS, body=ClusterShrinkReq(shrink_number=1))
    assert client.shrink_cluster(shrink).job_id
    sdk.advance(1000)
    assert client.associate_elb(AssociateElbRequest(cluster_id=DWS, elb_id="some-elb")).job_id
    cluster = client.list_cluster_details(ListClusterDetailsRequest(cluster_id=DWS)).cluster
    assert (cluster.number_of_node, cluster.task_status) == (5, None)

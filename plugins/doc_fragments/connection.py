# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that every module has."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  region:
    description:
      - The region of the instance, for example V(cn-north-4).
      - Environment variables E(HW_REGION_NAME), E(OS_REGION_NAME).
      - Not needed with O(endpoint) and O(project_id).
    type: str
  project_id:
    description:
      - The id of the project of the instance.
      - Environment variables E(HW_PROJECT_ID), E(HUAWEICLOUD_SDK_PROJECT_ID), E(OS_PROJECT_ID).
      - Found through IAM by O(project_name) or O(region) when it is not set.
    type: str
  project_name:
    description:
      - The name of the project of the instance, needed for sub-projects such as V(cn-north-4_team) only.
      - Environment variables E(HW_PROJECT_NAME), E(OS_PROJECT_NAME).
      - The default is the region, which is the name of its main project.
    type: str
  access_key:
    description:
      - The access key (AK), used to sign requests with O(secret_key).
      - Environment variables E(HW_ACCESS_KEY), E(HUAWEICLOUD_SDK_AK), E(OS_ACCESS_KEY).
    type: str
  secret_key:
    description:
      - The secret key (SK) of O(access_key).
      - Environment variables E(HW_SECRET_KEY), E(HUAWEICLOUD_SDK_SK), E(OS_SECRET_KEY).
    type: str
  security_token:
    description:
      - The security token that was given out together with a temporary O(access_key).
      - Environment variables E(HW_SECURITY_TOKEN), E(HUAWEICLOUD_SDK_SECURITY_TOKEN); they count only together with
        an
        access key from the environment variables of the same family.
    type: str
  auth_token:
    description:
      - A token of IAM that you already have, scoped to the project of the instance.
      - Environment variables E(HW_AUTH_TOKEN), E(OS_AUTH_TOKEN).
      - It cannot be renewed. For waits longer than its life use O(access_key) or O(user_name).
    type: str
  user_name:
    description:
      - The name of an IAM user, who logs in with O(password) and O(domain_name). The token is renewed when it
        expires.
      - Environment variables E(HW_USER_NAME), E(OS_USERNAME).
    type: str
  password:
    description:
      - The password of O(user_name).
      - Environment variables E(HW_USER_PASSWORD), E(OS_PASSWORD).
    type: str
  domain_name:
    description:
      - The domain (account) that O(user_name) belongs to.
      - Environment variables E(HW_DOMAIN_NAME), E(OS_DOMAIN_NAME).
    type: str
  auth_url:
    description:
      - The address of IAM, with or without V(/v3).
      - Environment variables E(HW_AUTH_URL), E(OS_AUTH_URL).
      - The default is O(endpoint) where that is set, else V(https://iam.REGION.CLOUD).
    type: str
  cloud:
    description:
      - The domain of the cloud, for example V(otc.t-systems.com).
      - Environment variable E(HW_CLOUD).
      - The default is V(myhuaweicloud.com), and what Huawei uses instead for some regions of Europe and of DWS.
    type: str
  endpoint:
    description:
      - Base address used for every service, IAM included, such as a proxy or the simulator of this collection.
      - Environment variable E(HW_ENDPOINT).
    type: str
  endpoints:
    description:
      - Base addresses of single services, by the names of O(ignore:service) or V(iam). They win over O(endpoint).
    type: dict
  validate_certs:
    description:
      - Whether the certificates of the services are checked.
      - Environment variable E(HW_INSECURE), with the opposite meaning.
      - The default is V(true).
    type: bool
  ca_path:
    description:
      - A file with the certificates of the authorities to trust, on the host on which the module runs.
      - Environment variable E(OS_CACERT).
    type: path
  request_timeout:
    description:
      - Seconds that one request may take from the connection to the last byte of the answer.
    type: float
    default: 30
notes:
  - Credentials are searched first in the options, then in the environment of the host on which the module runs.
    Within each
    of the two, O(auth_token) comes first, then O(access_key) with O(secret_key), then O(user_name) with O(password).
  - Wrong credentials are never tried again, since more than five wrong signatures lock an access key for five
    minutes.
requirements:
  - requests >= 2.25.1
  - jsonschema >= 3.2.0
"""

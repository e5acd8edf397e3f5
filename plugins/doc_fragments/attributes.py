# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all modules support."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in check mode and tells without a change what it would tell.
    support: full
  diff_mode:
    description: Nothing is ever changed, so there is no difference to show.
    support: N/A
  platform:
    description: Target operating systems and families.
    platforms: posix
    support: full
"""

    ACTIONGROUP_HUAWEICLOUD = r"""
options: {}
attributes:
  action_group:
    description:
      - Use C(group/cloudwait.huaweicloud.huaweicloud) in C(module_defaults) to set options for all modules at
        once.
    support: full
    membership:
      - cloudwait.huaweicloud.huaweicloud
"""

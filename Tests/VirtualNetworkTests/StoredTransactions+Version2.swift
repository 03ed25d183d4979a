/// What version 2 of the format wrote.
extension StoredTransactions {
    static let version2 = #"""
        {
          "at_ns": 1700000002000000000,
          "events": [
            {
              "cidrs": [
                "10.0.0.0/16",
                "fd00::/48"
              ],
              "created_at_ns": 1700000000123456789,
              "default_security_group_id": "00000000-0000-4006-8000-000000000007",
              "id": "00000000-0000-4001-8000-000000000007",
              "key": 3,
              "name": "the \"vpc\" ✓",
              "project_id": "red",
              "revision": 41,
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "vpc.put",
              "updated_at_ns": 1700000001000000000,
              "v": 2
            },
            {
              "created_at_ns": 1700000000123456789,
              "id": "00000000-0000-4002-8000-000000000007",
              "implicit": true,
              "key": 5,
              "name": "the \"net\" ✓",
              "project_id": "red",
              "revision": 41,
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "network.put",
              "updated_at_ns": 1700000001000000000,
              "v": 2,
              "vpc_id": "00000000-0000-4001-8000-000000000007"
            },
            {
              "created_at_ns": 1700000000123456789,
              "id": "00000000-0000-4002-8000-000000000007",
              "implicit": false,
              "key": 5,
              "name": "the \"net\" ✓",
              "project_id": "red",
              "revision": 41,
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "network.put",
              "updated_at_ns": 1700000001000000000,
              "v": 2,
              "vpc_id": null
            },
            {
              "cidr": "10.0.1.0/24",
              "created_at_ns": 1700000000123456789,
              "dhcp_enabled": true,
              "dns_servers": [
                "10.0.0.53"
              ],
              "gateway_ip": "10.0.1.1",
              "gateway_mac": "0e:00:00:00:00:06",
              "host_routes": [
                {
                  "destination": "10.9.0.0/16",
                  "next_hop": "10.0.1.9"
                }
              ],
              "id": "00000000-0000-4003-8000-000000000007",
              "ipv6_address_mode": null,
              "key": 6,
              "name": "the \"subnet\" ✓",
              "network_id": "00000000-0000-4002-8000-000000000007",
              "project_id": "red",
              "revision": 41,
              "route_table_id": "00000000-0000-4009-8000-000000000007",
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "subnet.put",
              "updated_at_ns": 1700000001000000000,
              "v": 2,
              "vpc_id": "00000000-0000-4001-8000-000000000007"
            },
            {
              "admin_state_up": false,
              "allowed_address_pairs": [
                {
                  "ip_address": "10.7.0.0/24",
                  "mac_address": "02:00:00:00:00:01"
                },
                {
                  "ip_address": "fd07::9/128",
                  "mac_address": null
                }
              ],
              "created_at_ns": 1700000000123456789,
              "device_id": "vm-1",
              "device_owner": "compute:nova",
              "fixed_ips": [
                {
                  "ip_address": "10.0.1.3",
                  "subnet_id": "00000000-0000-4003-8000-000000000007"
                },
                {
                  "ip_address": "fd00::3",
                  "subnet_id": "00000000-0000-4003-8000-000000000008"
                }
              ],
              "id": "00000000-0000-4004-8000-000000000007",
              "key": 8,
              "mac_address": "0a:00:00:00:00:08",
              "name": "the \"port\" ✓",
              "network_id": "00000000-0000-4002-8000-000000000007",
              "project_id": "red",
              "requested_node_id": "00000000-0000-4005-8000-000000000007",
              "revision": 41,
              "security_group_ids": [
                "00000000-0000-4006-8000-000000000007",
                "00000000-0000-4006-8000-000000000008"
              ],
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "port.put",
              "updated_at_ns": 1700000001000000000,
              "v": 2
            },
            {
              "created_at_ns": 1700000000123456789,
              "id": "00000000-0000-4005-8000-000000000007",
              "key": 9,
              "labels": {
                "rack": "r1"
              },
              "name": "the \"node\" ✓",
              "project_id": "red",
              "region": "region-1",
              "revision": 41,
              "roles": [
                "compute",
                "gateway"
              ],
              "system_id": "host-a",
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "node.put",
              "updated_at_ns": 1700000001000000000,
              "v": 2,
              "zone": "zone-1"
            },
            {
              "cidr": "fd00::/64",
              "created_at_ns": 1700000000123456789,
              "dhcp_enabled": false,
              "dns_servers": [],
              "gateway_ip": null,
              "gateway_mac": "0e:00:00:00:00:07",
              "host_routes": [],
              "id": "00000000-0000-4003-8000-000000000007",
              "ipv6_address_mode": "slaac",
              "key": 7,
              "name": "the \"subnet\" ✓",
              "network_id": "00000000-0000-4002-8000-000000000007",
              "project_id": "red",
              "revision": 41,
              "route_table_id": null,
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "subnet.put",
              "updated_at_ns": 1700000001000000000,
              "v": 2,
              "vpc_id": null
            },
            {
              "created_at_ns": 1700000000123456789,
              "id": "00000000-0000-4006-8000-000000000007",
              "is_default": true,
              "key": 10,
              "name": "the \"sg\" ✓",
              "project_id": "red",
              "revision": 41,
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "security_group.put",
              "updated_at_ns": 1700000001000000000,
              "v": 2,
              "vpc_id": "00000000-0000-4001-8000-000000000007"
            },
            {
              "created_at_ns": 1700000000123456789,
              "direction": "egress",
              "icmp_code": null,
              "icmp_type": null,
              "id": "00000000-0000-4007-8000-000000000007",
              "key": 11,
              "name": "the \"sgr\" ✓",
              "port_max": null,
              "port_min": null,
              "project_id": "red",
              "protocol": "any",
              "remote_cidr": null,
              "remote_group_id": null,
              "remote_prefix_list_id": null,
              "revision": 41,
              "security_group_id": "00000000-0000-4006-8000-000000000007",
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "security_group_rule.put",
              "updated_at_ns": 1700000001000000000,
              "v": 2
            },
            {
              "created_at_ns": 1700000000123456789,
              "direction": "ingress",
              "icmp_code": null,
              "icmp_type": null,
              "id": "00000000-0000-4007-8000-000000000007",
              "key": 11,
              "name": "the \"sgr\" ✓",
              "port_max": null,
              "port_min": null,
              "project_id": "red",
              "protocol": "any",
              "remote_cidr": null,
              "remote_group_id": "00000000-0000-4006-8000-000000000007",
              "remote_prefix_list_id": null,
              "revision": 41,
              "security_group_id": "00000000-0000-4006-8000-000000000007",
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "security_group_rule.put",
              "updated_at_ns": 1700000001000000000,
              "v": 2
            },
            {
              "created_at_ns": 1700000000123456789,
              "direction": "ingress",
              "icmp_code": null,
              "icmp_type": null,
              "id": "00000000-0000-4007-8000-000000000007",
              "key": 11,
              "name": "the \"sgr\" ✓",
              "port_max": 443,
              "port_min": 80,
              "project_id": "red",
              "protocol": "tcp",
              "remote_cidr": "10.9.0.0/16",
              "remote_group_id": null,
              "remote_prefix_list_id": null,
              "revision": 41,
              "security_group_id": "00000000-0000-4006-8000-000000000007",
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "security_group_rule.put",
              "updated_at_ns": 1700000001000000000,
              "v": 2
            },
            {
              "created_at_ns": 1700000000123456789,
              "direction": "egress",
              "icmp_code": null,
              "icmp_type": null,
              "id": "00000000-0000-4007-8000-000000000007",
              "key": 11,
              "name": "the \"sgr\" ✓",
              "port_max": 53,
              "port_min": 53,
              "project_id": "red",
              "protocol": "udp",
              "remote_cidr": null,
              "remote_group_id": null,
              "remote_prefix_list_id": "00000000-0000-4008-8000-000000000007",
              "revision": 41,
              "security_group_id": "00000000-0000-4006-8000-000000000007",
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "security_group_rule.put",
              "updated_at_ns": 1700000001000000000,
              "v": 2
            },
            {
              "created_at_ns": 1700000000123456789,
              "direction": "ingress",
              "icmp_code": 0,
              "icmp_type": 8,
              "id": "00000000-0000-4007-8000-000000000007",
              "key": 11,
              "name": "the \"sgr\" ✓",
              "port_max": null,
              "port_min": null,
              "project_id": "red",
              "protocol": "icmp",
              "remote_cidr": null,
              "remote_group_id": null,
              "remote_prefix_list_id": null,
              "revision": 41,
              "security_group_id": "00000000-0000-4006-8000-000000000007",
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "security_group_rule.put",
              "updated_at_ns": 1700000001000000000,
              "v": 2
            },
            {
              "created_at_ns": 1700000000123456789,
              "direction": "ingress",
              "icmp_code": null,
              "icmp_type": null,
              "id": "00000000-0000-4007-8000-000000000007",
              "key": 11,
              "name": "the \"sgr\" ✓",
              "port_max": null,
              "port_min": null,
              "project_id": "red",
              "protocol": "icmpv6",
              "remote_cidr": null,
              "remote_group_id": null,
              "remote_prefix_list_id": null,
              "revision": 41,
              "security_group_id": "00000000-0000-4006-8000-000000000007",
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "security_group_rule.put",
              "updated_at_ns": 1700000001000000000,
              "v": 2
            },
            {
              "created_at_ns": 1700000000123456789,
              "entries": [
                "10.0.0.0/8",
                "fd00::/8"
              ],
              "id": "00000000-0000-4008-8000-000000000007",
              "key": 12,
              "name": "the \"pl\" ✓",
              "project_id": "red",
              "revision": 41,
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "prefix_list.put",
              "updated_at_ns": 1700000001000000000,
              "v": 2
            },
            {
              "created_at_ns": 1700000000123456789,
              "id": "00000000-0000-4009-8000-000000000007",
              "key": 13,
              "name": "the \"rtb\" ✓",
              "project_id": "red",
              "revision": 41,
              "routes": [
                {
                  "destination": "0.0.0.0/0",
                  "next_hop": "10.0.1.9"
                },
                {
                  "destination": "fd09::/16",
                  "next_hop": "fd00::9"
                }
              ],
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "route_table.put",
              "updated_at_ns": 1700000001000000000,
              "v": 2,
              "vpc_id": "00000000-0000-4001-8000-000000000007"
            },
            {
              "id": "00000000-0000-4001-8000-000000000007",
              "type": "vpc.remove",
              "v": 2
            },
            {
              "id": "00000000-0000-4002-8000-000000000007",
              "type": "network.remove",
              "v": 2
            },
            {
              "id": "00000000-0000-4003-8000-000000000007",
              "type": "subnet.remove",
              "v": 2
            },
            {
              "id": "00000000-0000-4004-8000-000000000007",
              "type": "port.remove",
              "v": 2
            },
            {
              "id": "00000000-0000-4005-8000-000000000007",
              "type": "node.remove",
              "v": 2
            },
            {
              "id": "00000000-0000-4006-8000-000000000007",
              "type": "security_group.remove",
              "v": 2
            },
            {
              "id": "00000000-0000-4007-8000-000000000007",
              "type": "security_group_rule.remove",
              "v": 2
            },
            {
              "id": "00000000-0000-4008-8000-000000000007",
              "type": "prefix_list.remove",
              "v": 2
            },
            {
              "id": "00000000-0000-4009-8000-000000000007",
              "type": "route_table.remove",
              "v": 2
            }
          ],
          "revision": 42,
          "v": 2
        }
        """#
}

/// What version 1 of the format wrote. Every later program must read it: add a text for a new version, and leave this
/// one as it is.
enum StoredTransactions {
    static let version1 = #"""
        {
          "at_ns": 1700000002000000000,
          "events": [
            {
              "cidrs": [
                "10.0.0.0/16",
                "fd00::/48"
              ],
              "created_at_ns": 1700000000123456789,
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
              "v": 1
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
              "v": 1,
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
              "v": 1,
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
              "key": 6,
              "name": "the \"subnet\" ✓",
              "network_id": "00000000-0000-4002-8000-000000000007",
              "project_id": "red",
              "revision": 41,
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "subnet.put",
              "updated_at_ns": 1700000001000000000,
              "v": 1,
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
              "tags": {
                "b": "",
                "tier": "front"
              },
              "type": "port.put",
              "updated_at_ns": 1700000001000000000,
              "v": 1
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
              "v": 1,
              "zone": "zone-1"
            },
            {
              "id": "00000000-0000-4001-8000-000000000007",
              "type": "vpc.remove",
              "v": 1
            },
            {
              "id": "00000000-0000-4002-8000-000000000007",
              "type": "network.remove",
              "v": 1
            },
            {
              "id": "00000000-0000-4003-8000-000000000007",
              "type": "subnet.remove",
              "v": 1
            },
            {
              "id": "00000000-0000-4004-8000-000000000007",
              "type": "port.remove",
              "v": 1
            },
            {
              "id": "00000000-0000-4005-8000-000000000007",
              "type": "node.remove",
              "v": 1
            }
          ],
          "revision": 42,
          "v": 1
        }
        """#
}

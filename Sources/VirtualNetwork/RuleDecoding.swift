import JSONText
import NetworkTypes

extension MemberReader {
    /// A security group's rule. What its protocol does not have must be null.
    mutating func rule() throws(EventFormatError) -> SecurityGroupRule {
        SecurityGroupRule(
            metadata: try metadata(), key: RuleKey(try key("key")), group: try parsed("security_group_id"),
            direction: try word("direction"), service: try service(), peer: try peer())
    }

    private mutating func service() throws(EventFormatError) -> RuleService {
        switch try string("protocol") {
        case "any":
            try noPorts()
            try noType()
            return .any
        case "tcp":
            try noType()
            return .tcp(try ports())
        case "udp":
            try noType()
            return .udp(try ports())
        case "icmp":
            try noPorts()
            let (type, code) = try type()
            return .icmp(type: type, code: code)
        case "icmpv6":
            try noPorts()
            let (type, code) = try type()
            return .icmpv6(type: type, code: code)
        default: throw .malformed(path: member("protocol"), expected: "any, tcp, udp, icmp or icmpv6")
        }
    }

    private mutating func ports() throws(EventFormatError) -> ClosedRange<UInt16> {
        let low: UInt16? = try numberOrNil("port_min")
        let high: UInt16? = try numberOrNil("port_max")
        guard let low, let high, low <= high else {
            throw .malformed(path: member("port_min"), expected: "a port that is not above port_max")
        }
        return low...high
    }

    private mutating func noPorts() throws(EventFormatError) {
        let low: UInt16? = try numberOrNil("port_min")
        let high: UInt16? = try numberOrNil("port_max")
        guard low == nil, high == nil else {
            throw .malformed(path: member("port_min"), expected: "null for a protocol without ports")
        }
    }

    private mutating func type() throws(EventFormatError) -> (UInt8?, UInt8?) {
        let type: UInt8? = try numberOrNil("icmp_type")
        let code: UInt8? = try numberOrNil("icmp_code")
        guard type != nil || code == nil else {
            throw .malformed(path: member("icmp_code"), expected: "null where the type is")
        }
        return (type, code)
    }

    private mutating func noType() throws(EventFormatError) {
        guard case (nil, nil) = try type() else {
            throw .malformed(path: member("icmp_type"), expected: "null for another protocol than ICMP")
        }
    }

    private mutating func peer() throws(EventFormatError) -> RulePeer {
        let block: IPPrefix? = try parsedOrNil("remote_cidr")
        let group: ResourceID? = try parsedOrNil("remote_group_id")
        let list: ResourceID? = try parsedOrNil("remote_prefix_list_id")
        switch (block, group, list) {
        case (nil, nil, nil): return .any
        case (let block?, nil, nil): return .block(block)
        case (nil, let group?, nil): return .group(group)
        case (nil, nil, let list?): return .prefixList(list)
        default: throw .malformed(path: member("remote_cidr"), expected: "one remote at most")
        }
    }
}

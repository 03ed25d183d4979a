import NetworkTypes

/// Flows in the syntax of ovs-ofctl(8).
///
/// With numbers, `ovs-ofctl -O OpenFlow13 add-flows` takes the text. With names, tables are called by what the pipeline
/// calls them: the form of goldens and dumps.
public struct FlowPrinter: Sendable {
    private let names: [TableID: String]

    /// Prints tables by their names.
    public init(naming pipeline: PipelineDeclaration) {
        names = Dictionary(pipeline.tables.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// Prints tables by their numbers.
    public init() { names = [:] }

    /// One flow on one line, without a line's end.
    public func text(_ flow: Flow) -> String {
        let head = [
            "table=\(name(flow.table))", "cookie=0x\(hexadecimal(flow.cookie))", "priority=\(flow.priority.value)",
        ]
        let match = text(flow.match)
        let actions = flow.actions.isEmpty ? "drop" : flow.actions.map(text).joined(separator: ",")
        return (head + (match.isEmpty ? [] : [match]) + ["actions=\(actions)"]).joined(separator: ",")
    }

    /// One meter on one line, as `ovs-ofctl -O OpenFlow13 add-meter` takes it.
    public func text(_ meter: Meter) -> String {
        "meter=\(meter.id),pktps,burst,bands=type=drop,rate=\(meter.packetsPerSecond),burst_size=\(meter.burst)"
    }

    /// Lines sorted by table, falling priority and match.
    public func lines(_ flows: some Sequence<Flow>) -> [String] {
        flows.map { (flow: $0, match: text($0.match), line: text($0)) }
            .sorted { left, right in
                if left.flow.table != right.flow.table { return left.flow.table < right.flow.table }
                if left.flow.priority != right.flow.priority { return left.flow.priority > right.flow.priority }
                return left.match != right.match ? left.match < right.match : left.line < right.line
            }
            .map(\.line)
    }

    private func name(_ table: TableID) -> String { names[table] ?? String(table.value) }

    // MARK: Matches

    /// Terms joined by commas; empty for a match of everything.
    public func text(_ match: Match) -> String {
        var parts: [String] = []
        var storages: [(storage: Storage, value: UInt64, mask: UInt64)] = []
        for case .context(let slot, let value) in match.terms {
            let bits = value << UInt64(slot.lowBit)
            if let last = storages.last, last.storage == slot.storage {
                storages[storages.count - 1] = (slot.storage, last.value | bits, last.mask | slot.mask)
            } else {
                storages.append((slot.storage, bits, slot.mask))
            }
        }
        for entry in storages {
            let isWhole = entry.mask == (entry.storage.width == 64 ? .max : (1 << UInt64(entry.storage.width)) - 1)
            let mask = isWhole ? "" : "/0x\(hexadecimal(entry.mask))"
            parts.append("\(entry.storage.name)=0x\(hexadecimal(entry.value))\(mask)")
        }
        if let shorthand = protocolText(match) { parts.append(shorthand) }
        parts += match.terms.compactMap { text($0, of: match) }
        return parts.joined(separator: ",")
    }

    /// The word for EtherType and IP protocol together, where there is one.
    private func protocolText(_ match: Match) -> String? {
        guard let type = match.ethType else { return nil }
        let number = match.ipProtocol
        switch (type, number) {
        case (EtherType.arp, nil): return "arp"
        case (EtherType.ipv4, nil): return "ip"
        case (EtherType.ipv6, nil): return "ipv6"
        case (EtherType.ipv4, IPProtocolNumber.icmp): return "icmp"
        case (EtherType.ipv4, IPProtocolNumber.tcp): return "tcp"
        case (EtherType.ipv4, IPProtocolNumber.udp): return "udp"
        case (EtherType.ipv6, IPProtocolNumber.icmpv6): return "icmp6"
        case (EtherType.ipv6, IPProtocolNumber.tcp): return "tcp6"
        case (EtherType.ipv6, IPProtocolNumber.udp): return "udp6"
        default:
            let next = number.map { ",nw_proto=\($0)" } ?? ""
            return "dl_type=0x\(hexadecimal(type, digits: 4))\(next)"
        }
    }

    private func text(_ term: MatchTerm, of match: Match) -> String? {
        switch term {
        case .context, .ethType: return nil
        case .ipProtocol(let number): return match.ethType == nil ? "nw_proto=\(number)" : nil
        case .inPort(let port): return "in_port=\(port)"
        case .packetMark(let mark, let mask): return "pkt_mark=0x\(hexadecimal(mark))/0x\(hexadecimal(mask))"
        case .tunnelID(let id): return "tun_id=0x\(hexadecimal(id))"
        case .tunnelSourceIPv4(let address): return "tun_src=\(address)"
        case .ethSource(let address, let mask): return "dl_src=\(masked(address, mask))"
        case .ethDestination(let address, let mask): return "dl_dst=\(masked(address, mask))"
        case .untagged: return "vlan_tci=0x0000/0x1fff"
        case .arpOperation(let operation): return "arp_op=\(operation)"
        case .arpSPA(let prefix): return "arp_spa=\(block(prefix))"
        case .arpTPA(let prefix): return "arp_tpa=\(block(prefix))"
        case .arpSHA(let address): return "arp_sha=\(address)"
        case .arpTHA(let address): return "arp_tha=\(address)"
        case .ipSource(let prefix): return "\(prefix.family == .v4 ? "nw_src" : "ipv6_src")=\(block(prefix))"
        case .ipDestination(let prefix): return "\(prefix.family == .v4 ? "nw_dst" : "ipv6_dst")=\(block(prefix))"
        case .udpSource(let port), .tcpSource(let port): return "tp_src=\(port)"
        case .udpDestination(let port), .tcpDestination(let port): return "tp_dst=\(port)"
        case .icmpv4Type(let type), .icmpv6Type(let type): return "icmp_type=\(type)"
        case .icmpv4Code(let code), .icmpv6Code(let code): return "icmp_code=\(code)"
        case .neighborTarget(let address): return "nd_target=\(address)"
        case .neighborSLL(let address): return "nd_sll=\(address)"
        case .ipTTL(let ttl): return "nw_ttl=\(ttl)"
        case .conntrackState, .conntrackSource, .conntrackDestination, .conntrackProtocol, .conntrackSourcePort,
            .conntrackDestinationPort, .conjunctionID:
            return connectionText(term)
        }
    }

    private func connectionText(_ term: MatchTerm) -> String? {
        switch term {
        case .conntrackState(let state, let mask): "ct_state=\(text(state, mask: mask))"
        case .conntrackSource(let prefix): "\(prefix.family == .v4 ? "ct_nw_src" : "ct_ipv6_src")=\(block(prefix))"
        case .conntrackDestination(let prefix):
            "\(prefix.family == .v4 ? "ct_nw_dst" : "ct_ipv6_dst")=\(block(prefix))"
        case .conntrackProtocol(let number): "ct_nw_proto=\(number)"
        case .conntrackSourcePort(let port, let mask): "ct_tp_src=\(text(port, mask: mask))"
        case .conntrackDestinationPort(let port, let mask): "ct_tp_dst=\(text(port, mask: mask))"
        case .conjunctionID(let id): "conj_id=\(id)"
        default: nil
        }
    }

    private func text(_ port: UInt16, mask: UInt16) -> String {
        mask == .max ? "\(port)" : "0x\(hexadecimal(UInt64(port)))/0x\(hexadecimal(UInt64(mask)))"
    }

    private func masked(_ address: MACAddress, _ mask: MACAddress) -> String {
        mask == .broadcast ? "\(address)" : "\(address)/\(mask)"
    }

    private func block(_ prefix: IPPrefix) -> String {
        prefix.length == prefix.family.width ? "\(prefix.address)" : "\(prefix)"
    }

    private func text(_ state: ConntrackState, mask: ConntrackState) -> String {
        let names: [(ConntrackState, String)] = [
            (.new, "new"), (.established, "est"), (.related, "rel"), (.reply, "rpl"), (.invalid, "inv"),
            (.tracked, "trk"), (.sourceNAT, "snat"), (.destinationNAT, "dnat"),
        ]
        return names.filter { mask.contains($0.0) }.map { (state.contains($0.0) ? "+" : "-") + $0.1 }.joined()
    }

    // MARK: Actions

    /// One action.
    public func text(_ action: Action) -> String {
        switch action {
        case .load(let slot, let value): "load:0x\(hexadecimal(value))->\(slot.slice.text)"
        case .set(.ipTTL(let ttl)): "mod_nw_ttl:\(ttl)"
        case .set(let value): "set_field:\(text(value))"
        case .move(let from, let to): "move:\(from.text)->\(to.text)"
        case .output(let port): "output:\(port)"
        case .outputInPort: "IN_PORT"
        case .controller(let maxLength): "CONTROLLER:\(maxLength)"
        case .meter(let id): "meter:\(id)"
        case .goto(let table): "goto_table:\(name(table))"
        case .resubmit(let table): "resubmit(,\(name(table)))"
        case .conntrack(let conntrack): text(conntrack)
        case .conjunction(let id, let clause, let count): "conjunction(\(id),\(clause)/\(count))"
        case .decrementTTL: "dec_ttl"
        case .checkPacketLarger(let limit, let slot): "check_pkt_larger(\(limit))->\(slot.slice.text)"
        }
    }

    private func text(_ value: HeaderValue) -> String {
        switch value {
        case .ethSource(let address): "\(address)->eth_src"
        case .ethDestination(let address): "\(address)->eth_dst"
        case .arpOperation(let operation): "\(operation)->arp_op"
        case .arpSPA(let address): "\(address)->arp_spa"
        case .arpTPA(let address): "\(address)->arp_tpa"
        case .arpSHA(let address): "\(address)->arp_sha"
        case .arpTHA(let address): "\(address)->arp_tha"
        case .ipSource(.v4(let address)): "\(address)->ip_src"
        case .ipSource(.v6(let address)): "\(address)->ipv6_src"
        case .ipTTL(let ttl): "\(ttl)->nw_ttl"
        case .icmpv4Type(let type): "\(type)->icmp_type"
        case .icmpv6Type(let type): "\(type)->icmpv6_type"
        case .neighborFlags(let flags): "0x\(hexadecimal(UInt64(flags)))->nd_reserved"
        case .neighborOption(let type): "\(type)->nd_options_type"
        case .tunnelID(let id): "0x\(hexadecimal(id))->tun_id"
        case .tunnelIPv4Destination(let address): "\(address)->tun_dst"
        }
    }

    private func text(_ conntrack: ConntrackAction) -> String {
        var parts: [String] = conntrack.commits ? ["commit"] : []
        if let table = conntrack.table { parts.append("table=\(name(table))") }
        parts.append("zone=\(conntrack.zone.slice.text)")
        if let mark = conntrack.mark { parts.append("exec(load:0x\(hexadecimal(mark))->NXM_NX_CT_MARK[])") }
        return "ct(\(parts.joined(separator: ",")))"
    }
}

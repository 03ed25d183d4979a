extension MultipartReply.Body {
    /// Whether both can be parts of one answer.
    func isOfTheType(of other: Self) -> Bool {
        switch (self, other) {
        case (.experimenter(let left), .experimenter(let right)):
            return left.experimenter == right.experimenter && left.type == right.type
        case (.flowMonitor, .experimenter), (.experimenter, .flowMonitor): return false
        default: return MultipartReply(self).type == MultipartReply(other).type
        }
    }

    /// The lists of `parts`, all of the type of `last`, which is the last of them, as one. Of the types that have no
    /// list, the last counts.
    init(joining parts: [Self], last: Self) {
        guard parts.count > 1 else {
            self = last
            return
        }
        switch last {
        case .description, .aggregate, .groupFeatures, .meterFeatures: self = last
        case .flow: self = .flow(Self.join(parts) { if case .flow(let list) = $0 { list } else { [] } })
        case .table: self = .table(Self.join(parts) { if case .table(let list) = $0 { list } else { [] } })
        case .port: self = .port(Self.join(parts) { if case .port(let list) = $0 { list } else { [] } })
        case .queue: self = .queue(Self.join(parts) { if case .queue(let list) = $0 { list } else { [] } })
        case .group: self = .group(Self.join(parts) { if case .group(let list) = $0 { list } else { [] } })
        case .groupDescription:
            self = .groupDescription(
                Self.join(parts) { if case .groupDescription(let list) = $0 { list } else { [] } })
        case .meter: self = .meter(Self.join(parts) { if case .meter(let list) = $0 { list } else { [] } })
        case .meterConfig:
            self = .meterConfig(Self.join(parts) { if case .meterConfig(let list) = $0 { list } else { [] } })
        case .tableFeatures:
            self = .tableFeatures(Self.join(parts) { if case .tableFeatures(let list) = $0 { list } else { [] } })
        case .portDescription:
            self = .portDescription(Self.join(parts) { if case .portDescription(let list) = $0 { list } else { [] } })
        case .flowMonitor:
            self = .flowMonitor(Self.join(parts) { if case .flowMonitor(let list) = $0 { list } else { [] } })
        case .experimenter(let header):
            let body = Self.join(parts) { if case .experimenter(let part) = $0 { part.body } else { [] } }
            self = .experimenter(Experimenter(experimenter: header.experimenter, type: header.type, body: body))
        case .opaque(let type, _):
            let body = Self.join(parts) { if case .opaque(_, let part) = $0 { part } else { [] } }
            self = .opaque(type: type, body: body)
        }
    }

    private static func join<Element>(_ parts: [Self], _ list: (Self) -> [Element]) -> [Element] {
        var joined: [Element] = []
        for part in parts { joined += list(part) }
        return joined
    }
}

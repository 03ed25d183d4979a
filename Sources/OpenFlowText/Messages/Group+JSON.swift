import OpenFlow

extension GroupMod: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("command", &command, .name)
        try form.member("group_type", &type, .name)
        try form.member("group_id", &number, .group)
        try form.array("buckets", &buckets, of: .unread, .optional)
    }
}

extension GroupMod.Command: JSONNamed {
    var jsonName: String {
        switch self {
        case .add: "add"
        case .modify: "modify"
        case .delete: "delete"
        case .addOrModify: "add_or_mod"
        }
    }

    static let jsonValues: [GroupMod.Command] = [.add, .modify, .delete, .addOrModify]
}

extension GroupType: JSONNamed {
    var jsonName: String {
        switch self {
        case .all: "all"
        case .select: "select"
        case .indirect: "indirect"
        case .fastFailover: "ff"
        }
    }
}

extension GroupBucket: JSONDescribed {
    static let unread = GroupBucket(actions: [])

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("weight", &weight, .number, .optional)
        try form.member("watch_port", &watchPort, .port, .optional)
        try form.member("watch_group", &watchGroup, .group, .optional)
        try form.actions("actions", &actions, limit: ActionLimit.bucket)
    }
}

extension GroupDescription: JSONDescribed {
    static let unread = GroupDescription(type: .all, number: 0, buckets: [])

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("group_type", &type, .name)
        try form.member("group_id", &number, .group)
        try form.array("buckets", &buckets, of: .unread, .optional)
    }
}

extension GroupStats: JSONDescribed {
    static let unread = GroupStats(
        number: 0, referenceCount: 0, traffic: .unread, durationSeconds: 0, durationNanoseconds: 0, buckets: [])

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("group_id", &number, .group)
        try form.member("ref_count", &referenceCount, .number)
        try traffic.describe(&form)
        try form.member("duration_sec", &durationSeconds, .number, .optional)
        try form.member("duration_nsec", &durationNanoseconds, .number, .optional)
        try form.array("bucket_stats", &buckets, of: .unread, .optional)
    }
}

extension TrafficCounter: JSONDescribed {
    static let unread = TrafficCounter(packetCount: 0, byteCount: 0)

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("packet_count", &packetCount, .number)
        try form.member("byte_count", &byteCount, .number)
    }
}

extension GroupFeatures: JSONDescribed {
    static let unread = GroupFeatures(
        types: 0, capabilities: 0, all: .unread, select: .unread, indirect: .unread, fastFailover: .unread)

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member(
            "types", &types, .flags([(1, "all"), (2, "select"), (4, "indirect"), (8, "ff")]), .optional)
        try form.member(
            "capabilities", &capabilities,
            .flags([(1, "select_weight"), (2, "select_liveness"), (4, "chaining"), (8, "chaining_checks")]), .optional)
        try form.object("all", &all)
        try form.object("select", &select)
        try form.object("indirect", &indirect)
        try form.object("ff", &fastFailover)
    }
}

extension GroupFeatures.Limits: JSONDescribed {
    static let unread = GroupFeatures.Limits(maximumCount: 0, actions: 0)

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("max_groups", &maximumCount, .number)
        try form.member("actions", &actions, .hexadecimalNumber)
    }
}

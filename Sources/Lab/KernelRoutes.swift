import NetworkTypes

/// What a machine's own kernel has learned.
extension LabMachine {
    /// Its global IPv6 addresses that are no longer in doubt.
    func globalAddresses6() throws(LabError) -> [IPv6Address] {
        try addresses6(scope: "global")
    }

    /// Waits for the link-local address: before it nothing is sent.
    func waitForLinkLocal() throws(LabError) {
        try Shell.until("the link-local address of \(name)", seconds: 10) { () throws(LabError) in
            try !addresses6(scope: "link").isEmpty
        }
    }

    private func addresses6(scope: String) throws(LabError) -> [IPv6Address] {
        let text = try run(["ip", "-6", "-o", "addr", "show", "dev", "eth0", "scope", scope, "-tentative"])
        return text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "inet6"), index + 1 < words.count else { return nil }
            return IPv6Address(String(words[index + 1].prefix { $0 != "/" }))
        }
    }

    /// The next hop of its IPv6 default route.
    func defaultRouter6() throws(LabError) -> IPv6Address? {
        try run(["ip", "-6", "route", "show", "default"]).value(after: "via").flatMap { IPv6Address($0) }
    }

    /// The MTU that the kernel has learned for a destination; nil where it knows of none but the interface's.
    func learnedMTU(_ address: IPAddress) throws(LabError) -> Int? {
        let family = address.family == .v4 ? "-4" : "-6"
        return try run(["ip", family, "route", "get", "\(address)"]).value(after: "mtu").flatMap { Int($0) }
    }

    /// Forgets what was learned of paths.
    func forgetRoutes() throws(LabError) {
        try run(["ip", "-4", "route", "flush", "cache"])
        try run(["ip", "-6", "route", "flush", "cache"])
    }

    /// Sends one ping that may not be fragmented and may take `hops`, and returns what ping says of it.
    func pingText(_ address: IPAddress, hops: Int? = nil, size: Int? = nil) throws(LabError) -> String {
        var command = ["ping", "-n", "-c", "1", "-W", "1"]
        if let hops { command += ["-t", "\(hops)"] }
        if let size { command += ["-M", "do", "-s", "\(size)"] }
        let result = try attempt(command + ["\(address)"], seconds: 5)
        return result.output + result.errors
    }
}

extension String {
    /// The word behind a word.
    func value(after word: String) -> String? {
        let words = split { $0 == " " || $0 == "\n" }
        guard let index = words.firstIndex(of: Substring(word)), index + 1 < words.count else { return nil }
        return String(words[index + 1])
    }
}

import TopologyFile

extension LabSession {
    /// Commands for a person who looks around while the lab is up, ready to paste.
    public func commandsToTry(naru: String) throws(LabError) -> [String] {
        let rest = "http://\(try controller.restAddress)"
        var lines: [String] = []
        for project in topology.projects {
            lines.append("# what \(project) has")
            lines.append("curl -s -H 'Authorization: Bearer \(try api(of: project).token)' \(rest)/v1/ports")
        }
        let token = try operatorAPI.token
        lines.append("# the operator's view")
        lines.append("NARU_SERVER=\(rest) NARU_TOKEN=\(token) \(naru) node list")
        lines.append("curl -s -H 'Authorization: Bearer \(token)' '\(rest)/v1/topology?format=dot'")
        if let (from, to) = try? neighbors(onOneNode: false) {
            lines.append("# from \(from.name) to \(to.name), across nodes")
            lines.append("ip netns exec \(from.namespace) ping \(to.address)")
        }
        if let (from, to) = try? strangers() {
            lines.append("# from \(from.name) to \(to.name) of another tenant: nobody answers")
            lines.append("ip netns exec \(from.namespace) ping -c 3 \(to.address)")
        }
        if let node = nodes.first {
            lines.append("# the flows of node \(node.name), and where one comes from")
            lines.append(
                "OVS_RUNDIR=\(node.directory) ip netns exec \(node.namespace) "
                    + "ovs-ofctl -O OpenFlow13 dump-flows br-int")
            lines.append("NARU_SERVER=\(rest) NARU_TOKEN=\(token) \(naru) flow why COOKIE")
        }
        lines.append("# kill narud while a ping runs: nothing is lost, and the lab starts it again")
        lines.append("tail -f \(try controller.logPath)")
        lines.append("kill -9 \(try controller.process?.pid ?? 0)")
        return lines
    }
}

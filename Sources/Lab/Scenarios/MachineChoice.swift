import NetworkTypes
import TopologyFile

/// How scenarios find machines that fit them in any topology.
extension LabSession {
    /// Two machines with static addresses in one subnet, on one node or on two.
    func neighbors(onOneNode: Bool) throws(LabError) -> (LabMachine, LabMachine) {
        let still = machines.filter { $0.addressing == .static }
        for first in still {
            for second in still
            where second.name != first.name && second.subnet.id == first.subnet.id
                && (second.node.name == first.node.name) == onOneNode
            {
                return (first, second)
            }
        }
        throw .notApplicable("no two static machines of one subnet on \(onOneNode ? "one node" : "two nodes")")
    }

    /// Two machines of different projects with the same address.
    func twins() throws(LabError) -> (LabMachine, LabMachine) {
        let still = machines.filter { $0.addressing == .static }
        for first in still {
            for second in still where second.project != first.project && second.address == first.address {
                return (first, second)
            }
        }
        throw .notApplicable("no two projects have a machine with the same address")
    }

    /// A machine, and one of another project at an address of the same block that the first one's project leaves free.
    func strangers() throws(LabError) -> (LabMachine, LabMachine) {
        let still = machines.filter { $0.addressing == .static }
        for first in still {
            let own = Set(machines.filter { $0.project == first.project }.map(\.address))
            for second in still
            where second.project != first.project && second.subnet.cidr == first.subnet.cidr
                && second.node.name == first.node.name && !own.contains(second.address)
            {
                return (first, second)
            }
        }
        throw .notApplicable("no project has an address in a block that another one uses too")
    }

    /// A static neighbour of `machine` in its subnet.
    func peer(of machine: LabMachine) throws(LabError) -> LabMachine {
        let found = machines.first {
            $0.addressing == .static && $0.subnet.id == machine.subnet.id && $0.name != machine.name
        }
        guard let found else { throw .notApplicable("\(machine.name) is alone in its subnet") }
        return found
    }

    var asking: [LabMachine] { machines.filter { $0.addressing == .dhcp } }

    /// A payload that no other frame has.
    static func marker() -> [UInt8] { (0..<16).map { _ in UInt8.random(in: 0...255) } }
}

extension LabMachine {
    /// Its addresses, as a frame's source or target.
    var identity: (mac: MACAddress, address: IPv4Address) { (mac, address) }
}

/// How many frames with a marker reached a machine.
func count(_ marker: [UInt8], in frames: [[UInt8]]) -> Int {
    frames.filter { frame in
        guard frame.count >= marker.count else { return false }
        return (0...(frame.count - marker.count)).contains { frame[$0..<$0 + marker.count].elementsEqual(marker) }
    }.count
}

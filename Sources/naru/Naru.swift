import ArgumentParser

@main
struct Naru: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "naru",
        abstract: "Speaks to a Naru controller: nodes, VPCs, subnets, ports, security groups, routes.",
        discussion: """
            The controller and the token come from --server and --token, or from the environment \
            variables NARU_SERVER and NARU_TOKEN. Wherever an id is asked for, a name does as well. \
            Output is a table; with --json it is what the controller answered.

            EXAMPLES
              naru status
              naru node add host-1 --encap-ip 192.0.2.11
              naru vpc create shop --cidr 10.0.0.0/16
              naru subnet create web --vpc shop --cidr 10.0.1.0/24
              naru security-group create web --vpc shop
              naru rule create web --ingress --tcp 80-90 --from 10.0.0.0/8
              naru port create web-1 --subnet web --group web
              naru port drops web-1
              naru flow why 0x0800000000000007
              naru openflow decode --pcap control.pcap
            """,
        subcommands: [
            StatusCommand.self, NodeCommand.self, VPCCommand.self, NetworkCommand.self, SubnetCommand.self,
            PortCommand.self, SecurityGroupCommand.self, RuleCommand.self, PrefixListCommand.self,
            RouteTableCommand.self, TopologyCommand.self, FlowCommand.self, OpenFlowCommand.self,
        ])
}

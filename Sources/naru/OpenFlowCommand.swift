import ArgumentParser

struct OpenFlowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openflow", abstract: "OpenFlow 1.3 messages as JSON and back. Speaks to no controller.",
        discussion: """
            A message is one JSON object a line: its xid, its type, and the type's members under the names of \
            the OpenFlow 1.3.5 specification without prefixes. What decode writes, encode turns into the same \
            bytes again.

              numbers  JSON numbers; from 2^53 on, and for cookies, masks and other
                       bits, text: "0x1f"
              ports    numbers, or IN_PORT, TABLE, NORMAL, FLOOD, ALL, CONTROLLER,
                       LOCAL, ANY
              flags    a list of names; bits without a name are one text in it:
                       ["send_flow_rem", "0x8000"]
              match    a member for each field, named as in ovs-fields(7), with
                       addresses as text and a mask behind a slash:
                       {"in_port": 1, "ipv4_src": "10.0.0.0/8", "reg0": "0x5/0xf"}
              actions  a list of objects with one member, named as in ovs-actions(7):
                       [{"output": {"port": 1}}]
              bits     of a field, as text: "reg0[0..15]", "ct_mark[3]"
              bytes    pairs of hexadecimal digits; so is all that has no name here
            """,
        subcommands: [OpenFlowDecodeCommand.self, OpenFlowEncodeCommand.self])
}

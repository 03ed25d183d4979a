/// Messages that Open vSwitch 3.1.0 refused in OpenFlow 1.3, each followed by the error that it answered.
enum OpenVSwitchRefusalVectors {
    static let text = """
        # group-mod of an unknown type
        040f0010000000710000090000000009
        # refusal of: group-mod of an unknown type
        0401001c000000710006000a040f0010000000710000090000000009
        # group-mod of an unknown command
        040f0010000000720007000000000009
        # refusal of: group-mod of an unknown command
        0401001c000000720006000b040f0010000000720007000000000009
        # indirect group without a bucket
        040f0010000000730000020000000009
        # refusal of: indirect group without a bucket
        0401001c0000007300060001040f0010000000730000020000000009
        # group of a reserved number
        040f00100000007400000000ffffff01
        # refusal of: group of a reserved number
        0401001c0000007400060001040f00100000007400000000ffffff01
        # meter of number 0
        041d0010000000750000000100000000
        # refusal of: meter of number 0
        0401001c00000075000c0002041d0010000000750000000100000000
        # meter with a band of an unknown type
        041d002000000076000000010000000900070010000003e80000000000000000
        # refusal of: meter with a band of an unknown type
        0401002c00000076000c0008041d002000000076000000010000000900070010000003e80000000000000000
        # set config with an unknown flag
        0409000c0000007700100080
        # refusal of: set config with an unknown flag
        0401001800000077000a00000409000c0000007700100080
        # queues of a port that cannot be
        04160010000000780000ff0100000000
        # refusal of: queues of a port that cannot be
        0401001c000000780002000404160010000000780000ff0100000000
        # port-mod of a port that cannot be
        04100028000000790000ff0100000000313233343536000000000000000000000000000000000000
        # refusal of: port-mod of a port that cannot be
        04010034000000790002000404100028000000790000ff0100000000313233343536000000000000000000000000000000000000
        # TLV table mod of an unknown command
        040400180000007a00002320000000180009000000000000
        # refusal of: TLV table mod of an unknown command
        040100280000007affff001000002320040400180000007a00002320000000180009000000000000
        # flush of a zone with bytes that must be zero
        040400180000007b000023200000001d0100000000000000
        # refusal of: flush of a zone with bytes that must be zero
        040100280000007bffff000400002320040400180000007b000023200000001d0100000000000000
        # role that does not exist
        041800180000008000000009000000000000000000000000
        # refusal of: role that does not exist
        0401002400000080000b0002041800180000008000000009000000000000000000000000
        """
}

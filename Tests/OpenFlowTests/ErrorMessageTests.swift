import OpenFlow
import Testing

/// Names of errors, and errors by name.
struct ErrorMessageTests {
    @Test(arguments: [
        (0, 1, 0, "OFPHFC_EPERM"), (1, 13, 0, "OFPBRC_MULTIPART_BUFFER_OVERFLOW"),
        (2, 15, 0, "OFPBAC_BAD_SET_ARGUMENT"),
        (3, 8, 0, "OFPBIC_EPERM"), (4, 11, 0, "OFPBMC_EPERM"), (5, 7, 0, "OFPFMFC_BAD_FLAGS"),
        (6, 14, 0, "OFPGMFC_EPERM"), (7, 4, 0, "OFPPMFC_EPERM"), (8, 2, 0, "OFPTMFC_EPERM"), (9, 2, 0, "OFPQOFC_EPERM"),
        (10, 2, 0, "OFPSCFC_EPERM"), (11, 2, 0, "OFPRRFC_BAD_ROLE"), (12, 11, 0, "OFPMMFC_OUT_OF_BANDS"),
        (13, 5, 0, "OFPTFFC_EPERM"), (0xffff, 2300, 0x4f4e_4600, "OFPBFC_UNKNOWN"),
        (0xffff, 2315, 0x4f4e_4600, "OFPBFC_BUNDLE_IN_PROGRESS"), (0xffff, 4, 0x2320, "NXBRC_MUST_BE_ZERO"),
        (0xffff, 44, 0x2320, "NXTFFC_DUP_TABLE"),
    ])
    func names(_ type: UInt16, _ code: UInt16, _ experimenter: UInt32, _ name: String) {
        let error = ErrorMessage(type: type, code: code, experimenter: experimenter, data: [1])
        #expect(error.name == name)
        #expect(ErrorMessage(name: name, data: [1]) == error)
    }

    @Test(arguments: [
        (0, 2, 0), (1, 14, 0), (2, 16, 0), (12, 12, 0), (14, 0, 0), (0xffff, 2300, 0x2320), (0xffff, 1, 1),
    ])
    func withoutAName(_ type: UInt16, _ code: UInt16, _ experimenter: UInt32) {
        #expect(ErrorMessage(type: type, code: code, experimenter: experimenter).name == nil)
    }

    @Test func everyNameNamesOneError() {
        var names: Set<String> = []
        var count = 0
        func add(_ error: ErrorMessage) {
            guard let name = error.name else { return }
            names.insert(name)
            count += 1
            if error.type != ErrorMessage.Kind.experimenter { #expect(error.typeName != nil) }
        }
        for type in 0..<UInt16(20) {
            for code in 0..<UInt16(64) { add(ErrorMessage(type: type, code: code)) }
        }
        for experimenter in [ExperimenterID.onf, ExperimenterID.nicira] {
            for code in 0..<UInt16(5_000) {
                add(ErrorMessage(type: ErrorMessage.Kind.experimenter, code: code, experimenter: experimenter))
            }
        }
        #expect(names.count == count)
        // 111 of the specification, 30 of ONF's, 31 of Nicira's.
        #expect(count == 172)
        #expect(ErrorMessage(name: "OFPBRC_NO_SUCH_NAME") == nil)
    }
}

extension ErrorMessage {
    static func helloFailedName(_ code: UInt16) -> String? {
        switch code {
        case 0: "OFPHFC_INCOMPATIBLE"
        case 1: "OFPHFC_EPERM"
        default: nil
        }
    }

    static func badRequestName(_ code: UInt16) -> String? {
        switch code {
        case 0: "OFPBRC_BAD_VERSION"
        case 1: "OFPBRC_BAD_TYPE"
        case 2: "OFPBRC_BAD_MULTIPART"
        case 3: "OFPBRC_BAD_EXPERIMENTER"
        case 4: "OFPBRC_BAD_EXP_TYPE"
        case 5: "OFPBRC_EPERM"
        case 6: "OFPBRC_BAD_LEN"
        case 7: "OFPBRC_BUFFER_EMPTY"
        case 8: "OFPBRC_BUFFER_UNKNOWN"
        case 9: "OFPBRC_BAD_TABLE_ID"
        case 10: "OFPBRC_IS_SLAVE"
        case 11: "OFPBRC_BAD_PORT"
        case 12: "OFPBRC_BAD_PACKET"
        case 13: "OFPBRC_MULTIPART_BUFFER_OVERFLOW"
        default: nil
        }
    }

    static func badActionName(_ code: UInt16) -> String? {
        switch code {
        case 0: "OFPBAC_BAD_TYPE"
        case 1: "OFPBAC_BAD_LEN"
        case 2: "OFPBAC_BAD_EXPERIMENTER"
        case 3: "OFPBAC_BAD_EXP_TYPE"
        case 4: "OFPBAC_BAD_OUT_PORT"
        case 5: "OFPBAC_BAD_ARGUMENT"
        case 6: "OFPBAC_EPERM"
        case 7: "OFPBAC_TOO_MANY"
        case 8: "OFPBAC_BAD_QUEUE"
        case 9: "OFPBAC_BAD_OUT_GROUP"
        case 10: "OFPBAC_MATCH_INCONSISTENT"
        case 11: "OFPBAC_UNSUPPORTED_ORDER"
        case 12: "OFPBAC_BAD_TAG"
        case 13: "OFPBAC_BAD_SET_TYPE"
        case 14: "OFPBAC_BAD_SET_LEN"
        case 15: "OFPBAC_BAD_SET_ARGUMENT"
        default: nil
        }
    }

    static func badInstructionName(_ code: UInt16) -> String? {
        switch code {
        case 0: "OFPBIC_UNKNOWN_INST"
        case 1: "OFPBIC_UNSUP_INST"
        case 2: "OFPBIC_BAD_TABLE_ID"
        case 3: "OFPBIC_UNSUP_METADATA"
        case 4: "OFPBIC_UNSUP_METADATA_MASK"
        case 5: "OFPBIC_BAD_EXPERIMENTER"
        case 6: "OFPBIC_BAD_EXP_TYPE"
        case 7: "OFPBIC_BAD_LEN"
        case 8: "OFPBIC_EPERM"
        default: nil
        }
    }

    static func badMatchName(_ code: UInt16) -> String? {
        switch code {
        case 0: "OFPBMC_BAD_TYPE"
        case 1: "OFPBMC_BAD_LEN"
        case 2: "OFPBMC_BAD_TAG"
        case 3: "OFPBMC_BAD_DL_ADDR_MASK"
        case 4: "OFPBMC_BAD_NW_ADDR_MASK"
        case 5: "OFPBMC_BAD_WILDCARDS"
        case 6: "OFPBMC_BAD_FIELD"
        case 7: "OFPBMC_BAD_VALUE"
        case 8: "OFPBMC_BAD_MASK"
        case 9: "OFPBMC_BAD_PREREQ"
        case 10: "OFPBMC_DUP_FIELD"
        case 11: "OFPBMC_EPERM"
        default: nil
        }
    }

    static func flowModFailedName(_ code: UInt16) -> String? {
        switch code {
        case 0: "OFPFMFC_UNKNOWN"
        case 1: "OFPFMFC_TABLE_FULL"
        case 2: "OFPFMFC_BAD_TABLE_ID"
        case 3: "OFPFMFC_OVERLAP"
        case 4: "OFPFMFC_EPERM"
        case 5: "OFPFMFC_BAD_TIMEOUT"
        case 6: "OFPFMFC_BAD_COMMAND"
        case 7: "OFPFMFC_BAD_FLAGS"
        default: nil
        }
    }

    static func groupModFailedName(_ code: UInt16) -> String? {
        switch code {
        case 0: "OFPGMFC_GROUP_EXISTS"
        case 1: "OFPGMFC_INVALID_GROUP"
        case 2: "OFPGMFC_WEIGHT_UNSUPPORTED"
        case 3: "OFPGMFC_OUT_OF_GROUPS"
        case 4: "OFPGMFC_OUT_OF_BUCKETS"
        case 5: "OFPGMFC_CHAINING_UNSUPPORTED"
        case 6: "OFPGMFC_WATCH_UNSUPPORTED"
        case 7: "OFPGMFC_LOOP"
        case 8: "OFPGMFC_UNKNOWN_GROUP"
        case 9: "OFPGMFC_CHAINED_GROUP"
        case 10: "OFPGMFC_BAD_TYPE"
        case 11: "OFPGMFC_BAD_COMMAND"
        case 12: "OFPGMFC_BAD_BUCKET"
        case 13: "OFPGMFC_BAD_WATCH"
        case 14: "OFPGMFC_EPERM"
        default: nil
        }
    }

    static func portModFailedName(_ code: UInt16) -> String? {
        switch code {
        case 0: "OFPPMFC_BAD_PORT"
        case 1: "OFPPMFC_BAD_HW_ADDR"
        case 2: "OFPPMFC_BAD_CONFIG"
        case 3: "OFPPMFC_BAD_ADVERTISE"
        case 4: "OFPPMFC_EPERM"
        default: nil
        }
    }

    static func tableModFailedName(_ code: UInt16) -> String? {
        switch code {
        case 0: "OFPTMFC_BAD_TABLE"
        case 1: "OFPTMFC_BAD_CONFIG"
        case 2: "OFPTMFC_EPERM"
        default: nil
        }
    }

    static func queueOperationFailedName(_ code: UInt16) -> String? {
        switch code {
        case 0: "OFPQOFC_BAD_PORT"
        case 1: "OFPQOFC_BAD_QUEUE"
        case 2: "OFPQOFC_EPERM"
        default: nil
        }
    }

    static func switchConfigFailedName(_ code: UInt16) -> String? {
        switch code {
        case 0: "OFPSCFC_BAD_FLAGS"
        case 1: "OFPSCFC_BAD_LEN"
        case 2: "OFPSCFC_EPERM"
        default: nil
        }
    }

    static func roleRequestFailedName(_ code: UInt16) -> String? {
        switch code {
        case 0: "OFPRRFC_STALE"
        case 1: "OFPRRFC_UNSUP"
        case 2: "OFPRRFC_BAD_ROLE"
        default: nil
        }
    }

    static func meterModFailedName(_ code: UInt16) -> String? {
        switch code {
        case 0: "OFPMMFC_UNKNOWN"
        case 1: "OFPMMFC_METER_EXISTS"
        case 2: "OFPMMFC_INVALID_METER"
        case 3: "OFPMMFC_UNKNOWN_METER"
        case 4: "OFPMMFC_BAD_COMMAND"
        case 5: "OFPMMFC_BAD_FLAGS"
        case 6: "OFPMMFC_BAD_RATE"
        case 7: "OFPMMFC_BAD_BURST"
        case 8: "OFPMMFC_BAD_BAND"
        case 9: "OFPMMFC_BAD_BAND_VALUE"
        case 10: "OFPMMFC_OUT_OF_METERS"
        case 11: "OFPMMFC_OUT_OF_BANDS"
        default: nil
        }
    }

    static func tableFeaturesFailedName(_ code: UInt16) -> String? {
        switch code {
        case 0: "OFPTFFC_BAD_TABLE"
        case 1: "OFPTFFC_BAD_METADATA"
        case 2: "OFPTFFC_BAD_TYPE"
        case 3: "OFPTFFC_BAD_LEN"
        case 4: "OFPTFFC_BAD_ARGUMENT"
        case 5: "OFPTFFC_EPERM"
        default: nil
        }
    }
}

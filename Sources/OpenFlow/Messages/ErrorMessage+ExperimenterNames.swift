extension ErrorMessage {
    /// Numbers of ONF's extensions for 1.3; 2300 to 2315 are the bundles' (EXT-230).
    static func onfName(_ code: UInt16) -> String? {
        switch code {
        case 2300: "OFPBFC_UNKNOWN"
        case 2301: "OFPBFC_EPERM"
        case 2302: "OFPBFC_BAD_ID"
        case 2303: "OFPBFC_BUNDLE_EXIST"
        case 2304: "OFPBFC_BUNDLE_CLOSED"
        case 2305: "OFPBFC_OUT_OF_BUNDLES"
        case 2306: "OFPBFC_BAD_TYPE"
        case 2307: "OFPBFC_BAD_FLAGS"
        case 2308: "OFPBFC_MSG_BAD_LEN"
        case 2309: "OFPBFC_MSG_BAD_XID"
        case 2310: "OFPBFC_MSG_UNSUP"
        case 2311: "OFPBFC_MSG_CONFLICT"
        case 2312: "OFPBFC_MSG_TOO_MANY"
        case 2313: "OFPBFC_MSG_FAILED"
        case 2314: "OFPBFC_TIMEOUT"
        case 2315: "OFPBFC_BUNDLE_IN_PROGRESS"
        case 2360: "OFPFMFC_BAD_PRIORITY"
        case 2370: "OFPACFC_INVALID"
        case 2371: "OFPACFC_UNSUPPORTED"
        case 2372: "OFPACFC_EPERM"
        case 2600: "OFPBIC_DUP_INST"
        case 2640: "OFPBRC_MULTIPART_REQUEST_TIMEOUT"
        case 2641: "OFPBRC_MULTIPART_REPLY_TIMEOUT"
        case 4250: "OFPBAC_BAD_SET_MASK"
        case 4443: "OFPBPC_TOO_MANY"
        case 4444: "OFPBPC_DUP_TYPE"
        case 4445: "OFPBPC_BAD_EXPERIMENTER"
        case 4446: "OFPBPC_BAD_EXP_TYPE"
        case 4447: "OFPBPC_BAD_EXP_VALUE"
        case 4448: "OFPBPC_EPERM"
        default: nil
        }
    }

    /// Numbers of Nicira's errors, as Open vSwitch 3.1 sends them in OpenFlow 1.3.
    static func niciraName(_ code: UInt16) -> String? {
        switch code {
        case 2: "NXBRC_NXM_INVALID"
        case 3: "NXBRC_NXM_BAD_TYPE"
        case 4: "NXBRC_MUST_BE_ZERO"
        case 5: "NXBRC_BAD_REASON"
        case 6: "OFPMOFC_MONITOR_EXISTS"
        case 7: "OFPMOFC_BAD_FLAGS"
        case 8: "OFPMOFC_UNKNOWN_MONITOR"
        case 9: "NXBRC_FM_BAD_EVENT"
        case 10: "NXBRC_UNENCODABLE_ERROR"
        case 11: "NXBAC_MUST_BE_ZERO"
        case 12: "NXFMFC_HARDWARE"
        case 13: "NXFMFC_BAD_TABLE_ID"
        case 15: "NXBAC_BAD_CONJUNCTION"
        case 16: "NXTTMFC_BAD_COMMAND"
        case 17: "NXTTMFC_BAD_OPT_LEN"
        case 18: "NXTTMFC_BAD_FIELD_IDX"
        case 19: "NXTTMFC_TABLE_FULL"
        case 20: "NXTTMFC_ALREADY_MAPPED"
        case 21: "NXTTMFC_DUP_ENTRY"
        case 23: "NXQOFC_QUEUE_ERROR"
        case 34: "NXR_NOT_SUPPORTED"
        case 35: "NXR_STALE"
        case 36: "NXST_NOT_CONFIGURED"
        case 37: "NXFMFC_INVALID_TLV_FIELD"
        case 38: "NXTTMFC_INVALID_TLV_DEL"
        case 39: "NXBAC_BAD_HEADER_TYPE"
        case 40: "NXBAC_UNKNOWN_ED_PROP"
        case 41: "NXBAC_BAD_ED_PROP"
        case 42: "NXBAC_CT_DATAPATH_SUPPORT"
        case 43: "NXBMC_CT_DATAPATH_SUPPORT"
        case 44: "NXTFFC_DUP_TABLE"
        default: nil
        }
    }
}

/* Open vSwitch's own codec as a peer, through the functions that ovs-vswitchd and ovs-ofctl call. */
#include <config.h>

#include "peer.h"

#include <string.h>

#include "openflow/openflow.h"
#include "openvswitch/list.h"
#include "openvswitch/match.h"
#include "openvswitch/meta-flow.h"
#include "openvswitch/ofp-actions.h"
#include "openvswitch/ofp-errors.h"
#include "openvswitch/ofp-flow.h"
#include "openvswitch/ofp-msgs.h"
#include "openvswitch/ofp-packet.h"
#include "openvswitch/ofpbuf.h"
#include "openvswitch/vlog.h"

#include "byte-order.h"
#include "flow.h"

enum { MAX_ENTRIES = 512, MAX_TABLE = 255 };

static const struct ofp_header *flow_mod, *packet_in, *packet_out, *flow_stats;

/* What was decoded. The actions stay in buffers of their own. */
static struct ofputil_flow_mod loaded_flow_mod;
static struct ofputil_packet_in_private loaded_packet_in;
static struct ofputil_packet_out loaded_packet_out;
static struct ofputil_flow_stats loaded_stats[MAX_ENTRIES];
static struct ofpbuf flow_mod_actions, packet_out_actions, stats_actions[MAX_ENTRIES], work_actions;
static size_t stats_count;

void peer_start(void)
{
    vlog_set_levels(NULL, VLF_ANY_DESTINATION, VLL_OFF);
    ofpbuf_init(&flow_mod_actions, 1024);
    ofpbuf_init(&packet_out_actions, 1024);
    ofpbuf_init(&work_actions, 1024);
}

static enum ofperr decode_flow_mod(struct ofputil_flow_mod *fm, const struct ofp_header *oh, struct ofpbuf *actions)
{
    return ofputil_decode_flow_mod(fm, oh, OFPUTIL_P_OF13_OXM, NULL, NULL, actions, OFPP_MAX, MAX_TABLE);
}

static enum ofperr decode_packet_in(struct ofputil_packet_in *pin, const struct ofp_header *oh)
{
    size_t total_length;
    uint32_t buffer_id;
    return ofputil_decode_packet_in(oh, true, NULL, NULL, pin, &total_length, &buffer_id, NULL);
}

/* 0 at the end of the entries, which is how the library tells it. */
static int decode_stats(const struct ofp_header *oh, uint64_t *sum)
{
    struct ofpbuf b = ofpbuf_const_initializer(oh, ntohs(oh->length));
    struct ofputil_flow_stats fs;
    for (;;) {
        int error = ofputil_decode_flow_stats_reply(&fs, &b, false, &work_actions);
        if (error) {
            return error == EOF ? 0 : error;
        }
        *sum += fs.priority;
    }
}

/* What every message goes through before the library decodes its body. */
static enum ofperr check_header(const uint8_t *message, size_t length, enum ofptype *type)
{
    const struct ofp_header *oh = (const void *) message;
    if (length < sizeof *oh || ntohs(oh->length) != length || oh->version != OFP13_VERSION) {
        return OFPERR_OFPBRC_BAD_LEN;
    }
    return ofptype_decode(type, oh);
}

const char *peer_judge(const uint8_t *message, size_t length)
{
    const struct ofp_header *oh = (const void *) message;
    enum ofptype type;
    int error = check_header(message, length, &type);
    uint64_t sum = 0;
    if (error) {
        return ofperr_to_string(error);
    }
    if (type == OFPTYPE_FLOW_MOD) {
        struct ofputil_flow_mod fm;
        error = decode_flow_mod(&fm, oh, &work_actions);
        if (!error) {
            minimatch_destroy(&fm.match);
        }
    } else if (type == OFPTYPE_PACKET_IN) {
        struct ofputil_packet_in pin;
        error = decode_packet_in(&pin, oh);
    } else if (type == OFPTYPE_PACKET_OUT) {
        struct ofputil_packet_out po;
        error = ofputil_decode_packet_out(&po, oh, NULL, &work_actions);
    } else if (type == OFPTYPE_FLOW_STATS_REPLY) {
        error = decode_stats(oh, &sum);
    } else {
        return "another type";
    }
    return !error ? NULL : ofperr_is_valid(error) ? ofperr_to_string(error) : "another error";
}

static void load_stats(const struct ofp_header *oh)
{
    struct ofpbuf b = ofpbuf_const_initializer(oh, ntohs(oh->length));
    for (stats_count = 0; stats_count < MAX_ENTRIES; stats_count++) {
        ofpbuf_init(&stats_actions[stats_count], 256);
        if (ofputil_decode_flow_stats_reply(&loaded_stats[stats_count], &b, false, &stats_actions[stats_count])) {
            return;
        }
    }
}

const char *peer_load(enum peer_kind kind, const uint8_t *message, size_t length)
{
    const struct ofp_header *oh = (const void *) message;
    const char *refusal = peer_judge(message, length);
    if (refusal) {
        return refusal;
    }
    switch (kind) {
    case PEER_FLOW_MOD:
        flow_mod = oh;
        decode_flow_mod(&loaded_flow_mod, oh, &flow_mod_actions);
        break;
    case PEER_PACKET_IN:
        packet_in = oh;
        decode_packet_in(&loaded_packet_in.base, oh);
        break;
    case PEER_PACKET_OUT:
        packet_out = oh;
        ofputil_decode_packet_out(&loaded_packet_out, oh, NULL, &packet_out_actions);
        break;
    default:
        flow_stats = oh;
        load_stats(oh);
        break;
    }
    return NULL;
}

static struct ofpbuf *encode_packet_out(void)
{
    return ofputil_encode_packet_out(&loaded_packet_out, OFPUTIL_P_OF13_OXM);
}

static struct ofpbuf *encode_flow_mod(void)
{
    return ofputil_encode_flow_mod(&loaded_flow_mod, OFPUTIL_P_OF13_OXM);
}

/* The head of the request that the answer's header is made from. */
static const struct ofp_header *stats_request(void)
{
    static _Alignas(8) uint8_t request[56];
    struct ofp_header *oh = (void *) request;
    oh->version = OFP13_VERSION;
    oh->type = 18;
    oh->length = htons(sizeof request);
    oh->xid = flow_stats->xid;
    request[sizeof *oh + 1] = 1;
    memset(request + 20, 0xff, 8);
    request[48 + 1] = 1;
    request[48 + 3] = 4;
    return oh;
}

static void encode_stats(struct ovs_list *replies)
{
    ofpmp_init(replies, stats_request());
    for (size_t i = 0; i < stats_count; i++) {
        ofputil_append_flow_stats_reply(&loaded_stats[i], replies, NULL);
    }
}

static void put_set_mac(struct ofpbuf *actions, enum mf_field_id id, const uint8_t mac[6])
{
    union mf_value value = { 0 }, mask;
    memcpy(&value, mac, 6);
    memset(&mask, 0xff, sizeof mask);
    ofpact_put_set_field(actions, mf_from_id(id), &value, &mask);
}

/* As `ovs-ofctl add-flow` has it before it encodes. */
static struct ofpbuf *build(const struct peer_flow *flow)
{
    struct match match = MATCH_CATCHALL_INITIALIZER;
    match_set_in_port(&match, u16_to_ofp(flow->in_port));
    match_set_dl_type(&match, htons(0x0800));
    match_set_nw_src(&match, htonl(flow->ipv4_src));
    match_set_nw_dst_masked(&match, htonl(flow->ipv4_dst), htonl(flow->ipv4_dst_mask));
    match_set_nw_proto(&match, 6);
    match_set_tp_dst(&match, htons(flow->tcp_dst));

    ofpbuf_clear(&work_actions);
    put_set_mac(&work_actions, MFF_ETH_SRC, flow->new_eth_src);
    put_set_mac(&work_actions, MFF_ETH_DST, flow->new_eth_dst);
    struct ofpact_cnt_ids *ids;
    uint16_t controller = 0;
    ofpact_put_DEC_TTL(&work_actions);
    ofpbuf_put(&work_actions, &controller, sizeof controller);
    ids = work_actions.header;
    ids->n_controllers++;
    ofpact_finish_DEC_TTL(&work_actions, &ids);
    ofpact_put_OUTPUT(&work_actions)->port = u16_to_ofp(flow->out_port);

    struct ofputil_flow_mod fm = {
        .priority = flow->priority, .new_cookie = htonll(flow->cookie), .table_id = flow->table,
        .command = OFPFC_ADD, .buffer_id = UINT32_MAX, .out_port = OFPP_NONE, .out_group = OFPG_ANY,
        .ofpacts = work_actions.data, .ofpacts_len = work_actions.size,
    };
    minimatch_init(&fm.match, &match);
    struct ofpbuf *b = ofputil_encode_flow_mod(&fm, OFPUTIL_P_OF13_OXM);
    minimatch_destroy(&fm.match);
    return b;
}

static size_t take(struct ofpbuf *b, ovs_be32 xid, uint8_t *out)
{
    size_t length = b->size;
    ofpmsg_update_length(b);
    memcpy(out, b->data, length);
    /* The library numbers its own messages. */
    memcpy(out + 4, &xid, 4);
    return length;
}

size_t peer_encode(enum peer_kind kind, uint8_t *out)
{
    struct ofpbuf *b;
    size_t length;
    if (kind == PEER_FLOW_STATS) {
        struct ovs_list replies;
        encode_stats(&replies);
        length = take(ofpbuf_from_list(ovs_list_front(&replies)), flow_stats->xid, out);
        ofpbuf_list_delete(&replies);
        return length;
    }
    const struct ofp_header *original =
        kind == PEER_FLOW_MOD ? flow_mod : kind == PEER_PACKET_IN ? packet_in : packet_out;
    b = kind == PEER_FLOW_MOD ? encode_flow_mod()
        : kind == PEER_PACKET_IN
            ? ofputil_encode_packet_in_private(&loaded_packet_in, OFPUTIL_P_OF13_OXM, OFPUTIL_PACKET_IN_STD)
            : encode_packet_out();
    length = take(b, original->xid, out);
    ofpbuf_delete(b);
    return length;
}

size_t peer_build(const struct peer_flow *flow, uint8_t *out)
{
    struct ofpbuf *b = build(flow);
    size_t length = take(b, htonl(flow->xid), out);
    ofpbuf_delete(b);
    return length;
}

static uint64_t time_flow_mod_decode(uint64_t times)
{
    uint64_t sum = 0;
    for (; times; times--) {
        struct ofputil_flow_mod fm;
        if (!decode_flow_mod(&fm, flow_mod, &work_actions)) {
            sum += fm.priority;
            minimatch_destroy(&fm.match);
        }
    }
    return sum;
}

static uint64_t time_flow_mod_encode(uint64_t times)
{
    uint64_t sum = 0;
    for (; times; times--) {
        struct ofpbuf *b = encode_flow_mod();
        sum += peer_fold(b->data, b->size);
        ofpbuf_delete(b);
    }
    return sum;
}

static uint64_t time_flow_mod_build(uint64_t times)
{
    uint64_t sum = 0;
    for (; times; times--) {
        struct ofpbuf *b = build(&peer_flow);
        sum += peer_fold(b->data, b->size);
        ofpbuf_delete(b);
    }
    return sum;
}

static uint64_t time_packet_in_decode(uint64_t times)
{
    uint64_t sum = 0;
    for (; times; times--) {
        struct ofputil_packet_in pin;
        if (!decode_packet_in(&pin, packet_in)) {
            sum += pin.packet_len + ofp_to_u16(pin.flow_metadata.flow.in_port.ofp_port);
        }
    }
    return sum;
}

static uint64_t time_packet_in_owned(uint64_t times)
{
    static uint8_t frame[PEER_MAX_MESSAGE];
    uint64_t sum = 0;
    for (; times; times--) {
        struct ofputil_packet_in pin;
        if (!decode_packet_in(&pin, packet_in)) {
            memcpy(frame, pin.packet, pin.packet_len);
            __asm__ volatile("" : : "r"(frame) : "memory");
            sum += pin.packet_len + ofp_to_u16(pin.flow_metadata.flow.in_port.ofp_port);
        }
    }
    return sum;
}

static uint64_t time_packet_out_encode(uint64_t times)
{
    uint64_t sum = 0;
    for (; times; times--) {
        struct ofpbuf *b = encode_packet_out();
        sum += peer_fold(b->data, b->size);
        ofpbuf_delete(b);
    }
    return sum;
}

static uint64_t time_stats_decode(uint64_t times)
{
    uint64_t sum = 0;
    for (; times; times--) {
        decode_stats(flow_stats, &sum);
    }
    return sum;
}

static uint64_t time_stats_encode(uint64_t times)
{
    uint64_t sum = 0;
    for (; times; times--) {
        struct ovs_list replies;
        encode_stats(&replies);
        struct ofpbuf *b = ofpbuf_from_list(ovs_list_back(&replies));
        sum += peer_fold(b->data, b->size);
        ofpbuf_list_delete(&replies);
    }
    return sum;
}

const struct peer_operation peer_operations[] = {
    { "flow-mod-decode", time_flow_mod_decode },
    { "flow-mod-encode", time_flow_mod_encode },
    { "flow-mod-build", time_flow_mod_build },
    { "packet-in-view", time_packet_in_decode },
    { "packet-in-owned", time_packet_in_owned },
    { "packet-out-encode", time_packet_out_encode },
    { "flow-stats-decode", time_stats_decode },
    { "flow-stats-encode", time_stats_encode },
    { NULL, NULL },
};

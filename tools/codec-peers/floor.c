/* The floor as a peer. */
#include "floor.h"
#include "peer.h"

#include <stdlib.h>

enum { MAX_ENTRIES = 512 };

static const uint8_t *message[PEER_KINDS];
static size_t message_length[PEER_KINDS];

static struct floor_flow_mod flow_mod, work_flow_mod;
static struct floor_packet_in packet_in, work_packet_in;
static struct floor_packet_out packet_out, work_packet_out;
static struct floor_flow_stats *stats, work_stats;
static size_t stats_count;

/* Room for the padding of a match that is written eight bytes at a time. */
static uint8_t out[PEER_MAX_MESSAGE + 1 + FLOOR_MATCH_SLACK];

static const char *const rules[] = {
    "ok", "truncated", "badLength", "badPadding", "badValue", "badMask", "duplicate", "missingPrerequisite", "badType",
    "limit"
};

void peer_start(void)
{
    stats = malloc(MAX_ENTRIES * sizeof *stats);
    if (!stats) {
        abort();
    }
}

static enum floor_rule decode_stats(const uint8_t *p, size_t length, uint64_t *sum)
{
    const uint8_t *end = p + length;
    enum floor_rule rule = floor_stats_open(p, length, &p);
    while (!rule && p < end) {
        rule = floor_stats_decode(&work_stats, p, end, &p);
        *sum += work_stats.priority;
    }
    return rule;
}

const char *peer_judge(const uint8_t *p, size_t length)
{
    uint64_t sum = 0;
    enum floor_rule rule = FLOOR_BAD_TYPE;
    switch (length >= 8 ? p[1] : 0) {
    case 14: rule = floor_flow_mod_decode(&work_flow_mod, p, length); break;
    case 10: rule = floor_packet_in_decode(&work_packet_in, p, length); break;
    case 13: rule = floor_packet_out_decode(&work_packet_out, p, length); break;
    case 19: rule = decode_stats(p, length, &sum); break;
    }
    return rule ? rules[rule] : NULL;
}

const char *peer_load(enum peer_kind kind, const uint8_t *p, size_t length)
{
    const char *refusal = peer_judge(p, length);
    const uint8_t *at, *end = p + length;
    if (refusal) {
        return refusal;
    }
    message[kind] = p;
    message_length[kind] = length;
    switch (kind) {
    case PEER_FLOW_MOD: floor_flow_mod_decode(&flow_mod, p, length); break;
    case PEER_PACKET_IN: floor_packet_in_decode(&packet_in, p, length); break;
    case PEER_PACKET_OUT: floor_packet_out_decode(&packet_out, p, length); break;
    default:
        floor_stats_open(p, length, &at);
        for (stats_count = 0; at < end && stats_count < MAX_ENTRIES; stats_count++) {
            floor_stats_decode(&stats[stats_count], at, end, &at);
        }
    }
    return NULL;
}

static size_t encode_stats(uint8_t *to)
{
    uint8_t *p = floor_stats_header(to, get32(message[PEER_FLOW_STATS] + 4));
    for (size_t i = 0; i < stats_count; i++) {
        p = floor_stats_encode(&stats[i], p);
    }
    put16(to + 2, p - to);
    return p - to;
}

size_t peer_encode(enum peer_kind kind, uint8_t *to)
{
    size_t length;
    switch (kind) {
    case PEER_FLOW_MOD: length = floor_flow_mod_encode(&flow_mod, out); break;
    case PEER_PACKET_IN: length = floor_packet_in_encode(&packet_in, out); break;
    case PEER_PACKET_OUT: length = floor_packet_out_encode(&packet_out, out); break;
    default: length = encode_stats(out); break;
    }
    memcpy(to, out, length);
    return length;
}

static size_t build(const struct peer_flow *flow, uint8_t *to)
{
    struct floor_flow_mod *fm = &work_flow_mod;
    fm->xid = flow->xid;
    fm->cookie = flow->cookie;
    fm->cookie_mask = 0;
    fm->table = flow->table;
    fm->command = 0;
    fm->idle_timeout = fm->hard_timeout = fm->flags = 0;
    fm->priority = flow->priority;
    fm->buffer_id = fm->out_port = fm->out_group = UINT32_MAX;

    floor_match_clear(&fm->match);
    floor_match_set(&fm->match, F_in_port, flow->in_port, ALL);
    floor_match_set(&fm->match, F_eth_type, 0x0800, ALL);
    floor_match_set(&fm->match, F_ipv4_src, flow->ipv4_src, ALL);
    floor_match_set(&fm->match, F_ipv4_dst, flow->ipv4_dst, flow->ipv4_dst_mask);
    floor_match_set(&fm->match, F_ip_proto, 6, ALL);
    floor_match_set(&fm->match, F_tcp_dst, flow->tcp_dst, ALL);

    fm->instructions.length = 0;
    floor_open_apply(&fm->instructions);
    floor_put_set_field(&fm->instructions, F_eth_src, floor_load(flow->new_eth_src, 6));
    floor_put_set_field(&fm->instructions, F_eth_dst, floor_load(flow->new_eth_dst, 6));
    floor_put_dec_ttl(&fm->instructions);
    floor_put_output(&fm->instructions, flow->out_port, 0);
    floor_close_apply(&fm->instructions);
    return floor_flow_mod_encode(fm, to);
}

size_t peer_build(const struct peer_flow *flow, uint8_t *to)
{
    size_t length = build(flow, out);
    memcpy(to, out, length);
    return length;
}

static uint64_t time_flow_mod_decode(uint64_t times)
{
    uint64_t sum = 0;
    for (; times; times--) {
        if (!floor_flow_mod_decode(&work_flow_mod, message[PEER_FLOW_MOD], message_length[PEER_FLOW_MOD])) {
            sum += work_flow_mod.priority;
        }
    }
    return sum;
}

static uint64_t time_flow_mod_encode(uint64_t times)
{
    uint64_t sum = 0;
    for (; times; times--) {
        sum += peer_fold(out, floor_flow_mod_encode(&flow_mod, out));
    }
    return sum;
}

static uint64_t time_flow_mod_build(uint64_t times)
{
    uint64_t sum = 0;
    for (; times; times--) {
        sum += peer_fold(out, build(&peer_flow, out));
    }
    return sum;
}

static uint64_t time_packet_in_view(uint64_t times)
{
    uint64_t sum = 0;
    for (; times; times--) {
        if (!floor_packet_in_decode(&work_packet_in, message[PEER_PACKET_IN], message_length[PEER_PACKET_IN])) {
            sum += work_packet_in.frame_length + work_packet_in.match.value[S_in_port];
        }
    }
    return sum;
}

static uint64_t time_packet_in_owned(uint64_t times)
{
    uint64_t sum = 0;
    for (; times; times--) {
        if (!floor_packet_in_decode(&work_packet_in, message[PEER_PACKET_IN], message_length[PEER_PACKET_IN])) {
            memcpy(out, work_packet_in.frame, work_packet_in.frame_length);
            __asm__ volatile("" : : "r"(out) : "memory");
            sum += work_packet_in.frame_length + work_packet_in.match.value[S_in_port];
        }
    }
    return sum;
}

static uint64_t time_packet_out_encode(uint64_t times)
{
    uint64_t sum = 0;
    for (; times; times--) {
        sum += peer_fold(out, floor_packet_out_encode(&packet_out, out));
    }
    return sum;
}

static uint64_t time_stats_decode(uint64_t times)
{
    uint64_t sum = 0;
    for (; times; times--) {
        decode_stats(message[PEER_FLOW_STATS], message_length[PEER_FLOW_STATS], &sum);
    }
    return sum;
}

static uint64_t time_stats_encode(uint64_t times)
{
    uint64_t sum = 0;
    for (; times; times--) {
        sum += peer_fold(out, encode_stats(out));
    }
    return sum;
}

const struct peer_operation peer_operations[] = {
    { "flow-mod-decode", time_flow_mod_decode },
    { "flow-mod-encode", time_flow_mod_encode },
    { "flow-mod-build", time_flow_mod_build },
    { "packet-in-view", time_packet_in_view },
    { "packet-in-owned", time_packet_in_owned },
    { "packet-out-encode", time_packet_out_encode },
    { "flow-stats-decode", time_stats_decode },
    { "flow-stats-encode", time_stats_encode },
    { NULL, NULL },
};

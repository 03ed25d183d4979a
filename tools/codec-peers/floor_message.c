/* Messages; see floor.h. */
#include "floor.h"

enum { PACKET_IN = 10, PACKET_OUT = 13, FLOW_MOD = 14, MULTIPART_REPLY = 19 };

static enum floor_rule check_header(const uint8_t *p, size_t length, unsigned type, size_t at_least)
{
    if (length < 8) {
        return FLOOR_TRUNCATED;
    }
    if (get16(p + 2) != length || length < at_least) {
        return FLOOR_BAD_LENGTH;
    }
    return p[0] != 4 || p[1] != type ? FLOOR_BAD_TYPE : FLOOR_OK;
}

static size_t close_message(uint8_t *start, unsigned type, uint32_t xid, uint8_t *end)
{
    start[0] = 4;
    start[1] = type;
    put16(start + 2, end - start);
    put32(start + 4, xid);
    return end - start;
}

/* Original addresses of a connection are of the family that the flow is about. */
static bool is_ct_family_right(const struct floor_match *m)
{
    uint64_t v4 = (m->present[F_ct_ipv4_src / 64] >> F_ct_ipv4_src % 64
                   | m->present[F_ct_ipv4_dst / 64] >> F_ct_ipv4_dst % 64) & 1;
    uint64_t v6 = (m->present[F_ct_ipv6_src / 64] >> F_ct_ipv6_src % 64
                   | m->present[F_ct_ipv6_dst / 64] >> F_ct_ipv6_dst % 64) & 1;
    return (!v4 || m->holds >> IPV4 & 1) && (!v6 || m->holds >> IPV6 & 1);
}

enum floor_rule floor_flow_mod_decode(struct floor_flow_mod *fm, const uint8_t *p, size_t length)
{
    const uint8_t *end = p + length;
    enum floor_rule rule = check_header(p, length, FLOW_MOD, 56);
    if (rule) {
        return rule;
    }
    fm->xid = get32(p + 4);
    fm->cookie = get64(p + 8);
    fm->cookie_mask = get64(p + 16);
    fm->table = p[24];
    fm->command = p[25];
    fm->idle_timeout = get16(p + 26);
    fm->hard_timeout = get16(p + 28);
    fm->priority = get16(p + 30);
    fm->buffer_id = get32(p + 32);
    fm->out_port = get32(p + 36);
    fm->out_group = get32(p + 40);
    fm->flags = get16(p + 44);
    if (fm->command > 4 || (fm->table == 255 && fm->command < 3) || !floor_is_port(fm->out_port)
        || fm->flags & ~0x1f) {
        return FLOOR_BAD_VALUE;
    }
    rule = floor_match_decode(&fm->match, p + 48, end, false, &p);
    if (rule) {
        return rule;
    }
    if (!is_ct_family_right(&fm->match)) {
        return FLOOR_MISSING_PREREQUISITE;
    }
    return floor_instructions_decode(&fm->instructions, p, end, &fm->match, fm->table);
}

size_t floor_flow_mod_encode(const struct floor_flow_mod *fm, uint8_t *out)
{
    uint8_t *p = put64(put64(out + 8, fm->cookie), fm->cookie_mask);
    *p++ = fm->table;
    *p++ = fm->command;
    p = put16(put16(put16(p, fm->idle_timeout), fm->hard_timeout), fm->priority);
    p = put32(put32(put32(p, fm->buffer_id), fm->out_port), fm->out_group);
    p = put16(put16(p, fm->flags), 0);
    p = floor_match_encode(&fm->match, p);
    memcpy(p, fm->instructions.data, fm->instructions.length);
    return close_message(out, FLOW_MOD, fm->xid, p + fm->instructions.length);
}

enum floor_rule floor_packet_in_decode(struct floor_packet_in *pin, const uint8_t *p, size_t length)
{
    const uint8_t *end = p + length;
    enum floor_rule rule = check_header(p, length, PACKET_IN, 34);
    if (rule) {
        return rule;
    }
    pin->xid = get32(p + 4);
    pin->buffer_id = get32(p + 8);
    pin->total_length = get16(p + 12);
    pin->reason = p[14];
    pin->table = p[15];
    pin->cookie = get64(p + 16);
    rule = floor_match_decode(&pin->match, p + 24, end, true, &p);
    if (rule) {
        return rule;
    }
    if (end - p < 2) {
        return FLOOR_TRUNCATED;
    }
    pin->frame = p + 2;
    pin->frame_length = end - pin->frame;
    return FLOOR_OK;
}

size_t floor_packet_in_encode(const struct floor_packet_in *pin, uint8_t *out)
{
    uint8_t *p = put16(put32(out + 8, pin->buffer_id), pin->total_length);
    *p++ = pin->reason;
    *p++ = pin->table;
    p = floor_match_encode(&pin->match, put64(p, pin->cookie));
    p = put16(p, 0);
    memcpy(p, pin->frame, pin->frame_length);
    return close_message(out, PACKET_IN, pin->xid, p + pin->frame_length);
}

enum floor_rule floor_packet_out_decode(struct floor_packet_out *po, const uint8_t *p, size_t length)
{
    const uint8_t *end = p + length;
    enum floor_rule rule = check_header(p, length, PACKET_OUT, 24);
    if (rule) {
        return rule;
    }
    po->xid = get32(p + 4);
    po->buffer_id = get32(p + 8);
    po->in_port = get32(p + 12);
    size_t actions = get16(p + 16);
    if (actions > length - 24 || actions % 8) {
        return FLOOR_BAD_LENGTH;
    }
    if (po->in_port >= 0xff00 && po->in_port < 0xfffffffd) {
        return FLOOR_BAD_VALUE;
    }
    po->frame = p + 24 + actions;
    po->frame_length = end - po->frame;
    return floor_actions_decode(&po->actions, p + 24, po->frame);
}

size_t floor_packet_out_encode(const struct floor_packet_out *po, uint8_t *out)
{
    uint8_t *p = put16(put32(put32(out + 8, po->buffer_id), po->in_port), po->actions.length);
    p = put32(put16(p, 0), 0);
    memcpy(p, po->actions.data, po->actions.length);
    p += po->actions.length;
    memcpy(p, po->frame, po->frame_length);
    return close_message(out, PACKET_OUT, po->xid, p + po->frame_length);
}

enum floor_rule floor_stats_open(const uint8_t *p, size_t length, const uint8_t **entries)
{
    enum floor_rule rule = check_header(p, length, MULTIPART_REPLY, 16);
    *entries = p + 16;
    return rule ? rule : get16(p + 8) != 1 ? FLOOR_BAD_TYPE : FLOOR_OK;
}

enum floor_rule floor_stats_decode(struct floor_flow_stats *fs, const uint8_t *p, const uint8_t *end,
                                   const uint8_t **after)
{
    if (end - p < 56) {
        return FLOOR_TRUNCATED;
    }
    unsigned length = get16(p);
    if (length < 56 || length > end - p) {
        return FLOOR_BAD_LENGTH;
    }
    *after = end = p + length;
    fs->table = p[2];
    fs->duration_seconds = get32(p + 4);
    fs->duration_nanoseconds = get32(p + 8);
    fs->priority = get16(p + 12);
    fs->idle_timeout = get16(p + 14);
    fs->hard_timeout = get16(p + 16);
    fs->flags = get16(p + 18);
    fs->cookie = get64(p + 24);
    fs->packets = get64(p + 32);
    fs->bytes = get64(p + 40);
    if (fs->flags & ~0x1f) {
        return FLOOR_BAD_VALUE;
    }
    enum floor_rule rule = floor_match_decode(&fs->match, p + 48, end, false, &p);
    /* A switch tells what it has: its actions are not held against the match. */
    return rule ? rule : floor_instructions_decode(&fs->instructions, p, end, NULL, 255);
}

uint8_t *floor_stats_header(uint8_t *out, uint32_t xid)
{
    memset(out, 0, 16);
    close_message(out, MULTIPART_REPLY, xid, out + 16);
    put16(out + 8, 1);
    return out + 16;
}

uint8_t *floor_stats_encode(const struct floor_flow_stats *fs, uint8_t *out)
{
    uint8_t *p = out + 2;
    *p++ = fs->table;
    *p++ = 0;
    p = put32(put32(p, fs->duration_seconds), fs->duration_nanoseconds);
    p = put16(put16(put16(put16(p, fs->priority), fs->idle_timeout), fs->hard_timeout), fs->flags);
    p = put64(put64(put64(put32(p, 0), fs->cookie), fs->packets), fs->bytes);
    p = floor_match_encode(&fs->match, p);
    memcpy(p, fs->instructions.data, fs->instructions.length);
    p += fs->instructions.length;
    put16(out, p - out);
    return p;
}

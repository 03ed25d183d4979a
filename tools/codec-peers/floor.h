/* A validating decoder and encoder of OpenFlow 1.3, as plain as C makes it: the floor that a codec is measured against.
 *
 * It knows every field and action that Naru's codec has a name for, and refuses the others. Everything is decoded into
 * storage of the caller, nothing is allocated. What it checks is what Open vSwitch 3.1 checks in a flow. */
#ifndef NARU_FLOOR_H
#define NARU_FLOOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "floor_fields.h"

enum floor_field {
#define FIELD(name, ...) F_##name,
    FLOOR_FIELDS
#undef FIELD
    FLOOR_FIELD_COUNT
};

/* Where a field's value is in a match: one place of 64 bits, two for 128 bits. */
enum floor_slot {
#define FIELD(name, class, number, bytes, ...) S_##name, S_END_##name = S_##name + (bytes) / 16,
    FLOOR_FIELDS
#undef FIELD
    FLOOR_SLOT_COUNT
};

/* A bit of `floor_match.holds` each. */
enum floor_prerequisite {
    NONE, ETHERNET, VLAN, MPLS, PBB, NSH, IP, IPV4, IPV6, ARP, TCP, UDP, SCTP, ICMPV4, ICMPV6, ND, ND_SOLICITATION,
    ND_ADVERTISEMENT, CONNECTION
};

/* Where field numbers come from: the OXM class, and above it which experimenter's. */
enum floor_space {
    NXM0 = 0, NXM1 = 1, ERICSSON = 0x1000, BASIC = 0x8000, ONF = 0x1ffff, NICIRA_OXM = 0x2ffff, NSH_OXM = 0x3ffff
};

enum floor_rule {
    FLOOR_OK, FLOOR_TRUNCATED, FLOOR_BAD_LENGTH, FLOOR_BAD_PADDING, FLOOR_BAD_VALUE, FLOOR_BAD_MASK, FLOOR_DUPLICATE,
    FLOOR_MISSING_PREREQUISITE, FLOOR_BAD_TYPE, FLOOR_LIMIT
};

/* What prerequisites ask of a packet; actions change it as they go. */
struct floor_facts {
    uint16_t eth_type;
    uint8_t ip_proto, vlan_tags;
    bool is_no_ethernet, is_late_fragment, has_connection, is_invalid;
    uint8_t icmp_type, icmp_code;
};

struct floor_match {
    uint64_t present[2];
    /* The prerequisites that hold. */
    uint32_t holds;
    struct floor_facts facts;
    uint64_t value[FLOOR_SLOT_COUNT], mask[FLOOR_SLOT_COUNT];
};

/* Instructions in canonical order, or a list of actions, as bytes. */
struct floor_bytes {
    size_t length;
    uint8_t data[65536];
};

struct floor_flow_mod {
    uint32_t xid;
    uint64_t cookie, cookie_mask;
    uint8_t table, command;
    uint16_t idle_timeout, hard_timeout, priority, flags;
    uint32_t buffer_id, out_port, out_group;
    struct floor_match match;
    struct floor_bytes instructions;
};

struct floor_flow_stats {
    uint8_t table;
    uint32_t duration_seconds, duration_nanoseconds;
    uint16_t priority, idle_timeout, hard_timeout, flags;
    uint64_t cookie, packets, bytes;
    struct floor_match match;
    struct floor_bytes instructions;
};

struct floor_packet_in {
    uint32_t xid, buffer_id;
    uint16_t total_length;
    uint8_t reason, table;
    uint64_t cookie;
    struct floor_match match;
    /* In the message. */
    const uint8_t *frame;
    size_t frame_length;
};

struct floor_packet_out {
    uint32_t xid, buffer_id, in_port;
    struct floor_bytes actions;
    const uint8_t *frame;
    size_t frame_length;
};

enum { FLOOR_MATCH_SLACK = 8, FLOOR_MAX_DEPTH = 8 };

static inline uint16_t get16(const uint8_t *p)
{
    uint16_t v;
    memcpy(&v, p, sizeof v);
    return __builtin_bswap16(v);
}

static inline uint32_t get32(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return __builtin_bswap32(v);
}

static inline uint64_t get64(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return __builtin_bswap64(v);
}

static inline uint8_t *put16(uint8_t *p, uint16_t v)
{
    v = __builtin_bswap16(v);
    memcpy(p, &v, sizeof v);
    return p + sizeof v;
}

static inline uint8_t *put32(uint8_t *p, uint32_t v)
{
    v = __builtin_bswap32(v);
    memcpy(p, &v, sizeof v);
    return p + sizeof v;
}

static inline uint8_t *put64(uint8_t *p, uint64_t v)
{
    v = __builtin_bswap64(v);
    memcpy(p, &v, sizeof v);
    return p + sizeof v;
}

static inline bool floor_is_zero(const uint8_t *p, const uint8_t *end)
{
    for (; p < end; p++) {
        if (*p) {
            return false;
        }
    }
    return true;
}

/* A port of the 16 bits that Open vSwitch has, or a reserved one. */
static inline bool floor_is_port(uint32_t port)
{
    return port < 0xff00 || port >= 0xffffff00;
}

struct floor_layout {
    /* Of the value alone, without a mask. */
    uint32_t header;
    /* 0 where it has none. */
    uint32_t experimenter;
    uint8_t bytes, maskable, prerequisite, slot, writable;
    uint64_t value_bits, mask_bits;
};

extern const struct floor_layout floor_layouts[FLOOR_FIELD_COUNT];

/* A field's header: its size in the message and what stands behind. */
struct floor_oxm {
    /* FLOOR_FIELD_COUNT where there is no such field. */
    unsigned field;
    bool has_mask;
    unsigned header_size, payload;
};

enum floor_rule floor_read_oxm(const uint8_t *p, const uint8_t *end, struct floor_oxm *);
uint64_t floor_load(const uint8_t *p, unsigned bytes);
uint32_t floor_holds(const struct floor_facts *);
bool floor_is_valid(unsigned field, uint64_t value);

/* How wide the field is that a load or move names, 0 where it is none. A header of a move is long: an experimenter's
 * number may follow it. */
unsigned floor_subfield_bits(const uint8_t *header, bool is_long, unsigned *field);

/* `is_loose`: fields are facts about a packet; no prerequisites are asked for and unknown fields are left out. */
enum floor_rule floor_match_decode(struct floor_match *, const uint8_t *p, const uint8_t *end, bool is_loose,
                                   const uint8_t **after);
uint8_t *floor_match_encode(const struct floor_match *, uint8_t *out);

/* Building: what is put in is not checked. A field has 64 bits at most. */
void floor_match_clear(struct floor_match *);
void floor_match_set(struct floor_match *, unsigned field, uint64_t value, uint64_t mask);
void floor_open_apply(struct floor_bytes *);
void floor_close_apply(struct floor_bytes *);
void floor_put_set_field(struct floor_bytes *, unsigned field, uint64_t value);
void floor_put_dec_ttl(struct floor_bytes *);
void floor_put_output(struct floor_bytes *, uint32_t port, uint16_t max_length);
uint8_t *floor_store(uint8_t *, uint64_t value, unsigned bytes);

/* `match` is NULL where nothing is known about the packet: then no prerequisite is asked for. */
enum floor_rule floor_instructions_decode(struct floor_bytes *, const uint8_t *p, const uint8_t *end,
                                          const struct floor_match *match, uint8_t table);
enum floor_rule floor_actions_decode(struct floor_bytes *, const uint8_t *p, const uint8_t *end);

enum floor_rule floor_flow_mod_decode(struct floor_flow_mod *, const uint8_t *message, size_t length);
size_t floor_flow_mod_encode(const struct floor_flow_mod *, uint8_t *out);
enum floor_rule floor_packet_in_decode(struct floor_packet_in *, const uint8_t *message, size_t length);
size_t floor_packet_in_encode(const struct floor_packet_in *, uint8_t *out);
enum floor_rule floor_packet_out_decode(struct floor_packet_out *, const uint8_t *message, size_t length);
size_t floor_packet_out_encode(const struct floor_packet_out *, uint8_t *out);

/* Finds the entries of a whole multipart reply. */
enum floor_rule floor_stats_open(const uint8_t *message, size_t length, const uint8_t **entries);
enum floor_rule floor_stats_decode(struct floor_flow_stats *, const uint8_t *p, const uint8_t *end,
                                   const uint8_t **after);
uint8_t *floor_stats_header(uint8_t *out, uint32_t xid);
uint8_t *floor_stats_encode(const struct floor_flow_stats *, uint8_t *out);

#endif

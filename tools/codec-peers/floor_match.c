/* Matches; see floor.h. */
#include "floor.h"

#define EXPERIMENTER 0xffff

/* The numbers of the experimenters of `enum floor_space`: ONF, Nicira, the network service header. */
#define EXPERIMENTER_OF(space) \
    ((space) == ONF ? 0x4f4e4600u : (space) == NICIRA_OXM ? 0x00002320u : (space) == NSH_OXM ? 0x005ad650u : 0)
#define BITS_OF(bits, bytes) ((bits) & ((bytes) >= 8 ? ALL : ~(ALL << (bytes) % 8 * 8)))

const struct floor_layout floor_layouts[FLOOR_FIELD_COUNT] = {
#define FIELD(name, space, number, bytes, maskable, prerequisite, values, masks, other, other_number, writable) \
    [F_##name] = { ((space) & 0xffffu) << 16 | (number) << 9 | ((bytes) + (EXPERIMENTER_OF(space) ? 4 : 0)), \
                   EXPERIMENTER_OF(space), bytes, maskable, prerequisite, S_##name, writable, \
                   BITS_OF(values, bytes), BITS_OF(masks, bytes) },
    FLOOR_FIELDS
#undef FIELD
};

/* The number after the field's, so that zero is none. Field number 127 stands for "not in this space". */
#define WHERE(wanted, space, number, name) \
    [(space) == (wanted) ? (number) : 127] = (space) == (wanted) ? F_##name + 1 : 0,
#define FIELD(name, space, number, b, m, p, v, w, other, other_number, ...) \
    WHERE(WANTED, space, number, name) WHERE(WANTED, other, other_number, name)

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
#define WANTED BASIC
static const uint8_t basic_fields[128] = { FLOOR_FIELDS };
#undef WANTED
#define WANTED NXM0
static const uint8_t nxm0_fields[128] = { FLOOR_FIELDS };
#undef WANTED
#define WANTED NXM1
static const uint8_t nxm1_fields[128] = { FLOOR_FIELDS };
#undef WANTED
#define WANTED ERICSSON
static const uint8_t ericsson_fields[128] = { FLOOR_FIELDS };
#undef WANTED
#define WANTED ONF
static const uint8_t onf_fields[128] = { FLOOR_FIELDS };
#undef WANTED
#define WANTED NICIRA_OXM
static const uint8_t nicira_oxm_fields[128] = { FLOOR_FIELDS };
#undef WANTED
#define WANTED NSH_OXM
static const uint8_t nsh_oxm_fields[128] = { FLOOR_FIELDS };
#undef WANTED
#pragma GCC diagnostic pop
#undef FIELD

static unsigned experimenter_field_of(unsigned number, uint32_t experimenter)
{
    switch (experimenter) {
    case 0x4f4e4600: return onf_fields[number];
    case 0x00002320: return nicira_oxm_fields[number];
    case 0x005ad650: return nsh_oxm_fields[number];
    default: return 0;
    }
}

static inline unsigned field_of(uint32_t header, uint32_t experimenter)
{
    unsigned number = header >> 9 & 0x7f;
    unsigned found = 0;
    switch (header >> 16) {
    case BASIC: found = basic_fields[number]; break;
    case NXM1: found = nxm1_fields[number]; break;
    case NXM0: found = nxm0_fields[number]; break;
    case ERICSSON: found = ericsson_fields[number]; break;
    case EXPERIMENTER: found = experimenter_field_of(number, experimenter); break;
    }
    return found ? found - 1 : FLOOR_FIELD_COUNT;
}

static inline enum floor_rule read_oxm(const uint8_t *p, const uint8_t *end, struct floor_oxm *oxm)
{
    if (end - p < 4) {
        return FLOOR_TRUNCATED;
    }
    uint32_t header = get32(p);
    uint32_t experimenter = 0;
    oxm->header_size = 4;
    oxm->payload = header & 0xff;
    oxm->has_mask = header >> 8 & 1;
    if (header >> 16 == EXPERIMENTER) {
        if (end - p < 8 || oxm->payload < 4) {
            return FLOOR_BAD_LENGTH;
        }
        experimenter = get32(p + 4);
        oxm->header_size = 8;
        oxm->payload -= 4;
    }
    if (oxm->payload > (size_t) (end - p) - oxm->header_size) {
        return FLOOR_TRUNCATED;
    }
    oxm->field = field_of(header, experimenter);
    return FLOOR_OK;
}

enum floor_rule floor_read_oxm(const uint8_t *p, const uint8_t *end, struct floor_oxm *oxm)
{
    return read_oxm(p, end, oxm);
}

static inline uint64_t load(const uint8_t *p, unsigned bytes)
{
    switch (bytes) {
    case 1: return *p;
    case 2: return get16(p);
    case 3: return (uint64_t) *p << 16 | get16(p + 1);
    case 4: return get32(p);
    case 6: return (uint64_t) get16(p) << 32 | get32(p + 2);
    default: return get64(p);
    }
}

uint64_t floor_load(const uint8_t *p, unsigned bytes)
{
    return load(p, bytes);
}

static inline uint8_t *store(uint8_t *p, uint64_t value, unsigned bytes)
{
    switch (bytes) {
    case 1: *p = value; return p + 1;
    case 2: return put16(p, value);
    case 3: *p = value >> 16; return put16(p + 1, value);
    case 4: return put32(p, value);
    case 6: return put32(put16(p, value >> 32), value);
    default: return put64(p, value);
    }
}

uint32_t floor_holds(const struct floor_facts *facts)
{
    uint32_t holds = 1u << NONE | (facts->is_no_ethernet ? 0 : 1u << ETHERNET);
    holds |= facts->vlan_tags ? 1u << VLAN : 0;
    holds |= facts->has_connection ? 1u << CONNECTION : 0;
    switch (facts->eth_type) {
    case 0x0800: holds |= 1u << IP | 1u << IPV4; break;
    case 0x86dd: holds |= 1u << IP | 1u << IPV6; break;
    case 0x0806: case 0x8035: holds |= 1u << ARP; break;
    case 0x8847: case 0x8848: holds |= 1u << MPLS; break;
    case 0x88e7: holds |= 1u << PBB; break;
    case 0x894f: holds |= 1u << NSH; break;
    }
    if (!(holds & 1u << IP)) {
        return holds;
    }
    switch (facts->ip_proto) {
    case 6: holds |= facts->is_late_fragment ? 0 : 1u << TCP; break;
    case 17: holds |= facts->is_late_fragment ? 0 : 1u << UDP; break;
    case 132: holds |= facts->is_late_fragment ? 0 : 1u << SCTP; break;
    case 1: holds |= holds & 1u << IPV4 ? 1u << ICMPV4 : 0; break;
    case 58:
        if (holds & 1u << IPV6) {
            holds |= 1u << ICMPV6;
            if (facts->icmp_code == 0 && (facts->icmp_type == 135 || facts->icmp_type == 136)) {
                holds |= 1u << ND | 1u << (facts->icmp_type == 135 ? ND_SOLICITATION : ND_ADVERTISEMENT);
            }
        }
        break;
    }
    return holds;
}

/* Beyond the bits that a value may have. */
static inline bool is_valid(unsigned field, uint64_t value)
{
    switch (field) {
    case F_in_port: case F_actset_output: return floor_is_port(value);
    case F_nsh_mdtype: return value == 1 || value == 2;
    default: return true;
    }
}

bool floor_is_valid(unsigned field, uint64_t value)
{
    return is_valid(field, value);
}

static inline bool is_present(const struct floor_match *match, unsigned field)
{
    return match->present[field / 64] >> field % 64 & 1;
}

static inline void note(struct floor_match *match, unsigned field)
{
    match->present[field / 64] |= UINT64_C(1) << field % 64;
}

/* Gives false where nothing depends on the field. */
static inline bool learn(struct floor_facts *facts, unsigned field, uint64_t value, uint64_t mask)
{
    switch (field) {
    case F_packet_type:
        facts->is_no_ethernet = value != 0;
        facts->eth_type = value >> 16 == 1 ? value : 0;
        break;
    case F_vlan_vid: facts->vlan_tags = value >> 12 & 1; break;
    case F_eth_type: facts->eth_type = value; break;
    case F_ip_frag: facts->is_late_fragment = value >> 1 & 1; break;
    case F_ip_proto: facts->ip_proto = value; break;
    case F_icmpv6_type: facts->icmp_type = value; break;
    case F_icmpv6_code: facts->icmp_code = value; break;
    case F_ct_state:
        facts->is_invalid = value >> 4 & 1;
        /* A state that only a valid connection has, or one that is not invalid. */
        facts->has_connection = value & 0xcf || (value & 0x20 && mask & 0x10 && !facts->is_invalid);
        break;
    default: return false;
    }
    return true;
}

static inline enum floor_rule put_narrow(struct floor_match *match, unsigned field, const struct floor_layout *layout,
                                         const uint8_t *p, bool has_mask)
{
    uint64_t value = load(p, layout->bytes);
    uint64_t mask = layout->mask_bits;
    if (value & ~layout->value_bits || !is_valid(field, value)) {
        return FLOOR_BAD_VALUE;
    }
    if (has_mask) {
        mask = load(p + layout->bytes, layout->bytes);
        if (value & ~mask) {
            return FLOOR_BAD_MASK;
        }
        mask &= layout->mask_bits;
        if (!layout->maskable && mask && mask != layout->mask_bits) {
            return FLOOR_BAD_MASK;
        }
        if (!mask) {
            return FLOOR_OK;
        }
    }
    match->value[layout->slot] = value;
    match->mask[layout->slot] = mask;
    note(match, field);
    if (learn(&match->facts, field, value, mask)) {
        match->holds = floor_holds(&match->facts);
    }
    return FLOOR_OK;
}

static enum floor_rule put_wide(struct floor_match *match, unsigned field, const struct floor_layout *layout,
                                const uint8_t *p, bool has_mask)
{
    uint64_t any = 0;
    for (unsigned part = 0; part < 2; part++) {
        uint64_t value = get64(p + part * 8);
        uint64_t mask = has_mask ? get64(p + 16 + part * 8) : ALL;
        if (value & ~mask) {
            return FLOOR_BAD_MASK;
        }
        any |= mask;
        match->value[layout->slot + part] = value;
        match->mask[layout->slot + part] = mask;
    }
    if (any) {
        note(match, field);
    }
    return FLOOR_OK;
}

static inline enum floor_rule put(struct floor_match *match, unsigned field, const uint8_t *p, bool has_mask,
                                  bool is_loose)
{
    const struct floor_layout *layout = &floor_layouts[field];
    if (is_present(match, field)) {
        return FLOOR_DUPLICATE;
    }
    if (!is_loose && !(match->holds >> layout->prerequisite & 1)) {
        return FLOOR_MISSING_PREREQUISITE;
    }
    /* A field of Ethernet has said already what the packet's type is. */
    if (field == F_packet_type && match->present[0] & (UINT64_C(1) << F_eth_src | UINT64_C(1) << F_eth_dst
                                                       | UINT64_C(1) << F_eth_type | UINT64_C(1) << F_vlan_vid)) {
        return FLOOR_DUPLICATE;
    }
    return layout->bytes == 16 ? put_wide(match, field, layout, p, has_mask)
        : put_narrow(match, field, layout, p, has_mask);
}

/* Registers of 64 and 128 bits are their parts of 32, the highest first. 0 where it is another field. */
static inline unsigned wide_register(uint32_t header, unsigned *first)
{
    unsigned number = header >> 9 & 0x7f;
    if (header >> 16 == 1 && number >= 111 && number <= 114) {
        *first = F_reg0 + (number - 111) * 4;
        return 4;
    }
    if (header >> 16 == 0x8001 && number < 8) {
        *first = F_reg0 + number * 2;
        return 2;
    }
    return 0;
}

static enum floor_rule put_registers(struct floor_match *match, const uint8_t *p, const struct floor_oxm *oxm,
                                     unsigned first, unsigned count)
{
    if (oxm->payload != count * (oxm->has_mask ? 8 : 4)) {
        return FLOOR_BAD_LENGTH;
    }
    for (unsigned i = 0; i < count; i++) {
        uint8_t pair[8];
        memcpy(pair, p + 4 + i * 4, 4);
        memcpy(pair + 4, oxm->has_mask ? p + 4 + (count + i) * 4 : pair, 4);
        enum floor_rule rule = put(match, first + i, pair, oxm->has_mask, true);
        if (rule) {
            return rule;
        }
    }
    return FLOOR_OK;
}

enum floor_rule floor_match_decode(struct floor_match *match, const uint8_t *p, const uint8_t *end, bool is_loose,
                                   const uint8_t **after)
{
    if (end - p < 8) {
        return FLOOR_TRUNCATED;
    }
    unsigned length = get16(p + 2);
    size_t padded = (length + 7u) & ~7u;
    if (get16(p) != 1) {
        return FLOOR_BAD_TYPE;
    }
    if (length < 4 || padded > (size_t) (end - p)) {
        return FLOOR_BAD_LENGTH;
    }
    /* The last eight bytes hold the padding at their end: at most seven bytes of it. */
    if (get64(p + padded - 8) & ~(ALL << (padded - length) * 8)) {
        return FLOOR_BAD_PADDING;
    }
    *after = p + padded;
    end = p + length;
    floor_match_clear(match);
    for (p += 4; p < end; ) {
        struct floor_oxm oxm;
        unsigned first, count;
        enum floor_rule rule = read_oxm(p, end, &oxm);
        if (!rule && oxm.field != FLOOR_FIELD_COUNT) {
            if (oxm.payload != (unsigned) floor_layouts[oxm.field].bytes << oxm.has_mask) {
                return FLOOR_BAD_LENGTH;
            }
            rule = put(match, oxm.field, p + oxm.header_size, oxm.has_mask, is_loose);
        } else if (!rule && (count = wide_register(get32(p), &first))) {
            rule = put_registers(match, p, &oxm, first, count);
        } else if (!rule && !is_loose) {
            rule = FLOOR_BAD_TYPE;
        }
        if (rule) {
            return rule;
        }
        p += oxm.header_size + oxm.payload;
    }
    return FLOOR_OK;
}

uint8_t *floor_store(uint8_t *p, uint64_t value, unsigned bytes)
{
    return store(p, value, bytes);
}

uint8_t *floor_match_encode(const struct floor_match *match, uint8_t *out)
{
    uint8_t *start = out;
    out = put32(out, 1u << 16);
    for (unsigned word = 0; word < 2; word++) {
        for (uint64_t rest = match->present[word]; rest; rest &= rest - 1) {
            const struct floor_layout *layout = &floor_layouts[word * 64 + __builtin_ctzll(rest)];
            const uint64_t *value = &match->value[layout->slot], *mask = &match->mask[layout->slot];
            bool is_wide = layout->bytes == 16;
            bool has_mask = mask[0] != layout->mask_bits || (is_wide && mask[1] != layout->mask_bits);
            out = put32(out, layout->header + (has_mask ? 0x100 + layout->bytes : 0));
            if (layout->experimenter) {
                out = put32(out, layout->experimenter);
            }
            out = store(out, value[0], layout->bytes);
            if (is_wide) {
                out = put64(out, value[1]);
            }
            if (has_mask) {
                out = store(out, mask[0], layout->bytes);
                out = is_wide ? put64(out, mask[1]) : out;
            }
        }
    }
    put16(start + 2, out - start);
    /* The callers' buffers have room for eight bytes more than a message. */
    memset(out, 0, 8);
    return start + ((out - start + 7) & ~7);
}

unsigned floor_subfield_bits(const uint8_t *header, bool is_long, unsigned *field)
{
    uint32_t word = get32(header);
    unsigned first, count = wide_register(word, &first);
    if (count) {
        *field = first;
        return (word & 0xff) == count * 4 && !(word >> 8 & 1) ? count * 32 : 0;
    }
    /* Nicira's port and tag have 16 bits; neither is a field of a match. */
    if (word == 0x00000002 || word == 0x00000802) {
        *field = word == 0x00000002 ? F_metadata : F_vlan_vid;
        return 16;
    }
    bool has_experimenter = is_long && word >> 16 == EXPERIMENTER;
    *field = field_of(word, has_experimenter ? get32(header + 4) : 0);
    if (*field == FLOOR_FIELD_COUNT || word >> 8 & 1) {
        return 0;
    }
    unsigned bytes = floor_layouts[*field].bytes;
    if ((word & 0xff) != bytes + (has_experimenter ? 4 : 0)) {
        return 0;
    }
    switch (*field) {
    /* Fewer bits than a match may ask for. */
    case F_vlan_vid: return 12;
    case F_tun_erspan_idx: return 20;
    case F_tun_erspan_ver: return 4;
    case F_tun_erspan_dir: return 1;
    case F_tun_erspan_hwid: return 6;
    /* More bits than a value may have. */
    case F_arp_op: case F_ct_state: case F_nsh_ttl: case F_nsh_mdtype: return bytes * 8;
    default: return bytes == 16 ? 128 : 64 - __builtin_clzll(floor_layouts[*field].value_bits);
    }
}

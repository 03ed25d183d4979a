/* Actions and instructions; see floor.h.
 *
 * A list is copied whole, then each action is checked where it stands in the copy, and padding that a switch may leave
 * as it likes is set to zero there: what remains is what Open vSwitch would write. */
#include "floor.h"

#define NICIRA 0x2320u
#define NXM_IN_PORT 0x00000002u
#define NXM_VLAN_TCI 0x00000802u

enum place { IN_APPLY, IN_WRITE, IN_CT, IN_CLONE };

struct context {
    /* False where nothing is known about the packet. */
    bool is_known;
    struct floor_facts facts;
    uint32_t holds;
    enum place place;
    unsigned depth;
    /* Of the list that was checked last. */
    bool has_conjunction;
};

static enum floor_rule check_list(struct context *, uint8_t *p, uint8_t *end);

static inline bool holds(const struct context *c, unsigned prerequisite)
{
    return !c->is_known || c->holds >> prerequisite & 1;
}

/* For actions that do nothing to a packet that they are not meant for: in a set they may stand, since nobody knows what
 * its packets will be. */
static inline bool suits(const struct context *c, unsigned prerequisite)
{
    return c->place == IN_WRITE || holds(c, prerequisite);
}

static inline void relearn(struct context *c)
{
    c->holds = floor_holds(&c->facts);
}

/* A connection's mark and label are set inside of ct, and nothing else is there. A set of actions may name them too. */
static bool may_write(const struct context *c, unsigned field)
{
    return c->place == IN_WRITE || (field == F_ct_mark || field == F_ct_label) == (c->place == IN_CT);
}

static enum floor_rule check_set_field(struct context *c, uint8_t *p, uint8_t *end)
{
    struct floor_oxm oxm;
    enum floor_rule rule = floor_read_oxm(p + 4, end, &oxm);
    if (rule) {
        return rule;
    }
    const uint8_t *value = p + 4 + oxm.header_size;
    if (oxm.field == FLOOR_FIELD_COUNT) {
        return FLOOR_BAD_TYPE;
    }
    const struct floor_layout *layout = &floor_layouts[oxm.field];
    if (oxm.has_mask) {
        return FLOOR_BAD_MASK;
    }
    if (oxm.payload != layout->bytes || end - (value + oxm.payload) >= 8) {
        return FLOOR_BAD_LENGTH;
    }
    if (!floor_is_zero(value + oxm.payload, end)) {
        return FLOOR_BAD_PADDING;
    }
    if (!layout->writable || oxm.field == F_in_port) {
        return FLOOR_BAD_VALUE;
    }
    if (!may_write(c, oxm.field)) {
        return FLOOR_BAD_VALUE;
    }
    if (layout->bytes < 16) {
        uint64_t number = floor_load(value, layout->bytes);
        if (number & ~layout->value_bits || !floor_is_valid(oxm.field, number)
            || (oxm.field == F_vlan_vid && !(number & 0x1000))) {
            return FLOOR_BAD_VALUE;
        }
    }
    if (!holds(c, oxm.field == F_vlan_vid ? VLAN : layout->prerequisite)) {
        return FLOOR_MISSING_PREREQUISITE;
    }
    return FLOOR_OK;
}

static enum floor_rule check_subfield(const struct context *c, const uint8_t *header, unsigned offset,
                                      unsigned count, bool is_long, bool is_written)
{
    unsigned field;
    unsigned bits = floor_subfield_bits(header, is_long, &field);
    if (!bits) {
        return FLOOR_BAD_TYPE;
    }
    if (!count || offset + count > bits) {
        return FLOOR_BAD_VALUE;
    }
    if (is_written) {
        bool is_port = get32(header) == NXM_IN_PORT;
        if ((!floor_layouts[field].writable && !is_port) || !may_write(c, field)) {
            return FLOOR_BAD_VALUE;
        }
    }
    return holds(c, floor_layouts[field].prerequisite) ? FLOOR_OK : FLOOR_MISSING_PREREQUISITE;
}

static enum floor_rule check_load(struct context *c, const uint8_t *p, unsigned length)
{
    if (length != 24) {
        return FLOOR_BAD_LENGTH;
    }
    unsigned count = (get16(p + 10) & 0x3f) + 1;
    if (count < 64 && get64(p + 16) >> count) {
        return FLOOR_BAD_VALUE;
    }
    enum floor_rule rule = check_subfield(c, p + 12, get16(p + 10) >> 6, count, false, true);
    uint32_t header = get32(p + 12);
    if (header == floor_layouts[F_vlan_vid].header && !holds(c, VLAN)) {
        return rule ? rule : FLOOR_MISSING_PREREQUISITE;
    }
    if (header == NXM_VLAN_TCI) {
        bool is_tagged = get64(p + 16) << (get16(p + 10) >> 6) & 0x1000;
        c->facts.vlan_tags = is_tagged ? c->facts.vlan_tags + !c->facts.vlan_tags : 0;
        relearn(c);
    }
    return rule;
}

static enum floor_rule check_move(const struct context *c, const uint8_t *p, const uint8_t *end)
{
    unsigned first = get16(p + 16) == 0xffff ? 8 : 4;
    unsigned second = end - p >= 28 && get16(p + 16 + first) == 0xffff ? 8 : 4;
    if (end - p < 16 + (ptrdiff_t) (first + second)) {
        return FLOOR_TRUNCATED;
    }
    if (!floor_is_zero(p + 16 + first + second, end)) {
        return FLOOR_BAD_PADDING;
    }
    enum floor_rule rule = check_subfield(c, p + 16, get16(p + 12), get16(p + 10), true, false);
    return rule ? rule : check_subfield(c, p + 16 + first, get16(p + 14), get16(p + 10), true, true);
}

/* Takes `size` bytes of the range where `bit` is there. */
static const uint8_t *take(const uint8_t **p, const uint8_t *end, unsigned present, unsigned bit, ptrdiff_t size,
                           enum floor_rule *rule)
{
    const uint8_t *at = *p;
    if (!(present & bit)) {
        return NULL;
    }
    if (end - at < size) {
        *rule = FLOOR_TRUNCATED;
        return NULL;
    }
    *p += size;
    return at;
}

static enum floor_rule check_nat(const struct context *c, const uint8_t *p, const uint8_t *end)
{
    unsigned flags = get16(p + 12), present = get16(p + 14);
    if (c->place != IN_CT || get16(p + 10) || flags & ~0x1fu || (flags & 3) == 3 || (flags & 0x18) == 0x18
        || present & ~0x3fu || (present & 5) == 5 || (present & 2 && !(present & 1)) || (present & 8 && !(present & 4))
        || (present & 16 && !(present & 5)) || (present & 32 && !(present & 16))) {
        return FLOOR_BAD_VALUE;
    }
    static const uint8_t nothing[16];
    enum floor_rule rule = FLOOR_OK;
    const uint8_t *at = p + 16;
    unsigned size = present & 4 ? 16 : 4;
    const uint8_t *first = take(&at, end, present, 5, size, &rule);
    const uint8_t *last = take(&at, end, present, 10, size, &rule);
    const uint8_t *low = take(&at, end, present, 16, 2, &rule);
    const uint8_t *high = take(&at, end, present, 32, 2, &rule);
    if (rule) {
        return rule;
    }
    if ((first && !memcmp(first, nothing, size)) || (last && memcmp(last, first, size) < 0)
        || (low && !get16(low)) || (high && get16(high) < get16(low)) || end - at >= 8 || !floor_is_zero(at, end)) {
        return FLOOR_BAD_VALUE;
    }
    return holds(c, !first ? IP : size == 4 ? IPV4 : IPV6) ? FLOOR_OK : FLOOR_MISSING_PREREQUISITE;
}

static enum floor_rule check_nested(struct context *c, enum place place, uint8_t *p, uint8_t *end)
{
    struct context inner = *c;
    inner.place = place;
    inner.depth++;
    return inner.depth > FLOOR_MAX_DEPTH ? FLOOR_LIMIT : check_list(&inner, p, end);
}

static enum floor_rule check_ct(struct context *c, uint8_t *p, uint8_t *end)
{
    unsigned flags = get16(p + 10), helper = get16(p + 22);
    if (end - p < 24 || flags > 3 || flags == 2 || c->place == IN_CT) {
        return FLOOR_BAD_VALUE;
    }
    if (!floor_is_zero(p + 19, p + 22)) {
        return FLOOR_BAD_PADDING;
    }
    if (!holds(c, IP)
        || (c->is_known && ((c->facts.is_invalid && flags & 1) || (helper == 21 && c->facts.ip_proto != 6)
                            || (helper == 69 && c->facts.ip_proto != 17)))) {
        return FLOOR_MISSING_PREREQUISITE;
    }
    if (get32(p + 12)) {
        if ((get16(p + 16) & 0x3f) != 15) {
            return FLOOR_BAD_VALUE;
        }
        enum floor_rule rule = check_subfield(c, p + 12, get16(p + 16) >> 6, 16, false, false);
        if (rule) {
            return rule;
        }
    }
    if (!(flags & 1) && end - p > 24
        && (end - p != 40 || get16(p + 32) != 36 || get16(p + 36) || get16(p + 38))) {
        return FLOOR_BAD_VALUE;
    }
    /* With the zone out of a field, Open vSwitch asks no prerequisites of what is inside. */
    struct context inner = *c;
    inner.is_known = c->is_known && !get32(p + 12);
    return check_nested(&inner, IN_CT, p + 24, end);
}

static enum floor_rule check_nicira(struct context *c, uint8_t *p, unsigned length)
{
    if (length < 16) {
        return FLOOR_TRUNCATED;
    }
    if (get32(p + 4) != NICIRA) {
        return FLOOR_BAD_TYPE;
    }
    unsigned subtype = get16(p + 8);
    if (c->place == IN_CT && subtype != 6 && subtype != 7 && subtype != 36) {
        return FLOOR_BAD_VALUE;
    }
    switch (subtype) {
    case 6: return length < 24 ? FLOOR_TRUNCATED : check_move(c, p, p + length);
    case 7: return check_load(c, p, length);
    case 8: return FLOOR_OK;
    case 14:
        return length != 16 ? FLOOR_BAD_LENGTH : floor_is_zero(p + 13, p + 16) ? FLOOR_OK : FLOOR_BAD_PADDING;
    case 34:
        return length != 16 ? FLOOR_BAD_LENGTH
            : p[11] >= 2 && p[11] <= 64 && p[10] < p[11] ? FLOOR_OK : FLOOR_BAD_VALUE;
    case 35: return check_ct(c, p, p + length);
    case 36: return check_nat(c, p, p + length);
    case 42:
        memset(p + 10, 0, 6);
        return check_nested(c, IN_CLONE, p + 16, p + length);
    case 43: return length != 16 ? FLOOR_BAD_LENGTH : floor_is_zero(p + 10, p + 16) ? FLOOR_OK : FLOOR_BAD_PADDING;
    default: return FLOOR_BAD_TYPE;
    }
}

static enum floor_rule check_tag(struct context *c, uint8_t *p, unsigned type)
{
    unsigned ethertype = get16(p + 4);
    memset(p + 6, 0, 2);
    if (type == 17) {
        if (c->facts.vlan_tags >= 2 || (ethertype != 0x8100 && ethertype != 0x88a8)) {
            return FLOOR_BAD_VALUE;
        }
        c->facts.vlan_tags++;
    } else if (type == 19) {
        if (ethertype != 0x8847 && ethertype != 0x8848) {
            return FLOOR_BAD_VALUE;
        }
        c->facts.eth_type = ethertype;
        c->facts.ip_proto = 0;
    } else {
        if (!suits(c, MPLS)) {
            return FLOOR_MISSING_PREREQUISITE;
        }
        c->facts.eth_type = ethertype;
    }
    relearn(c);
    return FLOOR_OK;
}

/* Those of OpenFlow 1.1, which set-field has replaced: a switch still takes them. They stay as they are. */
static enum floor_rule check_older(struct context *c, const uint8_t *p, unsigned type, unsigned length)
{
    if (length != (type == 3 || type == 4 ? 16 : 8)) {
        return FLOOR_BAD_LENGTH;
    }
    switch (type) {
    case 1: case 2:
        if (!suits(c, VLAN)) {
            return FLOOR_MISSING_PREREQUISITE;
        }
        c->facts.vlan_tags += !c->facts.vlan_tags;
        relearn(c);
        return (type == 1 ? get16(p + 4) < 0x1000 : p[4] < 8) ? FLOOR_OK : FLOOR_BAD_VALUE;
    case 3: case 4: return FLOOR_OK;
    case 5: case 6: return suits(c, IPV4) ? FLOOR_OK : FLOOR_MISSING_PREREQUISITE;
    case 7: case 8:
        if (p[4] & (type == 7 ? 3 : ~3)) {
            return FLOOR_BAD_VALUE;
        }
        return suits(c, IP) ? FLOOR_OK : FLOOR_MISSING_PREREQUISITE;
    case 9: case 10:
        return suits(c, TCP) || suits(c, UDP) || suits(c, SCTP) ? FLOOR_OK : FLOOR_MISSING_PREREQUISITE;
    case 13: case 14: return suits(c, MPLS) ? FLOOR_OK : FLOOR_MISSING_PREREQUISITE;
    default: return FLOOR_BAD_TYPE;
    }
}

/* The standard actions of eight bytes. */
static enum floor_rule check_short(struct context *c, uint8_t *p, unsigned type, unsigned length)
{
    if (type < 15) {
        return check_older(c, p, type, length);
    }
    if (length != 8) {
        return FLOOR_BAD_LENGTH;
    }
    switch (type) {
    case 15: case 16:
        memset(p + (type == 15 ? 5 : 4), 0, type == 15 ? 3 : 4);
        return suits(c, MPLS) ? FLOOR_OK : FLOOR_MISSING_PREREQUISITE;
    case 17: case 19: case 20: return check_tag(c, p, type);
    case 18:
        if (!suits(c, VLAN)) {
            return FLOOR_MISSING_PREREQUISITE;
        }
        memset(p + 4, 0, 4);
        c->facts.vlan_tags -= c->facts.vlan_tags > 0;
        relearn(c);
        return FLOOR_OK;
    case 21: case 22: return FLOOR_OK;
    case 23: case 24:
        memset(p + (type == 23 ? 5 : 4), 0, type == 23 ? 3 : 4);
        return suits(c, IP) ? FLOOR_OK : FLOOR_MISSING_PREREQUISITE;
    default: return FLOOR_BAD_TYPE;
    }
}

static inline enum floor_rule check_output(uint8_t *p, unsigned length)
{
    uint32_t port = get32(p + 4);
    if (length != 16) {
        return FLOOR_BAD_LENGTH;
    }
    if (!(port < 0xff00 || (port >= 0xfffffff8 && port != 0xffffffff))) {
        return FLOOR_BAD_VALUE;
    }
    memset(p + 10, 0, 6);
    return FLOOR_OK;
}

/* What a set of actions may hold. */
static bool is_settable(const uint8_t *p, unsigned type, unsigned length)
{
    unsigned subtype = type == 0xffff && length >= 16 ? get16(p + 8) : 6;
    return subtype == 6 || subtype == 7 || subtype == 14 || subtype == 35 || subtype == 43;
}

static enum floor_rule check_list(struct context *c, uint8_t *p, uint8_t *end)
{
    bool has_conjunction = false, has_other = false;
    while (p < end) {
        if (end - p < 8) {
            return FLOOR_TRUNCATED;
        }
        unsigned type = get16(p), length = get16(p + 2);
        enum floor_rule rule;
        if (length < 8 || length % 8 || length > end - p) {
            return FLOOR_BAD_LENGTH;
        }
        if (c->place == IN_WRITE && !is_settable(p, type, length)) {
            return FLOOR_BAD_TYPE;
        }
        if (c->place == IN_CT && type != 25 && type != 0xffff) {
            return FLOOR_BAD_VALUE;
        }
        switch (type) {
        case 0: rule = check_output(p, length); break;
        case 25: rule = check_set_field(c, p, p + length); break;
        case 0xffff: rule = check_nicira(c, p, length); break;
        default: rule = check_short(c, p, type, length); break;
        }
        if (rule) {
            return rule;
        }
        bool is_conjunction = type == 0xffff && get16(p + 8) == 34;
        has_conjunction |= is_conjunction;
        has_other |= !is_conjunction && !(type == 0xffff && get16(p + 8) == 8);
        p += length;
    }
    c->has_conjunction = has_conjunction;
    return has_conjunction && has_other ? FLOOR_BAD_VALUE : FLOOR_OK;
}

static enum floor_rule take_actions(struct floor_bytes *out, struct context *c, enum place place, const uint8_t *p,
                                    size_t length)
{
    uint8_t *copy = out->data + out->length;
    c->place = place;
    memcpy(copy, p, length);
    out->length += length;
    return check_list(c, copy, copy + length);
}

enum floor_rule floor_actions_decode(struct floor_bytes *out, const uint8_t *p, const uint8_t *end)
{
    struct context c = { .is_known = false };
    out->length = 0;
    return take_actions(out, &c, IN_APPLY, p, end - p);
}

/* The places of the order in which a switch carries instructions out, after `type` 1 to 6. */
enum { METER, APPLY, CLEAR, WRITE, METADATA, GOTO, KINDS };
static const uint8_t order[] = { KINDS, GOTO, METADATA, WRITE, APPLY, CLEAR, METER };

static enum floor_rule check_fixed(const uint8_t *p, unsigned place, unsigned length, uint8_t table)
{
    if (length != (place == METADATA ? 24 : 8)) {
        return FLOOR_BAD_LENGTH;
    }
    if (place == METER && (get32(p + 4) == 0 || get32(p + 4) > 0xffff0000)) {
        return FLOOR_BAD_VALUE;
    }
    if (place == GOTO && table != 255 && p[4] <= table) {
        return FLOOR_BAD_VALUE;
    }
    return FLOOR_OK;
}

static enum floor_rule put_instruction(struct floor_bytes *out, struct context *c, unsigned place, const uint8_t *p,
                                       uint8_t table)
{
    unsigned length = get16(p + 2);
    uint8_t *copy = out->data + out->length;
    if (place == APPLY || place == WRITE) {
        if (length == 8) {
            return FLOOR_OK;
        }
        memcpy(copy, p, 4);
        memset(copy + 4, 0, 4);
        out->length += 8;
        return take_actions(out, c, place == APPLY ? IN_APPLY : IN_WRITE, p + 8, length - 8);
    }
    enum floor_rule rule = check_fixed(p, place, length, table);
    memcpy(copy, p, length);
    if (place == METADATA || place == CLEAR) {
        memset(copy + 4, 0, 4);
    } else if (place == GOTO) {
        memset(copy + 5, 0, 3);
    }
    out->length += length;
    return rule;
}

enum floor_rule floor_instructions_decode(struct floor_bytes *out, const uint8_t *p, const uint8_t *end,
                                          const struct floor_match *match, uint8_t table)
{
    const uint8_t *found[KINDS] = { NULL };
    struct context c = { .is_known = match != NULL };
    out->length = 0;
    while (p < end) {
        if (end - p < 8) {
            return FLOOR_TRUNCATED;
        }
        unsigned type = get16(p), length = get16(p + 2);
        if (length < 8 || length % 8 || length > end - p) {
            return FLOOR_BAD_LENGTH;
        }
        if (type < 1 || type > 6) {
            return FLOOR_BAD_TYPE;
        }
        if (found[order[type]]) {
            return FLOOR_DUPLICATE;
        }
        found[order[type]] = p;
        p += length;
    }
    if (match) {
        c.facts = match->facts;
        c.holds = match->holds;
    }
    unsigned count = 0;
    bool has_conjunction = false;
    for (unsigned place = 0; place < KINDS; place++) {
        if (!found[place]) {
            continue;
        }
        enum floor_rule rule = put_instruction(out, &c, place, found[place], table);
        if (rule) {
            return rule;
        }
        count += place != APPLY || get16(found[place] + 2) > 8;
        has_conjunction |= c.has_conjunction;
    }
    /* A flow with a conjunction does nothing else. */
    return has_conjunction && count > 1 ? FLOOR_BAD_VALUE : FLOOR_OK;
}

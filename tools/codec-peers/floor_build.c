/* Matches and instructions built from numbers; see floor.h. */
#include "floor.h"

void floor_match_clear(struct floor_match *match)
{
    match->present[0] = match->present[1] = 0;
    match->facts = (struct floor_facts) { 0 };
    match->holds = 1u << NONE | 1u << ETHERNET;
}

void floor_match_set(struct floor_match *match, unsigned field, uint64_t value, uint64_t mask)
{
    const struct floor_layout *layout = &floor_layouts[field];
    mask &= layout->mask_bits;
    match->value[layout->slot] = value & mask;
    match->mask[layout->slot] = mask;
    if (mask) {
        match->present[field / 64] |= UINT64_C(1) << field % 64;
    }
}

void floor_open_apply(struct floor_bytes *out)
{
    put64(out->data + out->length, (uint64_t) 4 << 48);
    out->length += 8;
}

/* The one instruction that is there. */
void floor_close_apply(struct floor_bytes *out)
{
    put16(out->data + 2, out->length);
}

void floor_put_set_field(struct floor_bytes *out, unsigned field, uint64_t value)
{
    const struct floor_layout *layout = &floor_layouts[field];
    uint8_t *start = out->data + out->length;
    uint8_t *p = put32(start + 4, layout->header);
    if (layout->experimenter) {
        p = put32(p, layout->experimenter);
    }
    p = floor_store(p, value, layout->bytes);
    memset(p, 0, 8);
    size_t length = (p - start + 7) & ~7;
    put32(start, 25u << 16 | length);
    out->length += length;
}

void floor_put_dec_ttl(struct floor_bytes *out)
{
    put64(out->data + out->length, (uint64_t) 24 << 48 | (uint64_t) 8 << 32);
    out->length += 8;
}

void floor_put_output(struct floor_bytes *out, uint32_t port, uint16_t max_length)
{
    uint8_t *p = put32(put32(out->data + out->length, 16), port);
    put32(put16(put16(p, max_length), 0), 0);
    out->length += 16;
}

/* What a codec under measurement gives, and what runs it.
 *
 * A peer is a program that reads commands from standard input, a line each, and answers each with a line:
 *
 *   load KIND HEX   decodes a message, which `encode` and `time` then work on: `ok` or `refused WHY`
 *   encode KIND     writes the loaded message again, from what was decoded: `HEX`
 *   build           builds the flow of `peer_flow` and writes it as a FLOW_MOD: `HEX`
 *   judge HEX       decodes a message: `accepted` or `refused WHY`
 *   time OPERATION N   runs an operation N times: `NANOSECONDS SUM`, of the process's CPU time
 *
 * SUM folds a result of every single run, so that no run can be left out; all peers must give the same.
 * With `--check` each line is a message in hex, and the answers are those of `judge`. */
#ifndef NARU_PEER_H
#define NARU_PEER_H

#include <stddef.h>
#include <stdint.h>

enum { PEER_MAX_MESSAGE = 65535 };

enum peer_kind { PEER_FLOW_MOD, PEER_PACKET_IN, PEER_PACKET_OUT, PEER_FLOW_STATS, PEER_KINDS };

struct peer_operation {
    const char *name;
    /* Runs it so many times and gives the sum. */
    uint64_t (*run)(uint64_t times);
};

/* Ends with a name of NULL. */
extern const struct peer_operation peer_operations[];

/* What a controller has before there is a message: apply {set eth_src, set eth_dst, dec_ttl, output}. */
struct peer_flow {
    uint32_t xid;
    uint8_t table;
    uint16_t priority;
    uint64_t cookie;
    uint32_t in_port, ipv4_src, ipv4_dst, ipv4_dst_mask;
    uint16_t tcp_dst;
    uint8_t new_eth_src[6], new_eth_dst[6];
    uint32_t out_port;
};

extern struct peer_flow peer_flow;

void peer_start(void);

/* NULL, or why the message is refused. `message` stays valid. */
const char *peer_load(enum peer_kind, const uint8_t *message, size_t length);

/* Writes the loaded message into `out` (PEER_MAX_MESSAGE bytes) and gives its length, 0 where the peer can't. */
size_t peer_encode(enum peer_kind, uint8_t *out);

size_t peer_build(const struct peer_flow *, uint8_t *out);

const char *peer_judge(const uint8_t *message, size_t length);

/* What every encode adds to its sum: it depends on the length and on the last bytes, which are written last. */
static inline uint64_t peer_fold(const uint8_t *message, size_t length)
{
    return length + message[length - 1] + message[length / 2];
}

#endif

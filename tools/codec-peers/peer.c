/* The loop that drives a peer; see peer.h. */
#include "peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const kind_names[PEER_KINDS] = { "flow-mod", "packet-in", "packet-out", "flow-stats" };

struct peer_flow peer_flow = {
    0x1234, 5, 1000, 0x1122334455667788, 3, 0x0a000001, 0x0a010200, 0xffffff00, 443,
    { 0x02, 0, 0, 0, 0, 0x01 }, { 0x02, 0, 0, 0, 0, 0x02 }, 7
};

/* Aligned as an allocator would: Open vSwitch asserts that a message is. */
static _Alignas(16) uint8_t loaded[PEER_KINDS][PEER_MAX_MESSAGE + 1];
static _Alignas(16) uint8_t scratch[PEER_MAX_MESSAGE + 1];

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Gives the number of bytes, or -1 where the text is no hex or is too long. */
static int from_hex(const char *text, uint8_t *out)
{
    int count = 0;
    for (; *text && *text != '\n'; text += 2) {
        int high = digit(text[0]);
        int low = high < 0 ? -1 : digit(text[1]);
        if (low < 0 || count >= PEER_MAX_MESSAGE) {
            return -1;
        }
        out[count++] = high << 4 | low;
    }
    return count;
}

static void answer_verdict(const char *refusal, const char *accepted)
{
    if (refusal) {
        printf("refused %s\n", refusal);
    } else {
        printf("%s\n", accepted);
    }
}

static void judge(const char *hex)
{
    int length = from_hex(hex, scratch);
    answer_verdict(length < 0 ? "no hex" : peer_judge(scratch, length), "accepted");
}

static int kind_of(const char *name)
{
    for (int kind = 0; kind < PEER_KINDS; kind++) {
        if (!strcmp(name, kind_names[kind])) {
            return kind;
        }
    }
    return -1;
}

static void load(const char *name, const char *hex)
{
    int kind = kind_of(name);
    if (kind < 0) {
        printf("refused unknown kind\n");
        return;
    }
    int length = from_hex(hex, loaded[kind]);
    answer_verdict(length < 0 ? "no hex" : peer_load(kind, loaded[kind], length), "ok");
}

static void answer_bytes(size_t length)
{
    for (size_t i = 0; i < length; i++) {
        printf("%02x", scratch[i]);
    }
    printf("\n");
}

static void encode(const char *name)
{
    int kind = kind_of(name);
    answer_bytes(kind < 0 ? 0 : peer_encode(kind, scratch));
}

static uint64_t cpu_nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t) now.tv_sec * 1000000000u + now.tv_nsec;
}

static void time_operation(const char *name, uint64_t times)
{
    for (const struct peer_operation *operation = peer_operations; operation->name; operation++) {
        if (!strcmp(operation->name, name)) {
            uint64_t start = cpu_nanoseconds();
            uint64_t sum = operation->run(times);
            uint64_t end = cpu_nanoseconds();
            printf("%llu %llu\n", (unsigned long long) (end - start), (unsigned long long) sum);
            return;
        }
    }
    printf("unknown operation\n");
}

static void obey(char *line)
{
    char *command = strtok(line, " \n");
    char *first = strtok(NULL, " \n");
    char *second = strtok(NULL, " \n");
    if (command && first && second && !strcmp(command, "load")) {
        load(first, second);
    } else if (command && first && !strcmp(command, "encode")) {
        encode(first);
    } else if (command && !strcmp(command, "build")) {
        answer_bytes(peer_build(&peer_flow, scratch));
    } else if (command && first && !strcmp(command, "judge")) {
        judge(first);
    } else if (command && first && second && !strcmp(command, "time")) {
        time_operation(first, strtoull(second, NULL, 10));
    } else {
        printf("unknown command\n");
    }
}

int main(int argc, char **argv)
{
    int is_check = argc > 1 && !strcmp(argv[1], "--check");
    char *line = NULL;
    size_t capacity = 0;

    peer_start();
    while (getline(&line, &capacity, stdin) > 0) {
        if (is_check) {
            judge(line);
        } else {
            obey(line);
        }
        fflush(stdout);
    }
    free(line);
    return 0;
}

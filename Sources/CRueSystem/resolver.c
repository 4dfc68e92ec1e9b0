#include "rue_resolver.h"

#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "address.h"
#include "rue_mdns.h"
#include "thread.h"

typedef struct {
    char *host;
    uint16_t port;
    int answer_to;
} question;

// Travels as one packet of a socket pair, so that it arrives whole or not at all.
typedef struct {
    int32_t reason;
    int32_t count;
    rue_address addresses[RUE_RESOLVER_MAXIMUM];
} answer;

static int collect(const struct addrinfo *found, rue_address *list) {
    int count = 0;
    for (; found != NULL && count < RUE_RESOLVER_MAXIMUM; found = found->ai_next) {
        rue_address address;
        if (rue_address_from_system(found->ai_addr, &address) != 0) continue;
        if (!rue_address_is_listed(list, count, &address)) list[count++] = address;
    }
    return count;
}

// Keeps the order within a family and alternates between the families.
static void alternate(rue_address *list, int count) {
    rue_address ordered[RUE_RESOLVER_MAXIMUM];
    bool taken[RUE_RESOLVER_MAXIMUM] = {false};
    for (int i = 0; i < count; i++) {
        int next = -1;
        for (int j = 0; j < count; j++) {
            if (taken[j]) continue;
            if (next < 0) next = j;
            if (i == 0 || list[j].version != ordered[i - 1].version) {
                next = j;
                break;
            }
        }
        taken[next] = true;
        ordered[i] = list[next];
    }
    memcpy(list, ordered, (size_t)count * sizeof *list);
}

// How long a question to the local network may stay unanswered: it is asked three times, and a
// network without a cable loses many a packet that is for all.
static const int32_t multicast_timeout_ms = 5000;

static void resolve_by_system(const question *asked, answer *answer) {
    char port[8];
    struct addrinfo hints = {
        .ai_family = AF_UNSPEC,
        .ai_socktype = SOCK_STREAM,
        .ai_flags = AI_NUMERICSERV,
    };
    struct addrinfo *found = NULL;
    snprintf(port, sizeof port, "%u", asked->port);
    answer->reason = getaddrinfo(asked->host, port, &hints, &found);
    if (answer->reason != 0) return;
    answer->count = collect(found, answer->addresses);
    freeaddrinfo(found);
    if (answer->count == 0) answer->reason = EAI_NONAME;
}

static void resolve(const question *asked, answer *answer) {
    int found = 0;
    if (rue_mdns_is_local(asked->host))
        found = rue_mdns_ask(
            NULL, asked->host, asked->port, multicast_timeout_ms, answer->addresses,
            RUE_RESOLVER_MAXIMUM);
    if (found > 0) answer->count = found;
    else resolve_by_system(asked, answer);
    alternate(answer->addresses, answer->count);
}

static void discard(question *asked) {
    close(asked->answer_to);
    free(asked->host);
    free(asked);
}

static void *run(void *argument) {
    question *asked = argument;
    answer answer;
    memset(&answer, 0, sizeof answer);
    resolve(asked, &answer);
    // Fails when the caller has closed its end; then no one wants the answer.
    (void)!send(asked->answer_to, &answer, sizeof answer, MSG_NOSIGNAL);
    discard(asked);
    return NULL;
}

int rue_resolve_start(const char *host, uint16_t port) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return -errno;
    question *asked = calloc(1, sizeof *asked);
    char *name = strdup(host);
    if (asked == NULL || name == NULL) {
        free(asked);
        free(name);
        close(ends[0]);
        close(ends[1]);
        return -ENOMEM;
    }
    *asked = (question){.host = name, .port = port, .answer_to = ends[1]};
    int result = rue_thread_start(run, asked);
    if (result == 0) return ends[0];
    discard(asked);
    close(ends[0]);
    return result;
}

int rue_resolve_finish(int descriptor, rue_address *addresses, int32_t *reason) {
    answer answer;
    *reason = 0;
    ssize_t count = recv(descriptor, &answer, sizeof answer, MSG_DONTWAIT);
    if (count < 0) return -errno;
    if (count != sizeof answer) return -EPIPE;
    *reason = answer.reason;
    if (answer.reason != 0) return -ENXIO;
    memcpy(addresses, answer.addresses, (size_t)answer.count * sizeof *addresses);
    return answer.count;
}

const char *rue_resolve_error_text(int32_t reason) {
    return gai_strerror(reason);
}

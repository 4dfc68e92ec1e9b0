#include "rue_file_reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rue_file.h"
#include "thread.h"

typedef struct {
    char *path;
    int answer_to;
} order;

// Travels as one packet of a socket pair, so that it arrives whole or not at all.
typedef struct {
    int32_t count;
    uint8_t bytes[RUE_FILE_READER_MAXIMUM];
} answer;

static void discard(order *order) {
    close(order->answer_to);
    free(order->path);
    free(order);
}

static void *run(void *argument) {
    order *order = argument;
    answer answer;
    memset(&answer, 0, sizeof answer);
    answer.count = rue_file_read(order->path, answer.bytes, sizeof answer.bytes);
    // Fails when the caller has closed its end; then no one wants the answer.
    (void)!send(order->answer_to, &answer, sizeof answer, MSG_NOSIGNAL);
    discard(order);
    return NULL;
}

int rue_file_reader_start(const char *path) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return -errno;
    order *placed = calloc(1, sizeof *placed);
    char *copy = strdup(path);
    if (placed == NULL || copy == NULL) {
        free(placed);
        free(copy);
        close(ends[0]);
        close(ends[1]);
        return -ENOMEM;
    }
    *placed = (order){.path = copy, .answer_to = ends[1]};
    int result = rue_thread_start(run, placed);
    if (result == 0) return ends[0];
    discard(placed);
    close(ends[0]);
    return result;
}

int rue_file_reader_finish(int descriptor, uint8_t *bytes, int32_t *count) {
    answer answer;
    ssize_t taken = recv(descriptor, &answer, sizeof answer, MSG_DONTWAIT);
    if (taken < 0) return -errno;
    if (taken != sizeof answer) return -EPIPE;
    *count = answer.count;
    if (answer.count > 0) memcpy(bytes, answer.bytes, (size_t)answer.count);
    return 0;
}

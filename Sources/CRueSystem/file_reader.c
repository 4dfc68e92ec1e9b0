#include "rue_file_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rue_clock.h"
#include "rue_file.h"
#include "thread.h"

typedef struct {
    // To be read; NULL when something is to be written.
    char *path;
    int answer_to;
    // To be written to, and what.
    int target;
    size_t count;
    uint8_t bytes[RUE_FILE_WRITER_MAXIMUM];
} order;

// Travels as one packet of a socket pair, so that it arrives whole or not at all.
typedef struct {
    int32_t count;
    uint8_t bytes[RUE_FILE_READER_MAXIMUM];
} answer;

static void discard(order *order) {
    if (order->answer_to >= 0) close(order->answer_to);
    if (order->target >= 0) close(order->target);
    free(order->path);
    free(order);
}

// One write, as files of /sys want it. The answer is how long it took.
static void carry_out_writing(const order *order, answer *answer) {
    uint64_t begun = rue_boottime_us();
    ssize_t written = write(order->target, order->bytes, order->count);
    int reason = written < 0 ? errno : EIO;
    uint64_t taken = rue_boottime_us() - begun;
    answer->count = (size_t)written == order->count ? (int32_t)sizeof taken : -reason;
    memcpy(answer->bytes, &taken, sizeof taken);
}

static void *run(void *argument) {
    order *order = argument;
    answer answer;
    memset(&answer, 0, sizeof answer);
    if (order->path == NULL) {
        carry_out_writing(order, &answer);
    } else {
        answer.count = rue_file_read(order->path, answer.bytes, sizeof answer.bytes);
    }
    // Fails when the caller has closed its end; then no one wants the answer.
    (void)!send(order->answer_to, &answer, sizeof answer, MSG_NOSIGNAL);
    discard(order);
    return NULL;
}

// Takes what the order holds, also when it fails.
static int start(order *placed) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        int reason = errno;
        discard(placed);
        return -reason;
    }
    placed->answer_to = ends[1];
    int result = rue_thread_start(run, placed);
    if (result == 0) return ends[0];
    discard(placed);
    close(ends[0]);
    return result;
}

static order *new_order(void) {
    order *placed = calloc(1, sizeof *placed);
    if (placed != NULL) placed->answer_to = placed->target = -1;
    return placed;
}

int rue_file_reader_start(const char *path) {
    order *placed = new_order();
    if (placed == NULL) return -ENOMEM;
    placed->path = strdup(path);
    if (placed->path != NULL) return start(placed);
    discard(placed);
    return -ENOMEM;
}

int rue_file_writer_start(const char *path, const uint8_t *bytes, size_t count) {
    if (count > RUE_FILE_WRITER_MAXIMUM) return -EINVAL;
    order *placed = new_order();
    if (placed == NULL) return -ENOMEM;
    placed->target = open(path, O_WRONLY | O_CLOEXEC);
    if (placed->target < 0) {
        int reason = errno;
        discard(placed);
        return -reason;
    }
    placed->count = count;
    memcpy(placed->bytes, bytes, count);
    return start(placed);
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

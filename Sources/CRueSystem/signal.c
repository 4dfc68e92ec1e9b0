#include "rue_signal.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

static_assert(
    SIGTERM == RUE_SIGNAL_TERMINATE && SIGINT == RUE_SIGNAL_INTERRUPT &&
        SIGHUP == RUE_SIGNAL_HANGUP,
    "signal numbers");

int rue_signals_open(void) {
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGHUP);
    int error = pthread_sigmask(SIG_BLOCK, &wanted, NULL);
    if (error != 0) return -error;
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) return -errno;
    int descriptor = signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

int rue_signals_next(int descriptor) {
    struct signalfd_siginfo info;
    ssize_t count = read(descriptor, &info, sizeof info);
    if (count == sizeof info) return (int)info.ssi_signo;
    return count < 0 && errno != EAGAIN && errno != EINTR ? -errno : 0;
}

// Signals as a descriptor, so that they arrive in the poll loop like everything else.
#ifndef RUE_SIGNAL_H
#define RUE_SIGNAL_H

/// Sends SIGTERM, SIGINT and SIGHUP to the returned descriptor from now on, and ignores SIGPIPE. To
/// be called before any thread is started: threads inherit the mask.
/// Returns the descriptor, or a negative errno.
int rue_signals_open(void);

/// Takes the next signal. Returns its number, or 0 when none came.
int rue_signals_next(int descriptor);

/// The number of SIGTERM.
#define RUE_SIGNAL_TERMINATE 15
/// The number of SIGINT.
#define RUE_SIGNAL_INTERRUPT 2
/// The number of SIGHUP.
#define RUE_SIGNAL_HANGUP 1

#endif

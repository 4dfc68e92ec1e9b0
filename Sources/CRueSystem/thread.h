// A helper thread for what blocks in the kernel.
#ifndef RUE_THREAD_H
#define RUE_THREAD_H

// Runs `work(argument)` on a detached thread with a small stack, which takes no signals.
// Returns a negative errno if there is no thread; then `argument` is still the caller's.
int rue_thread_start(void *(*work)(void *), void *argument);

#endif

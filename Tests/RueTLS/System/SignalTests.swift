import CRueSystem
import Glibc
import Testing

@Suite struct SignalTests {
    @Test func next_raisedSignals_comeThroughTheDescriptor() {
        // The thread and the process belong to the test runner: they get back what they had.
        var before = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let brokenPipe = signal(SIGPIPE, SIG_DFL)
        defer { signal(SIGPIPE, brokenPipe) }
        let descriptor = rue_signals_open()
        #expect(descriptor >= 0)
        defer { rue_close(descriptor) }
        var disposition = sigaction()
        sigaction(SIGPIPE, nil, &disposition)
        #expect(unsafeBitCast(disposition.__sigaction_handler.sa_handler, to: Int.self) == 1)
        #expect(rue_signals_next(descriptor) == 0)
        raise(SIGTERM)
        raise(SIGINT)
        var entry = rue_poll_entry(
            descriptor: descriptor, wanted: Int16(RUE_POLL_READ), ready: 0)
        #expect(rue_poll(&entry, 1, 5000) == 1)
        let came = [rue_signals_next(descriptor), rue_signals_next(descriptor)]
        #expect(came.sorted() == [SIGINT, SIGTERM])
        #expect(rue_signals_next(descriptor) == 0)
    }
}

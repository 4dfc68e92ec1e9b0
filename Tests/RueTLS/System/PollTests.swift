import CRueSystem
import Glibc
import Testing

@Suite struct PollTests {
    /// Two ends of a pipe, closed at the end of the test.
    private final class Pipe {
        let read: Int32
        private(set) var write: Int32

        init() {
            var ends: [Int32] = [0, 0]
            #expect(pipe(&ends) == 0)
            (read, write) = (ends[0], ends[1])
        }

        func closeWriteEnd() {
            rue_close(write)
            write = -1
        }

        deinit {
            rue_close(read)
            rue_close(write)
        }
    }

    @Test func poll_nothingThere_isOverInTime() {
        let pipe = Pipe()
        var entry = rue_poll_entry(
            descriptor: pipe.read, wanted: Int16(RUE_POLL_READ), ready: 9)
        let start = rue_boottime_ms()
        #expect(rue_poll(&entry, 1, 20) == 0)
        #expect(rue_boottime_ms() - start >= 19)
        #expect(entry.ready == 0)
    }

    @Test func poll_severalEntries_tellsWhichAreReady() {
        let (first, second) = (Pipe(), Pipe())
        #expect(rue_write_all(second.write, [1], 1) == 0)
        var entries = [
            rue_poll_entry(descriptor: first.read, wanted: Int16(RUE_POLL_READ), ready: 0),
            rue_poll_entry(descriptor: -1, wanted: Int16(RUE_POLL_READ), ready: 0),
            rue_poll_entry(descriptor: second.read, wanted: Int16(RUE_POLL_READ), ready: 0),
            rue_poll_entry(descriptor: first.write, wanted: Int16(RUE_POLL_WRITE), ready: 0),
        ]
        #expect(rue_poll(&entries, entries.count, 5000) == 2)
        #expect(
            entries.map(\.ready) == [0, 0, Int16(RUE_POLL_READ), Int16(RUE_POLL_WRITE)])
    }

    @Test func poll_otherEndClosed_isReadableAndAFault() {
        let pipe = Pipe()
        pipe.closeWriteEnd()
        var entry = rue_poll_entry(
            descriptor: pipe.read, wanted: Int16(RUE_POLL_READ), ready: 0)
        #expect(rue_poll(&entry, 1, 5000) == 1)
        #expect(entry.ready == Int16(RUE_POLL_READ | RUE_POLL_FAULT))
    }

    @Test func poll_tooManyEntries_isRefused() {
        var entries = [rue_poll_entry](
            repeating: rue_poll_entry(), count: Int(RUE_POLL_MAXIMUM) + 1)
        #expect(rue_poll(&entries, entries.count, 0) == -EINVAL)
    }
}

import CRueSystem
import Glibc
import RueTestSupport
import Testing

@Suite struct ServiceTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    /// A datagram socket bound as systemd binds its own, and what it is called in NOTIFY_SOCKET.
    private func listener(_ name: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            path.copyBytes(from: name.utf8.map { $0 == UInt8(ascii: "@") ? 0 : $0 })
        }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.utf8.count)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        try #require(bound == 0)
        return descriptor
    }

    @Test func notify_pathAndAbstractSocket_deliversTheState() throws {
        for name in [
            folder.file("notify"), "@rue-test-" + folder.path.split(separator: "/").joined(),
        ] {
            let descriptor = try listener(name)
            defer { rue_close(descriptor) }
            #expect(rue_service_notify_to(name, "READY=1") == 1)
            var buffer = [UInt8](repeating: 0, count: 32)
            #expect(rue_read(descriptor, &buffer, buffer.count) == 7)
            #expect(buffer.starts(with: "READY=1".utf8))
        }
    }

    @Test func notify_noSuchSocket_tellsWhy() {
        #expect(rue_service_notify_to(folder.file("none"), "READY=1") == -ENOENT)
        #expect(rue_service_notify_to("relative", "READY=1") == -EINVAL)
        let long = "/" + String(repeating: "a", count: 108)
        #expect(rue_service_notify_to(long, "READY=1") == -ENAMETOOLONG)
    }

    @Test func watchdog_variables_countOnlyForThisProcess() {
        let own = String(rue_process_id())
        #expect(rue_service_watchdog_of("30000000", nil) == 30_000_000)
        #expect(rue_service_watchdog_of("30000000", own) == 30_000_000)
        #expect(rue_service_watchdog_of("30000000", "1") == 0)
        #expect(rue_service_watchdog_of(nil, own) == 0)
        #expect(rue_service_watchdog_of("-1", nil) == 0)
        #expect(rue_service_watchdog_of("30s", nil) == 0)
        #expect(rue_service_watchdog_of("99999999999999999999999", nil) == 0)
    }
}

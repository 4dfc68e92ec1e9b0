import CRueSystem
import Glibc
import RueTestSupport
import Testing

@Suite struct ServiceTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    @Test func notify_pathAndAbstractSocket_deliversTheState() throws {
        for name in [
            folder.file("notify"), "@rue-test-" + folder.path.split(separator: "/").joined(),
        ] {
            let socket = try ServiceManagerSocket(name)
            #expect(rue_service_notify_to(name, "READY=1") == 1)
            #expect(socket.next() == "READY=1")
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

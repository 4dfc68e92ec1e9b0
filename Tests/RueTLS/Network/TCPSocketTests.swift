import CRueSystem
import Glibc
import RueTLS
import Testing

@Suite struct TCPSocketTests {
    @Test func finishConnecting_noOneListens_isRefusedWithTheAddress() throws {
        // A port that is bound but not listened to, so that no one else can take it.
        let holder = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(holder) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                #expect(bind(holder, $0, length) == 0)
                #expect(getsockname(holder, $0, &length) == 0)
            }
        }
        let port = UInt16(bigEndian: address.sin_port)
        let target = try #require(NetworkAddress(numeric: "127.0.0.1", port: port))
        let connecting = try TCPSocket(connectingTo: target)
        var entry = rue_poll_entry(
            descriptor: connecting.descriptor, wanted: Int16(RUE_POLL_WRITE), ready: 0)
        #expect(rue_poll(&entry, 1, 5000) == 1)
        let expected = NetworkError.system(
            attempt: "connect to 127.0.0.1:\(port)", errno: ECONNREFUSED)
        #expect(throws: expected) { try connecting.finishConnecting() }
        #expect(
            expected.description == "cannot connect to 127.0.0.1:\(port): Connection refused")
    }
}

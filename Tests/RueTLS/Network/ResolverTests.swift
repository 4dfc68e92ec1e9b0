import CRueSystem
import RueTLS
import Testing

@Suite struct ResolverTests {
    private func resolve(_ host: String) throws -> [NetworkAddress] {
        let resolver = try Resolver(host: host, port: 8443)
        var entry = rue_poll_entry(
            descriptor: resolver.descriptor, wanted: Int16(RUE_POLL_READ), ready: 0)
        #expect(rue_poll(&entry, 1, 10_000) == 1)
        return try #require(try resolver.addresses())
    }

    @Test func addresses_localhost_isALoopbackAddress() throws {
        let found = try resolve("localhost")
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { ["127.0.0.1:8443", "[::1]:8443"].contains($0.description) })
    }

    @Test(arguments: ["192.0.2.7", "2001:db8::7"])
    func addresses_numericHost_isThatAddress(host: String) throws {
        #expect(try resolve(host) == [NetworkAddress(numeric: host, port: 8443)])
    }

    @Test func addresses_impossibleName_isUnresolvedWithTheReason() throws {
        // A label of 64 letters, which DNS does not have: refused without asking anyone.
        let host = String(repeating: "a", count: 64) + ".invalid"
        do {
            _ = try resolve(host)
            Issue.record("resolved")
        } catch let error as NetworkError {
            guard case .unresolved(host, let reason) = error else {
                Issue.record("\(error.description)")
                return
            }
            #expect(!reason.isEmpty)
            #expect(error.description.contains(host))
        }
    }

    @Test func abandoned_beforeTheAnswer_disturbsNoOne() throws {
        for _ in 0..<50 { _ = try Resolver(host: "localhost", port: 1) }
        #expect(try !resolve("localhost").isEmpty)
    }
}

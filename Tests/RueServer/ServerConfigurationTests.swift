import RueHTTP
import RueServer
import Testing

@Suite struct ServerConfigurationTests {
    @Test func defaults_ofANewServer_areTheProtocols() {
        // Protocol, Transport: what nodes of others count on. Other tests shorten these times.
        let configuration = ServerConfiguration(listeners: [])
        #expect(configuration.limits.maximumHeaderBytes == 8 * 1024)
        #expect(configuration.limits.maximumBodyBytes == 256 * 1024)
        #expect(configuration.requestTimeoutMilliseconds == 10_000)
        #expect(configuration.idleTimeoutMilliseconds >= 75_000)
        #expect(configuration.maximumConnectionsPerAddress >= 256)
        // A house of the largest size beside an address that takes all it may.
        #expect(configuration.maximumConnections > 4 * configuration.maximumConnectionsPerAddress)
    }
}

import Foundation
import RueSQLite
import RueTestSupport
import Testing

/// The program that is flashed, on an emulated Pi Zero W processor, against a real server.
@Suite struct ARMv6Tests {
    private static let simulate = [
        "simulate", "--count", "1000", "--start", "2026-03-01T06:00:00Z",
        "--boot", "00112233445566778899aabbccddeeff",
    ]

    private static let description = """
        batch: {readings: 60, seconds: 600}
        sensors:
          - {id: air, driver: bme280, bus: simulated, address: 0x76, interval: 10s}
          - {id: shade, driver: dht22, bus: simulated, line: 4, interval: 10s}
          - {id: floor, driver: ds18b20, bus: simulated, place: floor, interval: 10s}
        simulation: {seed: 7, room: cellar}
        faults:
          - {sensor: shade, fault: checksum, after: 1min, for: 1min}

        """

    @Test func thousandReadings_signedOnARMv6_areVerifiedAndEqualThoseOfX86() throws {
        let armv6 = try #require(
            AgentBuild.armv6(), "RUE_ARMV6_AGENT names no program; run Deploy/test, which makes it")
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode("kitchen", description: Self.description, build: armv6)
        try node.enrol(try server.invite("kitchen"))
        let twin = try ScratchNode("kitchen", description: Self.description)
        try copyIdentity(of: node, to: twin)

        let onARM = try node.run(Self.simulate, seconds: 240)
        #expect(onARM.status == .exited(0), "\(onARM.errorOutput)")
        #expect(onARM.output.contains("readings=1000"))
        #expect(onARM.output.contains("undelivered=0"))
        #expect(try server.run("verify").output.hasPrefix("good: "))

        let onX86 = try twin.run(Self.simulate + ["--offline"])
        #expect(onX86.status == .exited(0), "\(onX86.errorOutput)")
        let batches = try batches(of: node)
        #expect(batches.count > 10)
        #expect(batches == (try self.batches(of: twin)))
    }

    /// What each driver can suffer, and where it can be, as the program lists it: the compiler once
    /// mixed these lists up.
    @Test(arguments: [
        "driver: bme280, bus: simulated", "driver: bmp280, bus: simulated",
        "driver: dht22, line: 4, bus: simulated", "driver: ds18b20, bus: simulated",
        "driver: ds18b20, bridge: ds2482, address: 0x18, bus: simulated",
    ])
    func lists_onARMv6_areThoseOfX86(keys: String) throws {
        let armv6 = try #require(AgentBuild.armv6(), "run Deploy/test, which makes it")
        let description = """
            sensors: [{id: air, \(keys), interval: 10s, place: nowhere}]
            simulation: {seed: 7, room: cellar}
            faults: [{sensor: air, fault: nonsense, for: 1min}]

            """
        let told = try complaints(ScratchNode("hall", description: description, build: armv6))
        #expect(told == (try complaints(ScratchNode("hall", description: description))))
        #expect(told.contains("known are"))
    }

    private func complaints(_ node: ScratchNode) throws -> String {
        try node.check().errorOutput.replacingOccurrences(of: node.configuration, with: "FILE")
    }

    /// The same key and the same grant, which begins the chain, but a spool of its own.
    private func copyIdentity(of node: ScratchNode, to twin: ScratchNode) throws {
        try FileManager.default.createDirectory(
            atPath: twin.state, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        for name in ["node.key", "grant.cose", "server"] {
            try FileManager.default.copyItem(
                atPath: node.state + "/" + name, toPath: twin.state + "/" + name)
        }
    }

    /// The signed messages that a node keeps, in order.
    private func batches(of node: ScratchNode) throws -> [[UInt8]] {
        let spool = try Database(path: node.state + "/spool.sqlite", mode: .readOnly)
        let statement = try spool.prepare("SELECT message FROM batch ORDER BY seq")
        var messages: [[UInt8]] = []
        while try statement.step() { messages.append(statement.blob(at: 0)) }
        return messages
    }
}

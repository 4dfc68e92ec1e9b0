import Foundation
import RueTestSupport
import Testing

/// Faults that a description plans for simulated sensors, as they arrive at a server.
@Suite struct RehearsedFaultTests {
    private func server(
        _ faults: String, node name: String = "kitchen"
    ) throws -> (ScratchAggregator, ScratchNode) {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode(
            name,
            description: """
                batch: {readings: 60, seconds: 1}
                sensors:
                  - {id: air, driver: bme280, bus: simulated, interval: 1s}
                  - {id: shade, driver: dht22, bus: simulated, line: 4, interval: 2s}
                  - {id: floor, driver: ds18b20, bus: simulated, interval: 1s}
                  - {id: pipe, driver: ds18b20, bus: simulated, bridge: ds2482, interval: 1s}
                faults:
                  - \(faults)

                """)
        try node.enrol(server.invite(name))
        return (server, node)
    }

    /// The minutes of the hour in which a series has something.
    private func minutes(_ series: String, in server: ScratchAggregator) throws -> [Int] {
        try server.run("export", "--series", series, "--format", "json").lines.map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let time = try #require(object?["time"] as? String, "\(line)")
            return try #require(Int(time.dropFirst(14).prefix(2)), "\(time)")
        }
    }

    @Test(arguments: [
        ("{sensor: air, fault: silent, after: 10min, for: 5min}", "air", "nothing answers"),
        ("{sensor: shade, fault: silent, after: 10min, for: 5min}", "shade", "nothing answers"),
        ("{sensor: shade, fault: checksum, after: 10min, for: 5min}", "shade", "checksum"),
        ("{sensor: floor, fault: silent, after: 10min, for: 5min}", "floor", "1-Wire"),
        ("{sensor: floor, fault: checksum, after: 10min, for: 5min}", "floor", "checksum"),
        ("{sensor: floor, fault: power-on-value, after: 10min, for: 5min}", "floor", "85"),
        ("{sensor: pipe, fault: silent, after: 10min, for: 5min}", "pipe", "1-Wire"),
        ("{sensor: pipe, fault: checksum, after: 10min, for: 5min}", "pipe", "checksum"),
        ("{sensor: pipe, fault: power-on-value, after: 10min, for: 5min}", "pipe", "85"),
    ])
    func fault_isTold_asLongAsItLasts_andTheOthersGoOn(
        fault: String, sensor: String, text: String
    ) throws {
        let (server, node) = try server(fault)
        let result = try node.run([
            "simulate", "--start", "2026-11-01T00:00:00Z", "--until", "2026-11-01T01:00:00Z",
            "--every", "60s",
        ])
        #expect(result.status == .exited(0), "\(result.errorOutput)")
        #expect(result.errorOutput.contains("this is a rehearsal"))
        #expect(result.errorOutput.contains("sensor \(sensor) works again"))
        #expect(try minutes("\(sensor)_fault", in: server) == Array(10..<15))
        let told = try server.run("export", "--series", "\(sensor)_fault", "--format", "json")
        #expect(told.lines.allSatisfy { $0.contains(text) }, "\(told.output)")
        for other in ["air", "shade", "floor", "pipe"] {
            let values = try minutes("\(other)_temperature", in: server)
            let whole = Array(0..<60)
            #expect(values == (other == sensor ? whole.filter { !(10..<15).contains($0) } : whole))
        }
    }

    @Test func fault_ofARunningNode_comesAndGoes() throws {
        let (server, node) = try server("{sensor: shade, fault: silent, after: 1s, for: 8s}")
        let program = try node.start()
        try program.waitForLine(containing: "this is a rehearsal")
        try program.waitForLine(containing: "sensor shade failed: nothing answers")
        try program.waitForLine(containing: "sensor shade works again")
        #expect(try program.stop() == .exited(0))
        // A sample fails after three tries, two seconds apart: so it takes more than four seconds.
        #expect((1...3).contains(try minutes("shade_fault", in: server).count))
        #expect(try minutes("shade_temperature", in: server).count >= 1)
        #expect(!program.errorOutput.contains("sensor air failed"))
    }
}

import Foundation
import RueTestSupport
import Testing

/// A BME280 that converts all the time, beside one that is asked, in the same air.
@Suite struct NormalModeTests {
    private let sensors = """
        batch: {readings: 60, seconds: 1}
        sensors:
          - {id: asked, driver: bme280, bus: simulated, interval: 10s}
          - {id: busy, driver: bme280, bus: simulated, mode: normal, standby: 500ms, interval: 10s}
          - {id: flat, driver: bmp280, bus: simulated, mode: normal, standby: 4s, interval: 10s}

        """

    @Test func normalMode_ofASimulatedNode_measuresTheSameAir() throws {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode("kitchen", description: sensors)
        try node.enrol(server.invite("kitchen"))
        let result = try node.run([
            "simulate", "--start", "2026-11-01T00:00:00Z", "--until", "2026-11-01T00:20:00Z",
        ])
        #expect(result.status == .exited(0), "\(result.errorOutput)")
        let asked = try values("asked_temperature", in: server)
        #expect(asked.count == 120)
        for sensor in ["busy", "flat"] {
            let others = try values(sensor + "_temperature", in: server)
            #expect(others.count == asked.count)
            for (value, truth) in zip(others, asked) { #expect(abs(value - truth) < 0.1) }
        }
    }

    private func values(_ series: String, in server: ScratchAggregator) throws -> [Double] {
        try server.run("export", "--series", series, "--format", "json").lines.map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return try #require((object?["value"] as? NSNumber)?.doubleValue, "\(line)")
        }
    }
}

import RueSensors

@testable import RueAgentCore

/// Reads descriptions of a node that has these sensors, one line each, the first in line 3.
protocol SensorLines {}

extension SensorLines {
    private var rooms: [SimulatedRoom] {
        [
            SimulatedRoom(name: "kitchen", places: ["air"]),
            SimulatedRoom(name: "cellar", places: ["air", "floor"]),
        ]
    }

    private func read(_ lines: [String]) throws(ConfigurationError) -> [SensorConfiguration] {
        let text =
            ["node: {name: n}", "sensors:"] + lines.map { "  - {\($0)}" }
            + ["simulation: {room: cellar}"]
        return try NodeConfiguration.read(
            Array(text.joined(separator: "\n").utf8), rooms: rooms
        ).sensors
    }

    func sensors(_ lines: String...) throws(ConfigurationError) -> [SensorConfiguration] {
        try read(lines)
    }

    /// What is wrong, as a person is told.
    func problems(_ lines: String...) -> [String] {
        do {
            _ = try read(lines)
            return []
        } catch {
            return error.problems.map { $0.text(file: "f") }
        }
    }
}

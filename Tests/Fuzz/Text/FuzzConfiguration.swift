import RueAgentCore

/// A node's YAML file: what is accepted is within every range, what is not is told where it stands.
enum FuzzConfiguration: FuzzTarget {
    private static let rooms = [
        SimulatedRoom(name: "kitchen", places: ["air"]),
        SimulatedRoom(name: "cellar", places: ["air", "floor"]),
    ]

    static func check(_ input: [UInt8]) {
        do throws(ConfigurationError) {
            let configuration = try read(input)
            check(configuration)
            require(again(input) == configuration, "the same file is the same configuration")
        } catch {
            check(error.problems)
        }
    }

    private static func read(_ input: [UInt8]) throws(ConfigurationError) -> NodeConfiguration {
        try NodeConfiguration.read(input, rooms: rooms) { _ in
            [FaultWord("unplugged", settings: []), FaultWord("late", settings: [.by])]
        }
    }

    private static func again(_ input: [UInt8]) -> NodeConfiguration? {
        do throws(ConfigurationError) { return try read(input) } catch { return nil }
    }

    private static func check(_ configuration: NodeConfiguration) {
        require((1...64).contains(configuration.name.unicodeScalars.count), "a name's length")
        require(isPlain(configuration.name), "a name is one line")
        require((1...1_000).contains(configuration.batch.readings), "a batch's readings")
        let spool = configuration.spool
        let most: Int64 = spool.place == .card ? 1 << 40 : 1 << 30
        require((1 << 20...most).contains(spool.limitBytes), "a spool's limit")
        let sensors = configuration.sensors
        require((1...64).contains(sensors.count), "1 to 64 sensors")
        require(Set(sensors.map(\.id)).count == sensors.count, "each id once")
        for sensor in sensors {
            require(isID(sensor.id), "an id's characters")
            require(
                (100...86_400_000).contains(sensor.intervalMilliseconds), "100 ms to a day")
        }
    }

    private static func isID(_ id: String) -> Bool {
        let bytes = Array(id.utf8)
        return (1...32).contains(bytes.count) && (0x61...0x7A).contains(bytes[0])
            && bytes.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
            }
    }

    private static func check(_ problems: [ConfigurationProblem]) {
        require(!problems.isEmpty, "a refusal says what is wrong")
        var last = (0, 0)
        for problem in problems {
            let place = (problem.place.line, problem.place.column)
            require(place.0 >= 1 && place.1 >= 1, "a place counts from 1")
            require(last <= place, "problems come in the order of the file")
            last = place
            require(
                isPlain(problem.text(file: "node.yaml")),
                "what is told is one line and moves no cursor")
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        !text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }
}

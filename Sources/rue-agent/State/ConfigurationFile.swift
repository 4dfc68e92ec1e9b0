internal import RueAgentCore
internal import RueSensorsSimulation

/// The file that describes the node.
enum ConfigurationFile {
    /// Reads and checks a configuration that something is to be done with.
    static func read(_ path: String) throws(AgentFailure) -> NodeConfiguration {
        try read(
            path, shownAs: path, missing: "; give the node's description with --config FILE",
            wrong: ", nothing was done")
    }

    /// Checks a configuration, which is all that is to be done.
    static func check(
        _ path: String, shownAs name: String
    ) throws(AgentFailure) -> NodeConfiguration {
        try read(path, shownAs: name, missing: "", wrong: "")
    }

    private static func read(
        _ path: String, shownAs name: String, missing: String, wrong: String
    ) throws(AgentFailure) -> NodeConfiguration {
        let bytes = try load(path, shownAs: name, missing: missing)
        do throws(ConfigurationError) {
            return try NodeConfiguration.read(
                bytes, rooms: rooms, faults: { FaultWord.words(for: $0) })
        } catch {
            for problem in error.problems { Console.printError(problem.text(file: name)) }
            let count = counted(error.problems.count, "mistake", "mistakes")
            throw AgentFailure(.configuration, "\(name) has \(count)\(wrong)")
        }
    }

    /// The rooms that the simulation knows.
    private static var rooms: [SimulatedRoom] {
        Room.allCases.map { room in
            SimulatedRoom(
                name: room.description, places: room.places.map { $0.description })
        }
    }

    private static func load(
        _ path: String, shownAs name: String, missing: String
    ) throws(AgentFailure) -> [UInt8] {
        do throws(SystemError) {
            // One byte more than is taken, so that the reader can say it is too large.
            return try SystemFile.read(path, limit: NodeConfiguration.maximumBytes + 1)
        } catch {
            switch error.code {
            case SystemError.noSuchFile:
                throw AgentFailure(.noInput, "there is no file \(name)\(missing)")
            case SystemError.tooLarge:
                throw AgentFailure(
                    .configuration,
                    "\(name) is larger than 64 KiB; is it the right file?")
            default:
                throw AgentFailure(.inputOutput, "cannot read \(name): \(error.text)")
            }
        }
    }
}

internal import RueAgentCore
internal import RueSensorsSimulation

/// The file that describes the node.
enum ConfigurationFile {
    /// Reads and checks a configuration.
    static func read(_ path: String) throws(AgentFailure) -> NodeConfiguration {
        let bytes = try load(path)
        do throws(ConfigurationError) {
            return try NodeConfiguration.read(bytes, rooms: rooms)
        } catch {
            for problem in error.problems { Console.printError(problem.text(file: path)) }
            let count = error.problems.count
            throw AgentFailure(
                .configuration,
                "\(path) has \(count == 1 ? "one mistake" : "\(count) mistakes"), nothing was done")
        }
    }

    /// The rooms that the simulation knows.
    private static var rooms: [String] { Room.allCases.map { $0.description } }

    private static func load(_ path: String) throws(AgentFailure) -> [UInt8] {
        do throws(SystemError) {
            // One byte more than is taken, so that the reader can say it is too large.
            return try SystemFile.read(path, limit: NodeConfiguration.maximumBytes + 1)
        } catch {
            switch error.code {
            case SystemError.noSuchFile:
                throw AgentFailure(
                    .noInput,
                    "there is no file \(path); give the node's description with --config FILE")
            case SystemError.tooLarge:
                throw AgentFailure(
                    .configuration,
                    "\(path) is larger than 64 KiB; is it the right file?")
            default:
                throw AgentFailure(.inputOutput, "cannot read \(path): \(error.text)")
            }
        }
    }
}

internal import RueAgentCore

/// The file system as a spool needs it that is mended.
final class SpoolFolder: SpoolFiles {
    private let services = ServiceManager()

    func exists(_ path: String) -> Bool { SystemFile.exists(path) }

    /// The service's manager would take a node that reads a large spool for one that hangs.
    func showLife() { services.tell("WATCHDOG=1\nEXTEND_TIMEOUT_USEC=60000000") }

    func remove(_ path: String) throws(SpoolError) {
        try run { () throws(SystemError) in try SystemFile.remove(path) }
    }

    func rename(_ path: String, to other: String) throws(SpoolError) {
        try run { () throws(SystemError) in try SystemFile.rename(path, to: other) }
    }

    private func run(_ body: () throws(SystemError) -> Void) throws(SpoolError) {
        do throws(SystemError) {
            try body()
        } catch {
            throw .file(error.text)
        }
    }
}

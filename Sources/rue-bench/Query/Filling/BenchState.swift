import Foundation
import RueTestSupport

/// The folder that a benchmark's server works on, perhaps of an earlier run.
final class BenchState {
    let path: String
    /// Keeps a folder of this run's own until its end.
    private let scratch: ScratchFolder?

    /// At `path`, or, without one, in a folder that goes with the run.
    init(_ path: String?) throws {
        if let path {
            scratch = nil
            self.path = path
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } else {
            let folder = try ScratchFolder()
            scratch = folder
            self.path = folder.path
        }
    }

    var server: String { path + "/server" }
    var store: String { server + "/store.sqlite" }
    private var note: String { path + "/rue-bench-query" }

    /// The shape of the store that an earlier run has filled; nil when there is none.
    func filledShape() throws -> QueryShape? {
        guard FileManager.default.fileExists(atPath: note) else { return nil }
        let numbers = try String(contentsOfFile: note, encoding: .utf8)
            .split(whereSeparator: \.isWhitespace).compactMap { Int64($0) }
        guard numbers.count == 3 else { throw BenchError("\(note) is damaged") }
        return QueryShape(readings: numbers[0], intervalSeconds: numbers[1], end: numbers[2])
    }

    /// Notes that the store is whole.
    func noteFilled(_ shape: QueryShape) throws {
        try "\(shape.readings) \(shape.intervalSeconds) \(shape.end)\n"
            .write(toFile: note, atomically: true, encoding: .utf8)
    }

    /// Nothing is touched that no benchmark has made.
    func requireEmpty() throws {
        guard !FileManager.default.fileExists(atPath: server) else {
            throw BenchError("\(path) holds a store that is no finished benchmark's: remove it")
        }
    }

    /// The bytes that the store takes on disk.
    func storeBytes() throws -> Int {
        try [store, store + "-wal"].reduce(0) { sum, path in
            guard FileManager.default.fileExists(atPath: path) else { return sum }
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            return sum + (attributes[.size] as? Int ?? 0)
        }
    }
}

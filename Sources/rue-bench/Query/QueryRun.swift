import Foundation
import RueTestSupport

/// One run: a store, new or an earlier one, and the questions.
final class QueryRun {
    private static let seconds: Int64 = 30
    private let options: QueryOptions
    private let state: BenchState
    private let server: BenchServer

    init(_ options: QueryOptions) throws {
        self.options = options
        state = try BenchState(options.store)
        server = BenchServer(state: state.server)
    }

    func run() throws -> QueryReport {
        let (shape, fill) = try filled()
        var starts: [Int64] = []
        let results = try QueryQuestion.allCases.map { question in
            try ask(question, shape, &starts)
        }
        return QueryReport(
            shape: shape, fillSeconds: fill.map { Double($0) / 1e9 },
            startSeconds: Double(starts.max() ?? 0) / 1e9, storeBytes: try state.storeBytes(),
            results: results)
    }

    /// The store of an earlier run, or a new one.
    private func filled() throws -> (QueryShape, fillNanoseconds: Int64?) {
        if let shape = try state.filledShape() {
            guard shape.readings == options.readings,
                shape.intervalSeconds == options.intervalSeconds
            else {
                throw BenchError(
                    "\(state.path) was filled with --readings \(shape.readings) "
                        + "--interval \(shape.intervalSeconds)")
            }
            return (shape, nil)
        }
        try state.requireEmpty()
        let shape = options.shape
        return (shape, try Filler(state: state, shape: shape).fill())
    }

    /// Each question has a server just started, so that none profits from the one before.
    private func ask(
        _ question: QueryQuestion, _ shape: QueryShape, _ starts: inout [Int64]
    ) throws -> QueryResult {
        starts.append(try server.start())
        defer { stop() }
        let target = question.target(shape)
        let client = try PageClient(port: server.pagePort)
        try PageCache.drop(state.store)
        var body: [UInt8] = []
        let first = try Timings(count: 1, seconds: Self.seconds) { body = try client.get(target) }
        try QueryAnswer(body).check(question, shape)
        let timings = try Timings(count: options.requests, seconds: Self.seconds) {
            body = try client.get(target)
        }
        try QueryAnswer(body).check(question, shape)
        return QueryResult(
            question: question, first: first.median, timings: timings, bytes: body.count,
            bare: try bare(body, count: options.requests))
    }

    private func bare(_ body: [UInt8], count: Int) throws -> Timings {
        let server = try BareServer(body: body)
        let client = try PageClient(port: server.port)
        _ = try client.get("/")
        return try Timings(count: count, seconds: Self.seconds) { _ = try client.get("/") }
    }

    private func stop() {
        do {
            try server.stop()
        } catch {
            Bench.complain("the server did not end: \(error)")
        }
    }
}

import RueHTTP
import RueServer

/// A stream that a handler was given, and how often it was told of its end.
final class OpenedStream: Sendable {
    private let kept: Locked<ResponseStream?>
    let closings: Locked<Int>

    init(_ stream: ResponseStream, _ closings: Locked<Int>) {
        kept = Locked(stream)
        self.closings = closings
    }

    var stream: ResponseStream? { kept.withLock { $0 } }
    var closingCount: Int { closings.withLock { $0 } }

    func send(_ text: String) { stream?.send(Array(text.utf8)) }
    func close() { stream?.close() }

    /// Lets go of the stream without closing it.
    func letGo() {
        let stream = kept.withLock { kept in
            let stream = kept
            kept = nil
            return stream
        }
        _ = stream
    }
}

extension Application {
    static let streamHead = HTTPResponse(
        status: 200, headers: ["Content-Type": "text/event-stream"], body: [1, 2, 3])

    /// Streams to whoever asks for `/live`, and hands the streams to the test; echoes all else.
    static func streaming(into opened: Box<OpenedStream>) -> Application {
        answering { request, _, responder in
            guard request.path == "/live" else {
                return responder.respond(HTTPResponse(status: 200, body: request.body))
            }
            let closings = Locked(0)
            let stream = responder.stream(streamHead) { closings.withLock { $0 += 1 } }
            if let stream { opened.put(OpenedStream(stream, closings)) }
        }
    }
}

extension TestServer {
    /// A server that hands its streams to the test.
    convenience init(
        streamingInto opened: Box<OpenedStream>,
        adjust: (inout ServerConfiguration) -> Void = { _ in }
    ) throws {
        try self.init(.streaming(into: opened), adjust: adjust)
    }
}

extension HTTPRequest {
    static let live = HTTPRequest(method: "GET", path: "/live", headers: ["Host": "rue"])
}

extension TestClient {
    /// Asks for a stream, and waits until the server has it.
    func openStream(_ opened: Box<OpenedStream>) throws -> OpenedStream? {
        try send(HTTPRequest.live.serialise())
        return opened.take()
    }

    /// Everything until the server's end.
    func readToTheEnd() throws -> String {
        var bytes: [UInt8] = []
        while true {
            let next = try read()
            if next.isEmpty { return String(decoding: bytes, as: UTF8.self) }
            bytes += next
        }
    }

    /// Reads until a text has come.
    func read(until text: String) throws -> String {
        var bytes: [UInt8] = []
        while !String(decoding: bytes, as: UTF8.self).hasSuffix(text) {
            let next = try read()
            guard !next.isEmpty else { throw ClientError.closed }
            bytes += next
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

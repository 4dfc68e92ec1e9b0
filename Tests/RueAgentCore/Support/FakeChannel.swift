import RueHTTP
import RueWire

@testable import RueAgentCore

/// A way to a fake server that fails on request. Opening takes a step for each phase.
final class FakeChannel: ServerChannel {
    let server: FakeServer
    /// Why the server cannot be reached, if so.
    var failure: ChannelError?
    /// Closes the connection in silence after so many answers.
    var answersPerConnection = Int.max
    /// Gives answers in pieces of so many bytes.
    var pieceBytes = Int.max
    /// Cuts every connection after so many bytes of answers.
    var bytesPerConnection = Int.max
    /// What the server says instead of an answer.
    var babble: [UInt8]?
    /// Swallows requests without an answer.
    var isDeaf = false

    private(set) var opened = 0
    private var phase = ChannelPhase?.none
    private var parser = RequestParser()
    private var output: [UInt8] = []
    private var answers = 0
    private var received = 0

    init(_ server: FakeServer) { self.server = server }

    var peerPin: Pin? { phase == .open ? FakeServer.pin(1) : nil }

    func open() {
        opened += 1
        phase = .resolving
        parser = RequestParser()
        output = []
        answers = 0
        received = 0
    }

    func advance() throws(ChannelError) -> ChannelPhase {
        if let failure { throw failure }
        switch phase {
        case .resolving?: phase = .connecting
        case .connecting?: phase = .handshaking
        case .handshaking?, .open?: phase = .open
        case nil: throw .broken("not opened")
        }
        return phase ?? .resolving
    }

    func send(_ bytes: ArraySlice<UInt8>) throws(ChannelError) -> Int {
        if phase != .open || answers >= answersPerConnection { throw .broken("closed") }
        do {
            try parser.append(bytes)
            while let request = try parser.next() {
                if isDeaf {
                    server.note(request)
                    continue
                }
                let answer = try server.answer(request).serialise()
                output += babble ?? answer
                answers += 1
            }
        } catch {
            throw .broken("the fake server: \(error)")
        }
        return bytes.count
    }

    func receive() throws(ChannelError) -> ChannelInput {
        if output.isEmpty { return answers >= answersPerConnection ? .end : .nothing }
        let piece = Array(output.prefix(min(pieceBytes, bytesPerConnection - received)))
        if piece.isEmpty { return .end }
        received += piece.count
        output.removeFirst(piece.count)
        return .bytes(piece)
    }

    /// Answers a request that was swallowed.
    func answerHeld(_ response: HTTPResponse) {
        output += response.serialise()
        answers += 1
    }

    func close() { phase = nil }
}

internal import CEvent
import Glibc
import RueHTTP

/// One client's connection. Everything here happens on the thread of its loop.
///
/// Reading is done in `Connection+Receiving`, answering in `Connection+Answering`, the end in
/// `Connection+Closing`; streams are in `Connection+Streaming`.
final class Connection {
    enum Phase {
        case handshaking
        /// Waiting for a request, or in the middle of one.
        case receiving
        /// The application has the request.
        case running
        case writing
        /// An answer goes on until one side ends it.
        case streaming
        /// The last answer is out; what the client still sends is thrown away.
        case draining
        case closed
    }

    // The loop owns its connections and outlives them.
    unowned(unsafe) let loop: EventLoop
    let record: ConnectionRecord
    let application: Application
    var transport: Transport
    var parser: RequestParser
    var phase = Phase.handshaking
    /// What of the loop's ``EventLoop/heldBytes`` is this connection's.
    var heldBytes = 0

    /// Whether the application has judged the current header section.
    var isJudged = false
    /// Whether no request has begun.
    var isIdle = true
    /// Whether the current request is HEAD, whose answer has no body.
    var isHeadRequest = false
    /// Whether the client lets the connection live on after the current request.
    var keepsAlive = true
    /// Whether the connection is to end after the current request, or now if there is none.
    var isLeaving = false
    /// While the application's handler is on the stack, an answer is put aside until it returns.
    var isInHandler = false
    var earlyAnswer: ConnectionAnswer?

    var stream: StreamChannel?
    /// Whether the application has ended its stream.
    var isStreamFinished = false

    var outgoing: [UInt8] = []
    var sent = 0
    /// Whether the deadline of this response is set.
    var isWritingLimited = false
    var drained = 0

    var deadline: Deadline
    private let readEvent: OpaquePointer
    private let writeEvent: OpaquePointer
    private let timer: OpaquePointer
    private var isReading = false

    /// Takes the socket over: it is closed if this fails.
    init?(_ accepted: AcceptedSocket, loop: EventLoop) {
        guard var transport = Transport(accepted.descriptor, tls: accepted.tls) else {
            Glibc.close(accepted.descriptor)
            return nil
        }
        guard let events = ConnectionEvents(loop.base, accepted.descriptor) else {
            transport.close()
            return nil
        }
        self.loop = loop
        self.transport = transport
        record = accepted.record
        application = accepted.application
        parser = RequestParser(limits: loop.settings.limits)
        readEvent = events.read
        writeEvent = events.write
        timer = events.timer
        deadline = Deadline(timer: events.timer)
        events.assign(to: self)
    }

    /// Begins: called once.
    func start() {
        resumeReading()
        if transport.isSecure {
            deadline.set(loop.now + loop.settings.requestTimeoutMilliseconds, now: loop.now)
        } else {
            becomeIdle()
        }
    }

    func readable() {
        switch phase {
        case .handshaking: handshake()
        case .receiving: receive()
        case .running: pauseReading()
        case .writing:
            pauseReading()
            writeOn()
        case .streaming: discardWhileStreaming()
        case .draining: drain()
        case .closed: break
        }
    }

    func writable() {
        switch phase {
        case .handshaking: handshake()
        case .receiving: receive()
        case .writing: writeOn()
        case .streaming: writeStream()
        case .running, .draining, .closed: break
        }
    }

    func timerFired() {
        guard phase != .closed, deadline.hasPassed(loop.now) else { return }
        switch phase {
        case .receiving where parser.isInsideRequest: refuse(.timedOut)
        case .receiving: close(finishing: true)
        case .handshaking, .writing, .streaming, .draining: close(finishing: false)
        case .running, .closed: break
        }
    }

    func resumeReading() {
        guard !isReading else { return }
        isReading = true
        _ = rue_event_enable(readEvent)
    }

    /// The socket stays readable while its bytes are not wanted: without this the loop would spin.
    func pauseReading() {
        guard isReading else { return }
        isReading = false
        event_del(readEvent)
    }

    func awaitWritable() {
        _ = rue_event_enable(writeEvent)
    }

    func releaseEvents() {
        event_free(readEvent)
        event_free(writeEvent)
        event_free(timer)
    }
}

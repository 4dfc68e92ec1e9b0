import RueHTTP

/// What the application answers to a request.
enum ConnectionAnswer: Sendable {
    /// A whole response, made when it is about to be sent.
    case response(@Sendable () -> HTTPResponse)
    /// The head of a stream, to a HEAD request.
    case headOfStream(HTTPResponse)
    /// The head of a stream, and what comes after it.
    case stream(HTTPResponse, StreamChannel)

    /// There is nobody to answer.
    func drop() {
        if case .stream(_, let channel) = self { channel.end() }
    }
}

import RueHTTP

/// The way from a ``Responder`` to its connection.
struct ConnectionDestination: AnswerDestination {
    /// When a client should try again for whom there was no stream left.
    private static let retrySeconds = "5"

    let loop: EventLoop
    let connection: UInt64
    let isHeadRequest: Bool
    let faultResponse: @Sendable (HTTPError) -> HTTPResponse

    func answer(_ make: @escaping @Sendable () -> HTTPResponse) {
        loop.answer(connection, .response(make))
    }

    func stream(
        _ head: HTTPResponse, _ onClose: @escaping @Sendable () -> Void
    ) -> ResponseStream? {
        guard !isHeadRequest else {
            loop.answer(connection, .headOfStream(head))
            return nil
        }
        let limit = loop.streams
        guard limit.enter() else {
            answer(refusal)
            return nil
        }
        let channel = StreamChannel(
            maximumBacklog: loop.settings.maximumStreamBacklogBytes,
            announce: { [loop, connection] _ in loop.post(.serveStream(connection: connection)) },
            onEnd: {
                limit.leave()
                onClose()
            })
        guard loop.answer(connection, .stream(head, channel)) else {
            limit.leave()
            return nil
        }
        return ResponseStream(channel)
    }

    @Sendable private func refusal() -> HTTPResponse {
        var response = faultResponse(.noStreamLeft)
        if response.headers["Retry-After"] == nil {
            response.headers["Retry-After"] = ConnectionDestination.retrySeconds
        }
        return response
    }
}

import RueHTTP

/// Where a ``Responder`` without a connection leads to.
struct DirectDestination: AnswerDestination {
    let receive: @Sendable (HTTPResponse) -> Void
    let receivePiece: @Sendable ([UInt8]) -> Void

    func answer(_ make: @escaping @Sendable () -> HTTPResponse) {
        receive(make())
    }

    func stream(
        _ head: HTTPResponse, _ onClose: @escaping @Sendable () -> Void
    ) -> ResponseStream? {
        receive(head)
        let channel = StreamChannel(
            maximumBacklog: .max,
            announce: { [receivePiece] channel in
                let work = channel.takeWork()
                if !work.bytes.isEmpty { receivePiece(work.bytes) }
                channel.wrote(work.bytes.count)
                if work.isFinished { channel.end() }
            }, onEnd: onClose)
        return ResponseStream(channel)
    }
}

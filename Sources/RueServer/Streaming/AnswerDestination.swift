import RueHTTP

/// Where a ``Responder`` leads to. Each of the two is called once at most, and never both.
protocol AnswerDestination: Sendable {
    func answer(_ make: @escaping @Sendable () -> HTTPResponse)

    /// The stream, or nil when the request is answered in another way.
    func stream(
        _ head: HTTPResponse, _ onClose: @escaping @Sendable () -> Void
    ) -> ResponseStream?
}

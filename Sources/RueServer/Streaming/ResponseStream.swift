/// The rest of a response whose body has no end yet, such as server-sent events (RFC 9112 §6.3:
/// the body ends with the connection). May be used from any thread.
///
/// It is closed when it is let go. The client may be gone at any time: what is sent then is
/// dropped, and `onClose` of ``Responder/stream(_:onClose:)`` has told so or will.
public final class ResponseStream: Sendable {
    private let channel: StreamChannel

    init(_ channel: StreamChannel) { self.channel = channel }

    deinit { channel.finish() }

    /// Sends bytes after those sent before. Never blocks. After the end nothing happens.
    ///
    /// - Parameter bytes: the next piece of the body. When with it more than
    ///   ``ServerConfiguration/maximumStreamBacklogBytes`` wait for the client, the connection is
    ///   cut off instead.
    public func send(_ bytes: [UInt8]) { channel.send(bytes) }

    /// Ends the body: what was sent still goes out, then the connection ends.
    public func close() { channel.finish() }
}

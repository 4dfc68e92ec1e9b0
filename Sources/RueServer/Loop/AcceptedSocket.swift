/// A connection on its way from the acceptor to its event loop.
struct AcceptedSocket: Sendable {
    let descriptor: Int32
    let record: ConnectionRecord
    let tls: TLSContext?
    let application: Application
}

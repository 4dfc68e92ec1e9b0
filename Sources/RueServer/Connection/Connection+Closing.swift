import RueHTTP

extension Connection {
    /// Makes room for another connection, or for the end of the server.
    func leave() {
        isLeaving = true
        switch phase {
        case .handshaking, .draining: close(finishing: false)
        case .receiving where !parser.isInsideRequest: close(finishing: true)
        case .streaming: cutStream()
        case .receiving, .running, .writing, .closed: keepsAlive = false
        }
    }

    /// Makes room for another connection in the middle of a request that is slow to come.
    func cutOff() {
        if phase == .receiving { close(finishing: true) } else { leave() }
    }

    /// Says goodbye and goes on listening for a moment. Closing a socket with unread bytes resets
    /// the connection, and the reset may overtake the answer (RFC 9112 §9.6).
    func beginDraining() {
        phase = .draining
        dropInput()
        record.markIdle()
        transport.finish()
        deadline.set(loop.now + loop.settings.drainTimeoutMilliseconds, now: loop.now)
        resumeReading()
    }

    func drain() {
        while true {
            switch transport.discard(into: loop.scratch) {
            case -1: return
            case let count where count > 0 && drained < loop.settings.drainLimitBytes:
                drained += count
            default: return close(finishing: false)
            }
        }
    }

    /// What has come is not read any more.
    func dropInput() {
        parser = RequestParser(limits: loop.settings.limits)
        hold(0)
    }

    /// Ends at once.
    ///
    /// - Parameter finishing: whether the peer should be told properly.
    func close(finishing: Bool) {
        guard phase != .closed else { return }
        phase = .closed
        dropInput()
        releaseEvents()
        if finishing { transport.finish() }
        transport.close()
        loop.forget(self)
        let ended = stream
        stream = nil
        ended?.end()
    }
}

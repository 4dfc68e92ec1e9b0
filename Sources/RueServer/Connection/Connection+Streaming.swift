import RueHTTP

extension Connection {
    /// Begins an answer that goes on until one side ends it. The connection counts as busy all the
    /// while, so that it is never closed to make room.
    func beginStream(_ head: HTTPResponse, _ channel: StreamChannel) {
        guard !isLeaving else {
            channel.end()
            return refuse(.noStreamLeft)
        }
        phase = .streaming
        dropInput()
        stream = channel
        outgoing = headOfStream(head)
        sent = 0
        channel.began(headCount: outgoing.count)
        // So that a client that leaves is noticed.
        resumeReading()
        serveStream()
        if phase == .streaming && transport.hasBuffered { discardWhileStreaming() }
    }

    func headOfStream(_ head: HTTPResponse) -> [UInt8] {
        var head = head
        head.headers["Date"] = loop.date
        return head.serialiseHeadOfStream()
    }

    /// Sends what the application has sent since.
    func serveStream() {
        guard phase == .streaming, let stream else { return }
        let work = stream.takeWork()
        guard !work.isOverrun else { return close(finishing: false) }
        isStreamFinished = work.isFinished
        outgoing += work.bytes
        writeStream()
    }

    func writeStream() {
        let outcome = writePieces()
        stream?.wrote(sent)
        outgoing.removeFirst(sent)
        let hasProgressed = sent > 0
        sent = 0
        switch outcome {
        case .bytes where isStreamFinished: finishStream()
        case .bytes:
            deadline.clear()
            isWritingLimited = false
        case .wantsWrite:
            awaitWritable()
            limitStream(hasProgressed)
        // TLS 1.3 writes without reading once the handshake is done.
        case .wantsRead, .end, .failed: close(finishing: false)
        }
    }

    /// A stream's client has nothing more to say; that it leaves is what is waited for.
    func discardWhileStreaming() {
        repeat {
            switch transport.read(into: loop.scratch) {
            case .bytes(let count) where drained < loop.settings.drainLimitBytes: drained += count
            case .wantsRead, .wantsWrite: return
            case .end: return close(finishing: outgoing.isEmpty)
            case .bytes, .failed: return close(finishing: false)
            }
        } while transport.hasBuffered
    }

    /// Ends a stream at once for the end of the server: properly if its client takes what waits.
    func cutStream() {
        serveStream()
        close(finishing: phase == .streaming && outgoing.isEmpty)
    }

    /// Writes until everything is out, which is `.bytes`, or the socket takes no more.
    private func writePieces() -> Transport.Outcome {
        while sent < outgoing.count {
            let outcome = outgoing.withUnsafeBytes {
                transport.write(UnsafeRawBufferPointer(rebasing: $0[sent...]))
            }
            guard case .bytes(let count) = outcome else { return outcome }
            sent += count
        }
        return .bytes(0)
    }

    private func finishStream() {
        let ended = stream
        stream = nil
        beginDraining()
        ended?.end()
    }

    /// The client must take something in this time, counted anew whenever it has.
    private func limitStream(_ hasProgressed: Bool) {
        guard hasProgressed || !isWritingLimited else { return }
        isWritingLimited = true
        deadline.set(loop.now + loop.settings.writeTimeoutMilliseconds, now: loop.now)
    }
}

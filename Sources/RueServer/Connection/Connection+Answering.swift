import RueHTTP

extension Connection {
    /// Sends the application's answer. It can only be to the request that is running: the next one
    /// begins after it, and a responder answers once.
    func answer(_ answer: ConnectionAnswer) {
        guard phase == .running else { return answer.drop() }
        if isInHandler {
            earlyAnswer = answer
            return
        }
        deliver(answer)
        if phase == .receiving { continueReceiving() }
    }

    func deliver(_ answer: ConnectionAnswer) {
        switch answer {
        case .response(let make): send(make())
        case .headOfStream(let head):
            keepsAlive = false
            send(headOfStream(head))
        case .stream(let head, let channel): beginStream(head, channel)
        }
    }

    /// Answers a fault of HTTP and ends the connection, whose bytes are out of step.
    func refuse(_ error: HTTPError) {
        isHeadRequest = false
        keepsAlive = false
        send(application.faultResponse(error))
    }

    func send(_ response: HTTPResponse) {
        var response = response
        response.headers["Date"] = loop.date
        if isLeaving { keepsAlive = false }
        if !keepsAlive { response.headers["Connection"] = "close" }
        send(response.serialise(omittingBody: isHeadRequest))
    }

    private func send(_ bytes: [UInt8]) {
        outgoing = bytes
        sent = 0
        phase = .writing
        isIdle = false
        deadline.clear()
        // Before the client can know of the answer, so that what it does next finds the order of
        // idle connections as it is.
        record.markIdle()
        write()
    }

    /// Goes on writing when the socket lets it, and after that with the next request.
    func writeOn() {
        write()
        if phase == .receiving { continueReceiving() }
    }

    private func write() {
        while sent < outgoing.count {
            let outcome = outgoing.withUnsafeBytes {
                transport.write(UnsafeRawBufferPointer(rebasing: $0[sent...]))
            }
            switch outcome {
            case .bytes(let count): sent += count
            case .wantsWrite:
                awaitWritable()
                return limitWriting()
            case .wantsRead:
                resumeReading()
                return limitWriting()
            case .end, .failed: return close(finishing: false)
            }
        }
        outgoing = []
        if isWritingLimited { record.markIdle() }
        isWritingLimited = false
        if keepsAlive {
            becomeIdle()
        } else {
            beginDraining()
        }
    }

    /// Gives the client so long from the first time it does not take all at once.
    private func limitWriting() {
        guard !isWritingLimited else { return }
        isWritingLimited = true
        record.markBusy()
        let rate = max(loop.settings.minimumWriteBytesPerSecond, 1)
        let limit = loop.settings.writeTimeoutMilliseconds + UInt64(outgoing.count * 1_000 / rate)
        deadline.set(loop.now + limit, now: loop.now)
    }
}

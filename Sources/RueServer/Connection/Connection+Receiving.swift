import RueHTTP

extension Connection {
    func handshake() {
        switch transport.handshake() {
        case .bytes:
            becomeIdle()
            continueReceiving()
        case .wantsRead: break
        case .wantsWrite: awaitWritable()
        case .end, .failed: close(finishing: false)
        }
    }

    /// Reads what has come. One read at a time: if the socket has more, the loop comes back.
    func receive() {
        repeat {
            switch transport.read(into: loop.scratch) {
            case .bytes(let count): take(count)
            case .wantsRead: return
            case .wantsWrite: return awaitWritable()
            case .end: return close(finishing: true)
            case .failed: return close(finishing: false)
            }
        } while phase == .receiving && transport.hasBuffered
    }

    /// Goes on after a response: first with what has been read, then with what OpenSSL holds.
    func continueReceiving() {
        do throws(HTTPError) {
            try processInput()
        } catch {
            refuse(error)
        }
        guard phase == .receiving else { return }
        resumeReading()
        if transport.hasBuffered { receive() }
    }

    func becomeIdle() {
        phase = .receiving
        isIdle = true
        deadline.set(loop.now + loop.settings.idleTimeoutMilliseconds, now: loop.now)
    }

    private func take(_ count: Int) {
        let bytes = UnsafeRawBufferPointer(rebasing: loop.scratch[..<count])
        do throws(HTTPError) {
            try parser.append(bytes)
            try processInput()
        } catch {
            refuse(error)
        }
    }

    /// Serves the requests that are complete, one after the other: the next is looked at when the
    /// one before is answered.
    private func processInput() throws(HTTPError) {
        while phase == .receiving {
            if !isJudged, let head = try parser.nextHead() { try judge(head) }
            guard phase == .receiving, let request = try parser.next() else { break }
            isJudged = false
            run(request)
        }
        if phase == .receiving && isIdle && parser.isInsideRequest { beginRequest() }
        hold(parser.pendingBytes)
        if phase == .receiving, loop.isOverloaded, heldBytes > loop.settings.smallRequestBytes {
            throw .overloaded
        }
    }

    /// Notes how many bytes of unfinished requests this connection holds.
    func hold(_ count: Int) {
        loop.heldBytes += count - heldBytes
        heldBytes = count
    }

    private func beginRequest() {
        isIdle = false
        record.markReceiving()
        deadline.set(loop.now + loop.settings.requestTimeoutMilliseconds, now: loop.now)
    }

    private func judge(_ head: RequestHead) throws(HTTPError) {
        isJudged = true
        keepsAlive = head.keepsAlive
        isHeadRequest = head.method == "HEAD"
        switch application.limits(head, record.address) {
        case .accept(let maximum):
            guard head.contentLength <= maximum else { throw .bodyTooLarge }
        case .refuse(let response):
            // With the body at hand the connection stays in step and may live on.
            if try parser.next() == nil {
                keepsAlive = false
            } else {
                isJudged = false
            }
            send(response)
        }
    }

    private func run(_ request: HTTPRequest) {
        phase = .running
        isIdle = false
        record.markBusy()
        deadline.clear()
        isInHandler = true
        let responder = Responder(
            ConnectionDestination(
                loop: loop, connection: record.id, isHeadRequest: isHeadRequest,
                faultResponse: application.faultResponse))
        application.handler(request, record.address, responder)
        isInHandler = false
        guard let answer = earlyAnswer else { return }
        earlyAnswer = nil
        deliver(answer)
    }
}

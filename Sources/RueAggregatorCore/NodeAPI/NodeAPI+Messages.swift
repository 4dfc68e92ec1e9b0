import RueCrypto
import RueHTTP
import RueStore
import RueWire

extension NodeAPI {
    func enrol(_ body: [UInt8], _ reply: @escaping Reply) throws(Refusal) {
        let request = try enrolmentRequest(body)
        let responses = responses
        try submit(
            EnrolmentJob(request, authority: authority, log: enrolmentLog) { result in
                reply {
                    switch result {
                    case .success(.success(let grant)): responses.message(grant)
                    case .success(.failure(let refusal)): responses.refusal(refusal)
                    case .failure(let error): responses.failure(error)
                    }
                }
            })
    }

    private func enrolmentRequest(_ body: [UInt8]) throws(Refusal) -> EnrolmentRequest {
        do throws(EnrolmentRefusal) {
            return try EnrolmentRequest(body)
        } catch {
            enrolmentLog.tell(error)
            if case .malformed(let detail) = error { throw Refusal(.malformed, detail) }
            throw .token
        }
    }

    func tellHead(_ body: [UInt8], _ reply: @escaping Reply) throws(Refusal) {
        let request = try HeadRequest(body, directory: directory, authority: authority)
        let responses = responses
        try submit(
            HeadJob(request) { result in
                reply {
                    switch result {
                    case .success(.success(let head)): responses.head(head)
                    case .success(.failure(let refusal)): responses.refusal(refusal)
                    case .failure(let error): responses.failure(error)
                    }
                }
            })
    }

    /// Decodes a message that must be of one kind.
    static func decode(_ body: [UInt8], _ kind: MessageKind) throws(Refusal) -> Envelope {
        do throws(WireError) {
            let envelope = try Envelope.decode(body)
            try envelope.require(kind)
            return envelope
        } catch {
            throw Refusal(.malformed, error.description)
        }
    }
}

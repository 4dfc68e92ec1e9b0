internal import RueAgentCore
internal import RueCrypto
internal import RueWire

extension StateFolder {
    /// Begins to ask a server for this node's grant. The key is on the disk before anything is sent:
    /// after a loss of power the same link gets the same grant.
    func beginEnrolment(
        by link: EnrolmentLink, named source: BaseNameSource, isNewKey: Bool
    ) throws(AgentFailure) -> EnrolmentAttempt {
        let key = try enrolmentKey(isNew: isNewKey)
        let baseName = try source.baseName(for: key.publicKey.keyID, before: enrolledBaseName)
        return EnrolmentAttempt(link, key: key, baseName: baseName)
    }

    /// Keeps what a server granted.
    func keep(_ grant: Grant, of attempt: EnrolmentAttempt) throws(AgentFailure) {
        try install(attempt.key.publicKey.keyID)
        try save(grant, host: attempt.link.host, port: attempt.link.port)
    }
}

/// Why a command ends early, for the person who called it.
struct AgentFailure: Error {
    let status: ExitStatus

    /// What happened, where, and what to do; empty when it has been said already.
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }
}

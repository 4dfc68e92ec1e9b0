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

/// Runs a step, and words its error for the person who called the program.
func orFail<Value, Failure: Error>(
    _ status: ExitStatus, _ message: (Failure) -> String, _ body: () throws(Failure) -> Value
) throws(AgentFailure) -> Value {
    do throws(Failure) {
        return try body()
    } catch {
        throw AgentFailure(status, message(error))
    }
}

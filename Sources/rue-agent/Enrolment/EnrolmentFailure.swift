/// Why an attempt to enrol failed.
enum EnrolmentFailure: Error {
    /// The server cannot be reached, or is busy, or another machine answers in its place: later
    /// that may be otherwise.
    case unavailable(String, retryAfterSeconds: UInt64? = nil)
    /// The server said no, and will say so again to the same link.
    case refused(String)
    /// The node itself cannot.
    case node(AgentFailure)
}

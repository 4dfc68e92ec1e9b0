/// What can go wrong with a program under test; tells all it said.
public enum ProgramError: Error, CustomStringConvertible {
    /// It could not be started.
    case cannotStart(String, errno: Int32)
    /// It did not say or do in time what was waited for.
    case timedOut(waitingFor: String, transcript: String)
    /// It ended before it said what was waited for.
    case ended(ProgramStatus, waitingFor: String, transcript: String)

    /// For the test's log.
    public var description: String {
        switch self {
        case .cannotStart(let path, let errno):
            "cannot start \(path): errno \(errno)"
        case .timedOut(let what, let transcript):
            "timed out waiting for \(what); it said:\n\(transcript)"
        case .ended(let status, let what, let transcript):
            "ended with \(status) before \(what); it said:\n\(transcript)"
        }
    }
}

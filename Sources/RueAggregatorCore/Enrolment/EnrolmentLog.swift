import RueServer

/// Tells the server's log why enrolments were refused, at most one line a second for each reason:
/// anybody on the network can ask to be enrolled.
final class EnrolmentLog: Sendable {
    private struct Told {
        var milliseconds: Int64
        var keptBack = 0
    }

    static let intervalMilliseconds: Int64 = 1_000

    private let told = Locked<[Int: Told]>([:])
    private let clock: @Sendable () -> Int64
    private let log: @Sendable (String) -> Void

    init(clock: @escaping @Sendable () -> Int64, log: @escaping @Sendable (String) -> Void) {
        self.clock = clock
        self.log = log
    }

    /// Writes the reason, or counts it for the next line of its kind.
    func tell(_ refusal: EnrolmentRefusal) {
        let now = clock()
        let keptBack: Int? = told.withLock { told in
            // A clock that was set back must not silence it.
            if let last = told[refusal.kind],
                (0..<Self.intervalMilliseconds).contains(now - last.milliseconds)
            {
                told[refusal.kind]?.keptBack += 1
                return nil
            }
            let keptBack = told[refusal.kind]?.keptBack ?? 0
            told[refusal.kind] = Told(milliseconds: now)
            return keptBack
        }
        guard let keptBack else { return }
        let more = keptBack == 0 ? "" : " (and " + String(keptBack) + " more like it before)"
        log("enrolment refused: " + refusal.description + more)
    }
}

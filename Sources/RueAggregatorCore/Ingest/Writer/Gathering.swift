/// Decides for how long the writer waits for company before it commits.
///
/// Clients that were answered a moment ago are likely to bring their next batch in a moment. Without a pause, those
/// that came during a commit would be committed at once and the others after them: two syncs by turns, where one would
/// do. A client alone, or one that comes now and then, as a node does once a minute, never waits.
struct Gathering {
    /// The longest pause, in nanoseconds.
    private let limit: UInt64
    private var answered = 0
    /// How many are worth waiting for.
    private(set) var wanted = 0
    /// When waiting ends, on the monotonic clock, in nanoseconds.
    private(set) var deadline: UInt64 = 0

    init(limitMicroseconds: Int) {
        limit = UInt64(max(0, limitMicroseconds)) * 1_000
    }

    /// Some jobs were committed and answered. Waiting for them again may take as long as their commit did and no
    /// longer: where syncs are fast there is little to gain.
    mutating func answered(_ jobs: Int, from start: UInt64, to end: UInt64) {
        answered = jobs
        deadline = end + min(limit, end - min(start, end))
    }

    /// So many came while the last ones were committed.
    mutating func begin(waiting: Int, capacity: Int) {
        wanted = min(waiting + answered, capacity)
        answered = 0
    }

    /// Whether to wait for more.
    func isShort(_ waiting: Int, at now: UInt64) -> Bool {
        waiting < wanted && now < deadline
    }
}

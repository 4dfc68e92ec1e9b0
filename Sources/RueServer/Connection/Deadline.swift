internal import CEvent

/// One timer whose deadline may be moved at every request at little cost: the timer of the event
/// loop is touched only when the deadline comes nearer, or when it fires too early.
struct Deadline {
    private let timer: OpaquePointer
    /// Monotonic ms; `.max` for none.
    private var time = UInt64.max
    private var armedFor = UInt64.max

    init(timer: OpaquePointer) {
        self.timer = timer
    }

    mutating func set(_ time: UInt64, now: UInt64) {
        self.time = time
        if time < armedFor { arm(now) }
    }

    mutating func clear() {
        time = .max
    }

    /// The timer fired: whether the deadline has passed. If not, the timer is armed again.
    mutating func hasPassed(_ now: UInt64) -> Bool {
        armedFor = .max
        guard now < time else { return true }
        if time != .max { arm(now) }
        return false
    }

    private mutating func arm(_ now: UInt64) {
        armedFor = time
        _ = rue_timer_arm(timer, time > now ? time - now : 0)
    }
}

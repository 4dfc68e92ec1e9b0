internal import CRueSystem
internal import RueAgentCore

/// Tells how far a simulation is: a bar on a terminal, else a line of a fixed form, for a script,
/// whenever five more hundredths are done.
struct SimulationProgress {
    /// How often the bar is drawn.
    private static let redrawMilliseconds: UInt64 = 100
    private static let barWidth: UInt64 = 30

    private let isTerminal = rue_is_terminal(1) == 1
    private let begin = SystemTime.uptime
    private var drawn: UInt64 = 0
    private var told: UInt64 = 0

    /// What there is to tell.
    struct State {
        /// In thousandths.
        var share: UInt64
        var readings: UInt64
        /// The simulated time of day, if the node knows it.
        var utcMilliseconds: UInt64?
    }

    /// Tells it, when it is time to.
    mutating func show(_ state: State) {
        let now = SystemTime.uptime
        if isTerminal {
            if now < drawn + Self.redrawMilliseconds, state.share < 1000 { return }
            drawn = now
            return draw(bar(state, at: now))
        }
        let step = state.share / 50
        if step <= told { return }
        told = step
        Console.print(line(state, at: now))
    }

    /// Leaves the bar as it is and goes to the next line.
    func end() {
        if isTerminal, drawn > 0 { draw("\n") }
    }

    private func draw(_ text: String) {
        let bytes = Array(text.utf8)
        _ = rue_write_all(1, bytes, bytes.count)
    }

    private func line(_ state: State, at now: UInt64) -> String {
        "progress \(state.share / 10) % readings=\(state.readings) simulated=\(date(state)) "
            + "rate=\(rate(state, at: now))"
    }

    private func bar(_ state: State, at now: UInt64) -> String {
        let filled = Int(state.share * Self.barWidth / 1000)
        let percent = "\(state.share / 10)"
        // Back to the line's start, and what the last bar had more is erased.
        return "\r[" + String(repeating: "#", count: filled)
            + String(repeating: ".", count: Int(Self.barWidth) - filled) + "] "
            + String(repeating: " ", count: 3 - percent.utf8.count) + percent
            + " %  \(counted(Int(state.readings), "reading", "readings"))  \(date(state))  "
            + "\(rate(state, at: now))/s\u{1B}[K"
    }

    private func date(_ state: State) -> String {
        guard let utc = state.utcMilliseconds else { return "unknown" }
        return String(Timestamp.text(milliseconds: utc).prefix(16)) + "Z"
    }

    /// Readings a second.
    private func rate(_ state: State, at now: UInt64) -> UInt64 {
        state.readings * 1000 / max(1, now - begin)
    }
}

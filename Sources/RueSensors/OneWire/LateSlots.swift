/// What to do about slots that came too late: the whole exchange again, from its reset on.
enum LateSlots {
    /// How often an exchange is tried. At one late slot in two hundred every second one of a
    /// scratchpad's 170 is lost, and one in thirty of these.
    static let tries = 5

    static func retry<Result>(
        _ exchange: () throws(BusError) -> Result
    ) throws(BusError) -> Result {
        for _ in 1..<tries {
            do throws(BusError) {
                return try exchange()
            } catch {
                if error != .lateSlot { throw error }
            }
        }
        return try exchange()
    }
}

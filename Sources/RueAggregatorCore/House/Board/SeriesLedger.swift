import RueWire

/// The newest value of one series.
struct SeriesLedger {
    let name: String
    /// Nil for what the node says of itself.
    let sensor: String?
    let quantity: String
    /// Whether it tells of a sensor's failures rather than of what it measures.
    let isFault: Bool
    /// Whether it belongs to a summary of the past: nothing that the board shows.
    let isOfSummary: Bool
    private(set) var place: LogPlace
    private(set) var value: SenMLValue
    private(set) var unit: String?
    private(set) var milliseconds: Int64?
    private(set) var receivedMilliseconds: Int64
    private(set) var interval = IntervalEstimate()

    /// One value on its way in.
    struct Entry {
        let place: LogPlace
        let milliseconds: Int64?
        let receivedMilliseconds: Int64
    }

    init(name: String, _ entry: Entry, value: SenMLValue, unit: String?) {
        self.name = name
        let parts = SeriesName(name)
        (sensor, quantity) = (parts.sensor, parts.quantity)
        isFault = parts.sensor != nil && parts.quantity == "fault"
        isOfSummary = parts.isOfSummary
        place = entry.place
        self.value = value
        self.unit = unit
        milliseconds = entry.milliseconds
        receivedMilliseconds = entry.receivedMilliseconds
    }

    /// Whether the value is newer than the one known; either tells how often values come.
    mutating func isNewer(_ entry: Entry) -> Bool {
        let difference = entry.milliseconds.flatMap { new in milliseconds.map { new - $0 } }
        guard entry.place > place else {
            if let difference { interval.addEarlier(-difference) }
            return false
        }
        if let difference { interval.add(difference) }
        return true
    }

    mutating func replace(_ entry: Entry, value: SenMLValue, unit: UnsafeRawBufferPointer?) {
        place = entry.place
        milliseconds = entry.milliseconds
        receivedMilliseconds = entry.receivedMilliseconds
        self.value = value
        if !isUnit(unit) { self.unit = unit.map { String(decoding: $0, as: UTF8.self) } }
    }

    /// The unit hardly ever changes: no new text for each value.
    private func isUnit(_ bytes: UnsafeRawBufferPointer?) -> Bool {
        guard let bytes, let unit else { return bytes == nil && unit == nil }
        return unit.utf8.elementsEqual(bytes)
    }

    func state(node: String, nodeInterval: Int64?) -> SeriesState {
        SeriesState(
            id: SeriesID(node: node, name: name), quantity: quantity, unit: unit, value: value,
            timeMilliseconds: milliseconds, receivedMilliseconds: receivedMilliseconds,
            intervalMilliseconds: interval.milliseconds,
            staleAfterMilliseconds: Staleness.staleAfter(
                interval: interval.milliseconds
                    ?? (sensor == nil ? Staleness.healthMilliseconds : nil),
                nodeInterval: nodeInterval))
    }
}

/// The walk through the tree of the codes on a bus, one device at a time (Maxim application note
/// 187). It takes what the bus says for granted nowhere: noise shows as a code with a wrong
/// checksum, a bit that nobody has, a code that came before, or a search without an end.
public struct OneWireSearch: Sendable {
    private let command: UInt8
    private var bits: UInt64 = 0
    /// The last place, from 1 on, at which the way of 0 was taken and that of 1 is still to go.
    private var turn = 0
    private var foundCount = 0
    private var isFinished = false

    /// Begins a search.
    ///
    /// - Parameter onlyAlarms: whether to find only those devices whose last conversion lies
    ///   outside their thresholds (command 0xEC instead of 0xF0).
    public init(onlyAlarms: Bool = false) {
        command = onlyAlarms ? ROMCommand.alarmSearch : ROMCommand.search
    }

    /// Finds the next device. Blocks for 64 triplets: about 20 ms, 40 ms behind a bridge.
    ///
    /// - Parameter bus: the bus, the same for the whole search.
    /// - Returns: its code; nil when all were found.
    /// - Throws: ``BusError``; `.garbledSearch` for what no devices answer, `.noPresence` if all
    ///   went away during the search.
    public mutating func next(on bus: any OneWireBus) throws(BusError) -> OneWireROM? {
        if isFinished { return nil }
        guard try bus.reset() else { return try nobody(or: .noPresence) }
        try bus.write(command, strongPullUp: false)
        var lastTurn = 0
        for place in 1...64 {
            let step = try bus.triplet(preferring: preference(at: place))
            if step.bit, step.complement {
                let isNoAlarm = place == 1 && command == ROMCommand.alarmSearch
                return isNoAlarm ? try nobody(or: .garbledSearch) : try fail()
            }
            if step.bit != step.complement, step.direction != step.bit { return try fail() }
            if !step.bit, !step.complement, !step.direction { lastTurn = place }
            let mask = UInt64(1) << UInt64(place - 1)
            bits = step.direction ? bits | mask : bits & ~mask
        }
        guard let rom = OneWireROM(bytes: bytes) else { return try fail() }
        turn = lastTurn
        isFinished = lastTurn == 0
        foundCount += 1
        return rom
    }

    /// The way of the last code up to its last turn, there the other one, then 0 first.
    private func preference(at place: Int) -> Bool {
        place < turn ? bits >> UInt64(place - 1) & 1 == 1 : place == turn
    }

    private var bytes: [UInt8] {
        stride(from: 0, to: 64, by: 8).map { UInt8(truncatingIfNeeded: bits >> UInt64($0)) }
    }

    private mutating func nobody(or error: BusError) throws(BusError) -> OneWireROM? {
        isFinished = true
        if foundCount > 0 { throw error }
        return nil
    }

    private mutating func fail() throws(BusError) -> OneWireROM? {
        isFinished = true
        throw .garbledSearch
    }
}

extension OneWireBus {
    /// Finds the devices on the bus. Blocks for about 20 ms each, 40 ms behind a bridge. Not to be
    /// used while a device without a supply wire converts.
    ///
    /// - Parameters:
    ///   - onlyAlarms: whether to find only devices whose last conversion lies outside their
    ///     thresholds.
    ///   - maximum: how many may be there; 64 by default.
    /// - Returns: their codes, in the order of the search; empty if there are none.
    /// - Throws: ``BusError``; `.garbledSearch` for noise, and for more than the maximum.
    public func search(onlyAlarms: Bool = false, maximum: Int = 64) throws(BusError)
        -> [OneWireROM]
    {
        var found: [OneWireROM] = []
        var search = OneWireSearch(onlyAlarms: onlyAlarms)
        while let rom = try search.next(on: self) {
            if found.count == maximum || found.contains(rom) { throw .garbledSearch }
            found.append(rom)
        }
        return found
    }
}

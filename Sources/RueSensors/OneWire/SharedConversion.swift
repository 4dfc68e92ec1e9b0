/// The conversions of all the thermometers on one 1-Wire bus: one command to all, one wait, then
/// each is read (19-7487, "Convert T" after "Skip ROM").
///
/// Make one for each bus and give it to every ``OneWireBusProbe`` on it. A sensor that is started
/// while another one's conversion runs shares it, so that its value may have been measured up to
/// 750 ms before. The bus is not used while a conversion runs, but for looking whether it ended.
///
/// Before each conversion the bus is asked whether any device lives off its data line (parasite
/// power). Then the conversion gets a strong pull-up and 750 ms, whatever the resolution, because
/// the devices cannot say when they are done. Otherwise they do, and are asked whether they began,
/// too: a command that was not heard is sent again.
public final class SharedConversion {
    /// The bus.
    public let bus: any OneWireBus
    /// Whether a device without a supply wire was on the bus at the last conversion; nil before.
    public private(set) var isParasitePowered: Bool?

    let clock: any SensorClock
    private var current: Conversion?

    private struct Conversion {
        var start: UInt64
        /// Whether the devices answer 0 while they convert. Not without a supply wire, not after
        /// a disturbance, and not from each clone.
        var isTold: Bool
        var isOver = false
    }

    /// Makes it; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - bus: the bus, used by no one else.
    ///   - clock: what conversions are timed with.
    public init(bus: any OneWireBus, clock: any SensorClock) {
        self.bus = bus
        self.clock = clock
    }

    /// How many microseconds a conversion still runs at most; 0 if none does.
    public var remainingMicroseconds: UInt64 { remaining(of: .bits12) }

    func remaining(of resolution: DS18B20.Resolution) -> UInt64 {
        guard let current, !current.isOver else { return 0 }
        let time = (current.isTold ? resolution : .bits12).conversionMicroseconds
        let end = current.start + time
        return end - min(end, clock.monotonicMicroseconds)
    }

    /// Starts a conversion, unless one is running.
    func join() throws(BusError) {
        if remainingMicroseconds > 0 { return }
        try LateSlots.retry { () throws(BusError) in try convert() }
    }

    private func convert() throws(BusError) {
        let isParasite = try bus.isAnyParasitePowered()
        isParasitePowered = isParasite
        var isTold = false
        for _ in 0..<2 where !isTold {
            try bus.select(nil)
            try bus.write(DS18B20.Function.convert, strongPullUp: isParasite)
            if isParasite { break }
            isTold = try !bus.readBit()
        }
        current = Conversion(start: clock.monotonicMicroseconds, isTold: isTold)
    }

    /// Whether the conversion has ended, for a device of some resolution.
    func hasEnded(for resolution: DS18B20.Resolution) throws(BusError) -> Bool {
        guard let running = current else { throw .unsupported }
        if running.isOver { return true }
        if remaining(of: resolution) > 0 { return false }
        if running.isTold, try !isBusOver() {
            if clock.monotonicMicroseconds - running.start < SharedConversion.patience {
                return false
            }
            current = nil
            throw .timedOut
        }
        current?.isOver = true
        return true
    }

    private func isBusOver() throws(BusError) -> Bool {
        do throws(BusError) {
            return try LateSlots.retry { () throws(BusError) in try bus.readBit() }
        } catch {
            // The others still get what is converted, after the full time.
            current?.isTold = false
            // An interrupted program may have reset the bus: there is nobody left to ask.
            if error == .lateSlot { return false }
            throw error
        }
    }

    /// Slow clones have been seen; nobody takes two seconds.
    private static let patience: UInt64 = 2_000_000
}

extension OneWireBus {
    /// Asks whether any device lives off the data line, that is without a supply wire (command
    /// 0xB4 to all). Blocks for about 3 ms.
    ///
    /// - Returns: true if one does: its conversions need a strong pull-up.
    /// - Throws: ``BusError``; `.noPresence` if nothing is on the bus.
    public func isAnyParasitePowered() throws(BusError) -> Bool {
        try select(nil)
        try write(DS18B20.Function.readPowerSupply, strongPullUp: false)
        return try !readBit()
    }
}

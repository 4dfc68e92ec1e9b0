/// A DS18B20 on a 1-Wire bus that this program drives itself: through a ``DS2482``, or a simulated
/// one.
///
/// ```swift
/// let conversion = SharedConversion(bus: DS2482(bus: i2c, clock: clock), clock: clock)
/// let flow = DS18B20(probe: OneWireBusProbe(device: OneWireROM("28-00000bbb9b13"), conversion),
///     clock: clock)
/// ```
///
/// No call waits for a conversion. ``begin(resolution:)`` blocks for about 10 ms, ``finish()`` for 30 ms
/// once the conversion has ended, and 100 ms more when it sets the resolution; where no device is named, the first of them also searches the bus,
/// twice, at 40 ms for each device on it.
public final class OneWireBusProbe: OneWireProbe {
    /// The device that is wanted; nil for the only DS18B20 on the bus.
    public let device: OneWireROM?
    /// The device's code; nil while it is not known.
    public private(set) var rom: OneWireROM?
    /// The bus, and the conversion that is shared by all on it.
    public let conversion: SharedConversion

    private var resolution = DS18B20.Resolution.bits12
    private var isAwaited = false
    /// What the device is still to be told.
    private var wanted: DS18B20.Resolution?

    /// Makes a probe; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - device: which; nil for the only DS18B20 on the bus.
    ///   - conversion: the bus, shared by all its probes.
    public init(device: OneWireROM? = nil, _ conversion: SharedConversion) {
        self.device = device
        self.conversion = conversion
        rom = device
    }

    /// Lets all devices on the bus convert, or joins the conversion that runs.
    ///
    /// - Parameter wanted: what the device is to have; nil for what it has.
    /// - Returns: the time of the resolution that the last reading had, 12 bits at first, or what
    ///   is left of it.
    /// - Throws: ``BusError``; `.noPresence` if nothing is on the bus, `.noSuchDevice` and
    ///   `.severalDevices` from looking for the only one.
    public func begin(resolution wanted: DS18B20.Resolution?) throws(BusError) -> UInt64 {
        isAwaited = false
        self.wanted = wanted
        do throws(BusError) {
            // Not while devices live off the line: then it is looked for afterwards.
            if rom == nil, conversion.remainingMicroseconds == 0 { try find() }
            try conversion.join()
        } catch {
            throw forget(after: error)
        }
        isAwaited = true
        return conversion.remaining(of: resolution)
    }

    /// Reads the scratchpad, if the conversion has ended on the whole bus.
    ///
    /// - Returns: the 9 bytes as they came, only ones from an absent device; nil before.
    /// - Throws: ``BusError``; `.timedOut` if the bus says for two seconds that it converts,
    ///   `.unsupported` if nothing was begun.
    public func finish() throws(BusError) -> [UInt8]? {
        guard isAwaited else { throw .unsupported }
        do throws(BusError) {
            guard try conversion.hasEnded(for: resolution) else { return nil }
            if rom == nil { try find() }
            let bytes = try readScratchpad()
            if let resolution = wanted, resolution.differs(from: bytes) {
                try convertAgain(at: resolution, bytes)
                return nil
            }
            isAwaited = false
            remember(bytes)
            return bytes
        } catch {
            throw forget(after: error)
        }
    }

    /// Gives up waiting; the conversion goes on for the others.
    public func abandon() { isAwaited = false }

    /// Reads the nine bytes, whatever they are. Blocks for about 20 ms.
    func readScratchpad() throws(BusError) -> [UInt8] {
        try LateSlots.retry { () throws(BusError) in
            try bus.select(rom)
            try bus.write(DS18B20.Function.readScratchpad, strongPullUp: false)
            return try bus.read(count: 9)
        }
    }

    var bus: any OneWireBus { conversion.bus }

    /// What was converted otherwise is not taken: whoever waited for the wrong time has an old value.
    private func convertAgain(
        at resolution: DS18B20.Resolution, _ scratchpad: [UInt8]
    ) throws(BusError) {
        wanted = nil
        var settings = DS18B20.Settings(scratchpad: scratchpad)
        settings.resolution = resolution
        // Read back, because noise could make thresholds of it that nobody wanted.
        for _ in 0..<3 {
            try write(settings)
            let now = try readScratchpad()
            if OneWireCRC.of(now) == 0, DS18B20.Settings(scratchpad: now) == settings { break }
        }
        self.resolution = resolution
        try conversion.join()
    }

    /// Searched twice: noise could hide a device, and another be taken for the only one.
    func find() throws(BusError) {
        let codes = try LateSlots.retry { () throws(BusError) in try bus.search() }
        let again = try LateSlots.retry { () throws(BusError) in try bus.search() }
        guard again == codes else { throw .garbledSearch }
        rom = try OneWireROM.onlyThermometer(among: codes)
    }

    /// What does not come whole may come from another device, or from one that was without power.
    private func remember(_ bytes: [UInt8]) {
        guard OneWireCRC.of(bytes) == 0, bytes[4] != 0 else { return forget() }
        resolution = DS18B20.Resolution(configurationRegister: bytes[4])
    }

    private func forget() {
        rom = device
        resolution = .bits12
    }

    private func forget(after error: BusError) -> BusError {
        isAwaited = false
        forget()
        return error
    }
}

extension OneWireROM {
    /// The only DS18B20 among the devices on a bus.
    ///
    /// - Parameter codes: what is on the bus.
    /// - Returns: its code.
    /// - Throws: `.noSuchDevice` and `.severalDevices`, which say what there is.
    public static func onlyThermometer(among codes: [OneWireROM]) throws(BusError) -> OneWireROM {
        let thermometers = codes.filter { $0.family == DS18B20.family }
        guard let first = thermometers.first else {
            throw .noSuchDevice(name: "a DS18B20 (28-...)", found: codes.map { $0.description })
        }
        guard thermometers.count == 1 else {
            throw .severalDevices(found: thermometers.map { $0.description })
        }
        return first
    }
}

import RueSensors

/// An I²C bus on which a plan's transaction fails.
final class FaultyI2CBus: I2CBus {
    private let bus: any I2CBus
    private let plan: FaultPlan

    init(_ bus: any I2CBus, _ plan: FaultPlan) {
        self.bus = bus
        self.plan = plan
    }

    func transfer(address: UInt8, writing bytes: [UInt8], reading readCount: Int)
        throws(BusError) -> [UInt8]
    {
        try plan.carryOut { () throws(BusError) -> [UInt8] in
            try bus.transfer(address: address, writing: bytes, reading: readCount)
        }
    }
}

/// A line on which a plan's capture fails.
final class FaultyLine: PulseLine {
    private let line: any PulseLine
    private let plan: FaultPlan

    init(_ line: any PulseLine, _ plan: FaultPlan) {
        self.line = line
        self.plan = plan
    }

    func capture(
        holdingLow microseconds: UInt32, maximumEdges: Int, windowMicroseconds: UInt32
    ) throws(BusError) -> [UInt64] {
        try plan.carryOut { () throws(BusError) -> [UInt64] in
            try line.capture(
                holdingLow: microseconds, maximumEdges: maximumEdges,
                windowMicroseconds: windowMicroseconds)
        }
    }
}

/// A 1-Wire probe of which a plan's question fails.
final class FaultyProbe: OneWireProbe {
    private let probe: any OneWireProbe
    private let plan: FaultPlan

    init(_ probe: any OneWireProbe, _ plan: FaultPlan) {
        self.probe = probe
        self.plan = plan
    }

    var rom: OneWireROM? { probe.rom }

    func begin(resolution: DS18B20.Resolution?) throws(BusError) -> UInt64 {
        try plan.carryOut { () throws(BusError) -> UInt64 in
            try probe.begin(resolution: resolution)
        }
    }

    func finish() throws(BusError) -> [UInt8]? {
        try plan.carryOut { () throws(BusError) -> [UInt8]? in try probe.finish() }
    }

    func abandon() { probe.abandon() }
}

/// A 1-Wire bus of which a plan's use fails.
final class FaultyOneWireBus: OneWireBus {
    private let bus: any OneWireBus
    private let plan: FaultPlan

    init(_ bus: any OneWireBus, _ plan: FaultPlan) {
        self.bus = bus
        self.plan = plan
    }

    func reset() throws(BusError) -> Bool {
        try plan.carryOut { () throws(BusError) -> Bool in try bus.reset() }
    }

    func write(_ byte: UInt8, strongPullUp: Bool) throws(BusError) {
        try plan.carryOut { () throws(BusError) in
            try bus.write(byte, strongPullUp: strongPullUp)
        }
    }

    func readByte() throws(BusError) -> UInt8 {
        try plan.carryOut { () throws(BusError) -> UInt8 in try bus.readByte() }
    }

    func readBit() throws(BusError) -> Bool {
        try plan.carryOut { () throws(BusError) -> Bool in try bus.readBit() }
    }

    func triplet(preferring direction: Bool) throws(BusError) -> OneWireTriplet {
        try plan.carryOut { () throws(BusError) -> OneWireTriplet in
            try bus.triplet(preferring: direction)
        }
    }
}

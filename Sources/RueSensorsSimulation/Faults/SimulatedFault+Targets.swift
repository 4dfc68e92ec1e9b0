extension SimulatedFault {
    /// What a fault can happen to.
    public enum Target: CaseIterable, Equatable, Sendable {
        /// A BME280 or BMP280 on a ``ScriptedI2CBus``.
        case bosch280
        /// A DHT22 or DHT11 on a ``ScriptedPulseLine``.
        case dht
        /// A DS18B20 that is its own ``ScriptedOneWireProbe``, as through the kernel.
        case ds18b20
        /// A DS18B20 behind a DS2482, both on the ways of one script.
        case bridgedDS18B20
    }

    /// What can be said about a fault besides when it comes.
    public enum Setting: CaseIterable, Equatable, Sendable {
        /// ``ScriptedFault/transaction``.
        case transaction
        /// ``ScriptedFault/edges``.
        case edges
        /// ``ScriptedFault/lateMicroseconds``.
        case lateness
    }

    /// What something can suffer.
    ///
    /// - Parameter target: what.
    /// - Returns: the faults, each once.
    public static func possible(on target: Target) -> [SimulatedFault] {
        switch target {
        case .bosch280:
            [
                .silent, .unplugged, .brownOut, .nack, .shortTransfer, .bitFlip, .stuckLow,
                .stuckHigh, .neverReady, .wrongChip, .blankMemory,
            ]
        case .dht:
            [
                .silent, .unplugged, .brownOut, .stuckLow, .stuckHigh, .checksum, .bitFlip,
                .droppedEdges, .mergedEdges, .lateStart, .hung,
            ]
        case .ds18b20: ofDS18B20 + [.bitFlip]
        case .bridgedDS18B20: ofDS18B20 + ofBridge + [.stuckLow, .stuckHigh]
        }
    }

    /// What can be said about the fault besides when it comes.
    ///
    /// - Parameter target: what suffers it.
    /// - Returns: the settings that mean something.
    public func settings(on target: Target) -> [Setting] {
        switch self {
        case .nack, .shortTransfer: [.transaction]
        case .bitFlip where target == .bosch280 || target == .bridgedDS18B20: [.transaction]
        case .droppedEdges, .mergedEdges: [.edges]
        case .lateStart: [.lateness]
        default: []
        }
    }

    /// What the bridge and the bus before it suffer.
    static let ofBridge: [SimulatedFault] = [.brownOut, .nack, .shortTransfer, .bitFlip]

    private static let ofDS18B20: [SimulatedFault] = [
        .silent, .unplugged, .powerOnValue, .neverReady, .wrongChip, .checksum, .zeros,
        .eepromRefusal,
    ]
}

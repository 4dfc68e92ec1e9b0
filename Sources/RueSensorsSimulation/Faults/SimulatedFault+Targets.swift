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
        allCases.filter { $0.canHappen(to: target) }
    }

    // One rule for each, and no list for each target: Embedded Swift 6.3.1 for ARMv6, optimised,
    // takes one of several constant arrays in a function for another.
    private func canHappen(to target: Target) -> Bool {
        switch self {
        case .silent, .unplugged, .bitFlip: true
        case .brownOut, .stuckLow, .stuckHigh: target != .ds18b20
        case .nack, .shortTransfer: target == .bosch280 || target == .bridgedDS18B20
        case .neverReady, .wrongChip: target != .dht
        case .checksum: target != .bosch280
        case .blankMemory: target == .bosch280
        case .droppedEdges, .mergedEdges, .lateStart, .hung: target == .dht
        case .zeros, .powerOnValue, .eepromRefusal:
            target == .ds18b20 || target == .bridgedDS18B20
        }
    }

    /// What can be said about the fault besides when it comes.
    ///
    /// - Parameter target: what suffers it.
    /// - Returns: the settings that mean something.
    public func settings(on target: Target) -> [Setting] {
        Setting.allCases.filter { takes($0, on: target) }
    }

    private func takes(_ setting: Setting, on target: Target) -> Bool {
        switch setting {
        case .transaction:
            self == .nack || self == .shortTransfer
                || self == .bitFlip && (target == .bosch280 || target == .bridgedDS18B20)
        case .edges: self == .droppedEdges || self == .mergedEdges
        case .lateness: self == .lateStart
        }
    }

    /// What the bridge and the bus before it suffer.
    static let ofBridge: [SimulatedFault] = [.brownOut, .nack, .shortTransfer, .bitFlip]
}

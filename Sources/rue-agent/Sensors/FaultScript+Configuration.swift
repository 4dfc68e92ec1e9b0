internal import RueAgentCore
internal import RueSensors
internal import RueSensorsSimulation

extension FaultScript {
    /// What a configuration plans for one of its sensors.
    convenience init(_ planned: [PlannedFault], seed: UInt64, clock: any SensorClock) {
        self.init(planned.compactMap { ScriptedFault($0) }, seed: seed, clock: clock)
    }
}

extension ScriptedFault {
    /// Nil for a word that is not one of those that the reader of the file was told of.
    fileprivate init?(_ planned: PlannedFault) {
        guard let fault = SimulatedFault(planned.word) else { return nil }
        self.init(
            fault, window: FaultWindow(planned.times), chancePercent: planned.chancePercent,
            transaction: planned.transaction.map { $0 - 1 })
        if let edges = planned.edges { self.edges = edges }
        if let late = planned.lateMilliseconds { lateMicroseconds = UInt32(late) * 1000 }
    }
}

extension FaultWindow {
    /// The times of a plan.
    init(_ times: FaultTimes) {
        self.init(
            afterMilliseconds: times.afterMilliseconds, forMilliseconds: times.forMilliseconds,
            everyMilliseconds: times.everyMilliseconds)
    }
}

extension FaultWord {
    /// What a simulated sensor of a driver can be made to suffer.
    static func words(for driver: SensorDriver) -> [FaultWord] {
        guard let target = target(driver) else { return [] }
        return SimulatedFault.possible(on: target).map { fault in
            FaultWord(
                fault.description, settings: fault.settings(on: target).map { setting($0) })
        }
    }

    private static func target(_ driver: SensorDriver) -> SimulatedFault.Target? {
        switch driver {
        case .bosch280: .bosch280
        case .dht: .dht
        case .ds18b20(let settings):
            settings.bridgeAddress == nil ? .ds18b20 : .bridgedDS18B20
        case .iio: nil
        }
    }

    private static func setting(_ setting: SimulatedFault.Setting) -> FaultWord.Setting {
        switch setting {
        case .transaction: .transaction
        case .edges: .edges
        case .lateness: .by
        }
    }
}

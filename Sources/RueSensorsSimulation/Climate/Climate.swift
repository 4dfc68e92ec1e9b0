/// The truth at one place of a house as a pure function of time, from a seed, in integers only. The
/// same seed and moment give the same truth in every build, and any moment can be asked for in any
/// order. See <doc:TheSimulatedHouse>.
public struct Climate: Sendable {
    /// The room.
    public let room: Room
    /// Where in the room.
    public let place: Place
    private let weather: Weather
    private let model: Model
    private let sensorNoise: Noise

    /// What computes the air or the temperature.
    private enum Model: Sendable {
        case heated(HeatedRoom)
        case attic(Attic)
        case cellar(Cellar)
        case outdoors(Outdoors)
        case freezer(Freezer)
    }

    init(room: Room, place: Place, houseSeed: UInt64) {
        self.room = room
        self.place = room.places.contains(place) ? place : .air
        let roomSeed = SplitMix64.value(seed: houseSeed, index: Int64(room.rawValue) + 1)
        weather = Weather(seed: houseSeed)
        sensorNoise = Noise(seed: roomSeed, stream: 0x80 + UInt64(self.place.rawValue))
        let heated = { HeatedRoom($0, houseSeed: houseSeed, roomSeed: roomSeed) }
        model =
            switch room {
            case .kitchen: .heated(heated(.kitchen))
            case .livingRoom: .heated(heated(.livingRoom))
            case .bedroom: .heated(heated(.bedroom))
            case .bathroom: .heated(heated(.bathroom))
            case .attic: .attic(Attic(houseSeed: houseSeed, roomSeed: roomSeed))
            case .cellar: .cellar(Cellar(houseSeed: houseSeed, roomSeed: roomSeed))
            case .outdoors: .outdoors(Outdoors(seed: houseSeed))
            case .freezer: .freezer(Freezer(houseSeed: houseSeed, roomSeed: roomSeed))
            }
    }

    /// The truth at a moment.
    ///
    /// - Parameter utcMilliseconds: milliseconds since 1970-01-01 UTC; may lie before it.
    /// - Returns: what a sensor at the place should report; −40…60 °C, 1…100 %RH.
    public func truth(at utcMilliseconds: Int64) -> Environment {
        let air = air(at: utcMilliseconds)
        let second = 4 * Span.whole(Span.second, in: utcMilliseconds)
        let humidity = air.relativeHumidity + sensorNoise.level(second + 1, by: 60)
        return Environment(
            temperatureMilliCelsius: min(max(air.temperature, -39_000), 60_000)
                + sensorNoise.level(second, by: 12),
            relativeHumidityMilliPercent: min(max(humidity, 1000), 100_000),
            pressureMilliPascal: weather.pressure(at: utcMilliseconds) - room.pressureDrop
                + sensorNoise.level(second + 2, by: 1500))
    }

    private func air(at moment: Int64) -> Air {
        switch model {
        case .heated(let room): room.air(at: moment)
        case .attic(let attic): attic.air(at: moment)
        case .cellar(let cellar): air(in: cellar, at: moment)
        case .outdoors(let outdoors): air(in: outdoors, at: moment)
        case .freezer(let freezer): air(in: freezer, at: moment)
        }
    }

    private func air(in cellar: Cellar, at moment: Int64) -> Air {
        var air = cellar.air(at: moment)
        if place == .floor { air.temperature = cellar.floor(at: moment) }
        return air
    }

    private func air(in outdoors: Outdoors, at moment: Int64) -> Air {
        guard place == .soil else { return outdoors.air(at: moment) }
        return .saturated(at: outdoors.soil(at: moment), percent: 99)
    }

    private func air(in freezer: Freezer, at moment: Int64) -> Air {
        .saturated(
            at: freezer.temperature(at: moment, place == .inside ? .drawer : .air), percent: 75)
    }
}

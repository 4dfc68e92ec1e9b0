/// The air of one room as a pure function of time: a yearly and a daily curve, a slow drift and a
/// little noise, from a seed, in integers only. The same seed and moment give the same air in every
/// build, and any moment can be asked for in any order.
public struct Climate: Sendable {
    /// The room.
    public let room: Room
    /// Where in the room.
    public let place: Place
    private let houseSeed: UInt64
    private let roomSeed: UInt64

    init(room: Room, place: Place, houseSeed: UInt64) {
        self.room = room
        self.place = room.places.contains(place) ? place : .air
        self.houseSeed = houseSeed
        roomSeed = SplitMix64.value(seed: houseSeed, index: Int64(room.rawValue) + 1)
    }

    /// The air at a moment.
    ///
    /// - Parameter utcMilliseconds: milliseconds since 1970-01-01 UTC; may lie before it.
    /// - Returns: the truth that a sensor in the room should report, within what a BME280 can.
    public func truth(at utcMilliseconds: Int64) -> Environment {
        let character = room.character
        let day = IntegerSine.value(at: utcMilliseconds - Climate.morning, period: Climate.day)
        let year = IntegerSine.value(at: utcMilliseconds - Climate.spring, period: Climate.year)
        let temperature =
            character.temperature
            + (day * character.dailySwing) / 32_767 + (year * character.yearlySwing) / 32_767
            + drift(1, at: utcMilliseconds, every: 5 * Climate.hour, by: character.temperatureDrift)
            + noise(2, at: utcMilliseconds, by: character.noise)
        // Warmer air holds more water: the relative humidity falls as the day warms.
        let humidity =
            character.humidity - (day * character.dailySwing * 2) / 32_767
            + drift(3, at: utcMilliseconds, every: 7 * Climate.hour, by: character.humidityDrift)
            + noise(4, at: utcMilliseconds, by: 4 * character.noise)
        return Environment(
            temperatureMilliCelsius: temperature,
            relativeHumidityMilliPercent: min(max(humidity, 5000), 97_000),
            pressureMilliPascal: pressure(at: utcMilliseconds))
    }

    /// The weather's pressure, which is the same in every room.
    private func pressure(at moment: Int64) -> Int64 {
        let weather = Climate.smooth(
            seed: houseSeed, at: moment, every: 18 * Climate.hour, by: 1_400_000)
        return 100_900_000 + weather + noise(5, at: moment, by: 1500)
    }

    private func drift(_ stream: UInt64, at moment: Int64, every period: Int64, by swing: Int64)
        -> Int64
    {
        Climate.smooth(seed: roomSeed &+ stream, at: moment, every: period, by: swing)
    }

    /// Another value each second.
    private func noise(_ stream: UInt64, at moment: Int64, by swing: Int64) -> Int64 {
        Climate.level(
            seed: roomSeed &+ stream &* 0x1_0001, index: Climate.floor(moment, 1000), by: swing)
    }

    /// A random level at each multiple of the period, and a smooth curve between them.
    private static func smooth(seed: UInt64, at moment: Int64, every period: Int64, by swing: Int64)
        -> Int64
    {
        let index = floor(moment, period)
        let fraction = ((moment - index * period) * 1024) / period
        let weight = (fraction * fraction * (3072 - 2 * fraction)) >> 20
        let from = level(seed: seed, index: index, by: swing)
        let to = level(seed: seed, index: index + 1, by: swing)
        return from + ((to - from) * weight) / 1024
    }

    private static func level(seed: UInt64, index: Int64, by swing: Int64) -> Int64 {
        let span = UInt64(2 * swing + 1)
        return Int64(SplitMix64.value(seed: seed, index: index) % span) - swing
    }

    private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    private static let hour: Int64 = 3_600_000
    private static let day = 24 * hour
    /// The mean year, 365.2425 days.
    private static let year: Int64 = 31_556_952_000
    /// Where the daily curve rises through its mean: it peaks at 15:00 UTC.
    private static let morning = 9 * hour
    /// Where the yearly curve rises through its mean: 25 April.
    private static let spring = 114 * day
}

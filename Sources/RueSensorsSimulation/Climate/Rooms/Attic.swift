/// The space under the roof: it follows the weather, the sun on the tiles heats it far above that,
/// and in winter a little of the house's warmth comes up.
struct Attic: Sendable {
    private let outdoors: Outdoors
    private let drift: Noise

    init(houseSeed: UInt64, roomSeed: UInt64) {
        outdoors = Outdoors(seed: houseSeed)
        drift = Noise(seed: roomSeed, stream: 0x50)
    }

    /// The attic's air.
    func air(at moment: Int64) -> Air {
        let weather = outdoors.weather
        let cloud = weather.cloud(at: moment - Span.hour)
        let slow = weather.temperature(at: moment, inertia: 4 * Span.hour)
        let swing = outdoors.swing(at: moment, cloud: cloud)
        let day = (swing * (DayShape.value(at: moment - 50 * Span.minute) - 13_100)) >> 15
        let temperature =
            slow + (day * 700) >> 10 + tiles(at: moment, cloud: cloud) + (21_000 - slow) / 7
            + drift.curve(at: moment, every: 100 * Span.minute, by: 500)
        return Air(
            temperature: temperature,
            vapour: vapour(at: moment, cloud: cloud, temperature: temperature, slow: slow))
    }

    /// What the sun on the roof adds; the tiles even it out over hours.
    private func tiles(at moment: Int64, cloud: Int64) -> Int64 {
        let sun = (0..<3).reduce(into: Int64(0)) { sum, hour in
            sum += Sun.height(at: moment - 30 * Span.minute - hour * Span.hour)
        }
        return (((sun * 4600) >> 15) * (1120 - cloud)) >> 10
    }

    /// The beams hold the relative humidity: they give water off when it warms up and take it back
    /// when it cools down.
    private func vapour(at moment: Int64, cloud: Int64, temperature: Int64, slow: Int64) -> Int64 {
        let dewPoint = outdoors.weather.dewPoint(at: moment - 2 * Span.hour, cloud: cloud)
        let outside = SaturationVapour.milliPascal(at: dewPoint) + 70_000
        let mean = slow + 3500
        let humidity = SaturationVapour.relativeHumidity(of: outside, at: mean)
        let held = (SaturationVapour.milliPascal(at: temperature) * humidity) / 100_000
        let most = (SaturationVapour.milliPascal(at: temperature) * 94) / 100
        return Soft.minimum((outside * 55 + held * 45) / 100, most, width: most / 6)
    }
}

/// The cellar: the ground around it keeps it, and follows the year by months.
struct Cellar: Sendable {
    private let weather: Weather
    private let household: Household
    private let drift: Noise

    init(houseSeed: UInt64, roomSeed: UInt64) {
        weather = Weather(seed: houseSeed)
        household = Household(seed: houseSeed)
        drift = Noise(seed: roomSeed, stream: 0x60)
    }

    /// The cellar's air.
    func air(at moment: Int64) -> Air {
        let season = Weather.season(at: moment - 52 * Span.day)
        let slow = weather.temperature(at: moment, inertia: 60 * Span.hour)
        let day = IntegerSine.value(at: moment + Sun.solarOffset - 12 * Span.hour, period: Span.day)
        let washing = household.effect(
            of: Habits.washing, in: Household.Days(at: moment)
        ) { $0.effect(at: moment, rise: 70 * Span.minute, decay: 5 * Span.hour) }
        let temperature =
            12_300 + (season * 2100) >> 15 + (slow - 10_300) / 22 + (day * 90) >> 15
            + (washing * 250) >> 16 + drift.curve(at: moment, every: 5 * Span.hour, by: 220)
        return Air(
            temperature: temperature,
            vapour: vapour(at: moment, temperature: temperature) + (washing * 190_000) >> 16)
    }

    /// The floor's screed, in m°C.
    func floor(at moment: Int64) -> Int64 {
        let season = Weather.season(at: moment - 74 * Span.day)
        let slow = weather.temperature(at: moment, inertia: 96 * Span.hour)
        return 11_700 + (season * 1900) >> 15 + (slow - 10_300) / 60
            + drift.curve(at: moment + Span.year, every: 16 * Span.hour, by: 60)
    }

    /// The walls are damp: they hold the humidity at three quarters, and what comes from outside
    /// changes it slowly.
    private func vapour(at moment: Int64, temperature: Int64) -> Int64 {
        let dewPoint = weather.dewPoint(at: moment - 8 * Span.hour, cloud: 500)
        let outside = SaturationVapour.milliPascal(at: dewPoint)
        let damp = (SaturationVapour.milliPascal(at: temperature) * 73) / 100
        let curve = drift.curve(at: moment, every: 9 * Span.hour, by: 30_000)
        return (outside * 30 + damp * 70) / 100 + curve
    }
}

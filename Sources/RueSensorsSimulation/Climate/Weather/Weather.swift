/// What comes over the house from day to day: season, highs and lows, fronts, clouds and moisture,
/// without the course of a day.
struct Weather: Sendable {
    private let fronts: Fronts
    private let highs: Noise
    private let warmth: Noise
    private let clouds: Noise
    private let moisture: Noise

    init(seed: UInt64) {
        fronts = Fronts(seed: seed)
        highs = Noise(seed: seed, stream: 0x10)
        warmth = Noise(seed: seed, stream: 0x11)
        clouds = Noise(seed: seed, stream: 0x12)
        moisture = Noise(seed: seed, stream: 0x13)
    }

    /// The season: −32 767 on 20 January, 32 767 on 21 July.
    static func season(at moment: Int64) -> Int64 {
        IntegerSine.value(at: moment - 110 * Span.day, period: Span.year)
    }

    /// The air's temperature without the course of the day.
    ///
    /// - Parameters:
    ///   - moment: when.
    ///   - inertia: the time constant of what follows the weather; that of the air is 50 minutes.
    /// - Returns: in m°C.
    func temperature(at moment: Int64, inertia: Int64 = 50 * Span.minute) -> Int64 {
        let season = Weather.season(at: moment - inertia)
        let weeks = warmth.curve(at: moment - inertia, every: 103 * Span.hour, by: 9500)
        // In days, what brings pressure up brings cold air, a little later.
        let days = -4 * disturbance(at: moment - inertia / 2 - 2 * Span.hour)
        // A high is hot in summer and cold in winter: 0.12 °C per hPa.
        let high = (season * ((pressureOfHighs(at: moment - inertia) * 12) / 10_000)) >> 15
        let front = fronts.sum(around: moment, back: inertia > Span.day ? 4 : 2) {
            $0.temperature(at: moment, inertia: inertia)
        }
        return 10_300 + (season * 9300) >> 15 + weeks + days + high + front
    }

    /// The air's pressure beside the house, in mPa.
    func pressure(at moment: Int64) -> Int64 {
        let trough = fronts.sum(around: moment) { (1_700_000 * $0.trough(at: moment)) >> 16 }
        let gusts = highs.curve(at: moment + Span.year, every: 3 * Span.hour, by: 30_000)
        // The atmosphere's tide: highest at 10 and 22 o'clock, solar time.
        let tide = IntegerSine.value(
            at: moment + Sun.solarOffset - 7 * Span.hour, period: Span.day / 2)
        let lows = (trough * stormy(at: moment)) >> 10
        return 100_850_000 + pressureOfHighs(at: moment) - lows + gusts + tide
    }

    /// How much of the sky is covered: 30…1000 of 1024.
    func cloud(at moment: Int64) -> Int64 {
        let high = pressureOfHighs(at: moment)
        let rise = high - pressureOfHighs(at: moment - 10 * Span.hour)
        let front = fronts.sum(around: moment) { (700 * $0.cloud(at: moment)) >> 10 }
        let own = clouds.curve(at: moment, every: 29 * Span.hour, by: 1100)
        let hours = clouds.curve(at: moment + Span.year, every: 4 * Span.hour, by: 350)
        let winter = -(Weather.season(at: moment) * 150) >> 15
        // Per hPa, high or rising, the sky clears.
        let cover = winter + 520 - (high * 18 + rise * 50) / 100_000 + front + own + hours
        return Soft.held(cover, to: 30...1000, width: 300)
    }

    /// The dew point of air from which no dew has fallen yet.
    ///
    /// - Parameters:
    ///   - moment: when.
    ///   - cloud: as of ``cloud(at:)``: air under a clear sky is drier.
    /// - Returns: in m°C.
    func dewPoint(at moment: Int64, cloud: Int64) -> Int64 {
        let depression =
            1700 + ((1024 - cloud) * 4600) >> 10 + (Weather.season(at: moment) * 1300) >> 15
        let own = moisture.curve(at: moment, every: 31 * Span.hour, by: 4500)
        return temperature(at: moment, inertia: 5 * Span.hour) - depression + own
    }

    /// The slow part of the pressure's deviation, without fronts, in mPa.
    private func pressureOfHighs(at moment: Int64) -> Int64 {
        let weeks = highs.curve(at: moment, every: 89 * Span.hour, by: 2_600_000)
        let days = disturbance(at: moment) * 1000
        return ((weeks + days) * stormy(at: moment)) >> 10
    }

    /// What passes within a day or two: −1000…1000.
    private func disturbance(at moment: Int64) -> Int64 {
        highs.curve(at: moment - Span.year, every: 29 * Span.hour, by: 1000)
    }

    /// How restless the season is: 640 in July…1024 in January.
    private func stormy(at moment: Int64) -> Int64 {
        832 - (Weather.season(at: moment) * 192) >> 15
    }
}

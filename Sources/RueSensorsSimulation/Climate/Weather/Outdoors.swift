/// The garden: the weather with the course of the day.
struct Outdoors: Sendable {
    let weather: Weather
    private let gusts: Noise

    init(seed: UInt64) {
        weather = Weather(seed: seed)
        gusts = Noise(seed: seed, stream: 0x20)
    }

    /// The air in the shade.
    func air(at moment: Int64) -> Air {
        let cloud = weather.cloud(at: moment)
        let temperature = temperature(at: moment, cloud: cloud)
        let dewPoint = weather.dewPoint(at: moment, cloud: cloud)
        // What is too much falls as dew.
        let held = Soft.minimum(dewPoint, temperature - 100, width: 2500)
        return Air(
            temperature: temperature, vapour: SaturationVapour.milliPascal(at: held))
    }

    /// The air's temperature, in m°C.
    func temperature(at moment: Int64, cloud: Int64) -> Int64 {
        let swing = swing(at: moment, cloud: cloud)
        let day = (swing * (DayShape.value(at: moment) - 13_100)) >> 15
        return weather.temperature(at: moment) + day
            + gusts.curve(at: moment, every: 2 * Span.hour, by: 800)
            + gusts.curve(at: moment + Span.year, every: 14 * Span.minute, by: 260)
    }

    /// From the lowest to the highest of a day, in m°C: clouds keep the sun off and the warmth in.
    func swing(at moment: Int64, cloud: Int64) -> Int64 {
        let clear = 9700 + (Weather.season(at: moment) * 3900) >> 15
        return (clear * (1150 - cloud)) >> 10
    }

    /// The garden's soil at 10 cm, in m°C: it follows the day by five hours and the weather by one.
    func soil(at moment: Int64) -> Int64 {
        let slow = weather.temperature(at: moment - 5 * Span.hour, inertia: 20 * Span.hour)
        let mean = 10_600 + ((slow - 10_300) * 800) >> 10
        let swing = swing(at: moment, cloud: weather.cloud(at: moment - 6 * Span.hour))
        let day = IntegerSine.value(
            at: moment + Sun.solarOffset - 14 * Span.hour, period: Span.day)
        let soil = mean + (swing * day * 12) / (100 * 32_767)
        // Freezing water gives its heat away: the soil hardly falls below zero.
        return soil >= 1000 ? soil : Soft.maximum(soil / 5, soil, width: 1000)
    }
}

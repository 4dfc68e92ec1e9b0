/// The air around a simulated sensor: the truth that it should report.
public struct Environment: Equatable, Sendable {
    /// Temperature, in m°C.
    public var temperatureMilliCelsius: Int64
    /// Relative humidity, in m%RH.
    public var relativeHumidityMilliPercent: Int64
    /// Absolute pressure, in mPa.
    public var pressureMilliPascal: Int64

    /// Makes an environment.
    ///
    /// - Parameters:
    ///   - temperatureMilliCelsius: temperature, in m°C.
    ///   - relativeHumidityMilliPercent: relative humidity, in m%RH.
    ///   - pressureMilliPascal: absolute pressure, in mPa.
    public init(
        temperatureMilliCelsius: Int64 = 21_000, relativeHumidityMilliPercent: Int64 = 45_000,
        pressureMilliPascal: Int64 = 101_325_000
    ) {
        self.temperatureMilliCelsius = temperatureMilliCelsius
        self.relativeHumidityMilliPercent = relativeHumidityMilliPercent
        self.pressureMilliPascal = pressureMilliPascal
    }

    /// The same held to ±10⁹, which is far beyond any air: whatever a test or a configuration asks
    /// for, a simulated chip's integers bear it.
    var held: Environment {
        let hold = { (milli: Int64) in min(max(milli, -1_000_000_000), 1_000_000_000) }
        return Environment(
            temperatureMilliCelsius: hold(temperatureMilliCelsius),
            relativeHumidityMilliPercent: hold(relativeHumidityMilliPercent),
            pressureMilliPascal: hold(pressureMilliPascal))
    }
}

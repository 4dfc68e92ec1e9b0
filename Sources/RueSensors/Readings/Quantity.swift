/// What a sensor measures. Each quantity has one unit, and every value is an integer count of
/// thousandths of it, so that no floating point is needed between the chip and the signature.
public enum Quantity: UInt8, CaseIterable, Equatable, Hashable, Sendable, CustomStringConvertible {
    /// Air or probe temperature, in thousandths of a degree Celsius (m°C).
    case temperature
    /// Relative humidity, in thousandths of a percent (m%RH), 0…100 000.
    case relativeHumidity
    /// Absolute (station) pressure, in thousandths of a pascal (mPa); not reduced to sea level.
    case pressure

    /// The word used in record names: `temperature`, `humidity` or `pressure`.
    public var name: String {
        switch self {
        case .temperature: "temperature"
        case .relativeHumidity: "humidity"
        case .pressure: "pressure"
        }
    }

    /// The SenML unit of the value (RFC 8428 §12.1), of which a reading counts thousandths.
    public var unit: String {
        switch self {
        case .temperature: "Cel"
        case .relativeHumidity: "%RH"
        case .pressure: "Pa"
        }
    }

    /// The same as ``name``: Embedded Swift cannot print an enum case by itself.
    public var description: String { name }
}

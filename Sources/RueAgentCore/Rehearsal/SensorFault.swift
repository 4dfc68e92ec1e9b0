/// What a simulated sensor can be made to suffer.
public enum SensorFault: CaseIterable, Equatable, Sendable, CustomStringConvertible {
    /// Nothing answers: no power, or a broken wire.
    case silent
    /// What comes does not match its checksum.
    case checksum
    /// The supply breaks down during the conversion: a DS18B20 then shows 85 °C.
    case powerOnValue

    /// The word in a configuration.
    public var description: String {
        switch self {
        case .silent: "silent"
        case .checksum: "checksum"
        case .powerOnValue: "power-on-value"
        }
    }
}

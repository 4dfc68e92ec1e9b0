public import RueWire

/// A number exactly as it was signed, in a form that costs nothing to copy.
public enum RangeNumber: Hashable, Sendable {
    /// An integer or a decimal fraction; 1 and 0 for true and false.
    case decimal(DecimalFraction)
    /// A float; finite.
    case double(Double)

    /// The nearest double, for drawing.
    public var doubleValue: Double {
        switch self {
        case .decimal(let decimal): decimal.doubleValue
        case .double(let double): double
        }
    }

    /// The same as a record's value, for writing.
    public var value: SenMLValue {
        switch self {
        case .decimal(let decimal): .decimal(decimal)
        case .double(let double): .double(double)
        }
    }
}

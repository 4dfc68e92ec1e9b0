import RueWire

/// How a quantity is shown to people: its name, its unit, how many digits mean something.
struct QuantityStyle: Equatable, Sendable {
    /// Heading: `Temperature`.
    let title: String
    /// The unit that is shown; empty for none.
    let unit: String
    /// Shown = signed × 10^shift: pressure is signed in Pa and shown in hPa.
    let shift: Int
    /// Decimal places of one value.
    let places: Int
    /// How much a chart's axis shows at least, in the unit shown: noise is not weather.
    let leastSpan: Double
    /// By how much it moves, in the unit shown, before one calls that a trend.
    let trendThreshold: Double
    /// Over how long a trend is judged, in milliseconds.
    let trendMilliseconds: Int64

    private static let hour: Int64 = 3_600_000

    static let temperature = QuantityStyle(
        title: "Temperature", unit: "°C", shift: 0, places: 1, leastSpan: 2, trendThreshold: 0.3,
        trendMilliseconds: hour)
    static let humidity = QuantityStyle(
        title: "Humidity", unit: "%", shift: 0, places: 0, leastSpan: 10, trendThreshold: 2,
        trendMilliseconds: hour)
    /// Three hours, as weather stations judge it.
    static let pressure = QuantityStyle(
        title: "Pressure", unit: "hPa", shift: -2, places: 1, leastSpan: 4, trendThreshold: 1,
        trendMilliseconds: 3 * hour)

    /// The style of a quantity.
    ///
    /// - Parameters:
    ///   - quantity: its name in a series: `temperature`.
    ///   - unit: the unit that was signed (RFC 8428 §12.1), which decides: a `pressure` in bar is
    ///     not shown in hPa.
    /// - Returns: one for any quantity; an unknown one is shown as it is.
    static func of(_ quantity: String, unit: String?) -> QuantityStyle {
        switch (quantity, unit) {
        case ("temperature", "Cel"): temperature
        case ("humidity", "%RH"): humidity
        case ("pressure", "Pa"): pressure
        default:
            QuantityStyle(
                title: title(quantity), unit: symbols[unit ?? ""] ?? unit ?? "", shift: 0,
                places: unit == "Cel" ? 1 : 2, leastSpan: 0.1, trendThreshold: .infinity,
                trendMilliseconds: hour)
        }
    }

    private static let symbols = ["Cel": "°C", "%RH": "%", "count": ""]

    private static func title(_ quantity: String) -> String {
        let words = quantity.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    /// The factor from what was signed to what is shown.
    var factor: Double { shift == -2 ? 0.01 : 1 }

    /// A value without its unit.
    func number(_ value: SenMLValue) -> String {
        switch value {
        case .decimal(let decimal):
            guard
                let shown = DecimalFraction(
                    mantissa: decimal.mantissa, exponent: decimal.exponent + shift)
            else { return decimal.description }
            return NumberText.fixed(shown, places: places)
        case .double(let double): return NumberText.fixed(double * factor, places: places)
        case .text, .bool, .data: return ValueText.plain(value)
        }
    }

    /// A value that is already in the unit shown, without it.
    func number(shown value: Double) -> String { NumberText.fixed(value, places: places) }

    /// A value that is already in the unit shown, with it.
    func text(shown value: Double) -> String { joined(number(shown: value)) }

    /// A value with its unit: `21.4 °C`.
    func text(_ value: SenMLValue) -> String { joined(number(value)) }

    private func joined(_ number: String) -> String {
        unit.isEmpty ? number : number + NumberText.space + unit
    }
}

extension SeriesState {
    /// Whether it can be drawn.
    var isNumeric: Bool {
        switch value {
        case .decimal, .double: true
        case .text, .bool, .data: false
        }
    }

    /// How it is shown.
    var style: QuantityStyle { .of(quantity, unit: unit) }
}

/// Where a moment and a value lie in a drawing.
struct ChartScale: Sendable {
    let from: Int64
    let to: Int64
    let values: ClosedRange<Double>
    let width: Double
    let height: Double

    func x(_ timeMilliseconds: Int64) -> Double {
        width * Double(timeMilliseconds - from) / Double(max(1, to - from))
    }

    func y(_ value: Double) -> Double {
        let span = values.upperBound - values.lowerBound
        return span > 0 ? height * (values.upperBound - value) / span : height / 2
    }

    /// A length for an SVG attribute: one decimal place, a plain minus.
    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let (whole, tenth) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
        let text = tenth == 0 ? "\(whole)" : "\(whole).\(tenth)"
        return tenths < 0 ? "-" + text : text
    }

    /// A place along the width for an SVG attribute: `12.5%`.
    func percent(_ timeMilliseconds: Int64) -> String {
        let share = 10_000 * Double(timeMilliseconds - from) / Double(max(1, to - from))
        let hundredths = Int(share.rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)%"
    }
}

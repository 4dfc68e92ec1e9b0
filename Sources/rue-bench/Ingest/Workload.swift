import RueTestSupport
import RueWire

/// One node's readings as GOALS has them: 9 series every 10 s, each ±20 ms beside the grid, each a
/// random walk in two decimals.
struct Workload {
    static let recordsPerBatch = 60
    static let intervalMilliseconds: Int64 = 10_000

    private static let series: [(name: String, unit: String, start: Int64)] = [
        ("kitchen_temperature", "Cel", 2_100), ("kitchen_humidity", "%RH", 4_500),
        ("kitchen_pressure", "Pa", 10_132_500), ("cellar_temperature", "Cel", 1_400),
        ("cellar_humidity", "%RH", 6_500), ("cellar_pressure", "Pa", 10_140_000),
        ("garden_temperature", "Cel", 800), ("garden_humidity", "%RH", 8_000),
        ("garden_pressure", "Pa", 10_130_000),
    ]

    private var random: SeededRandom
    private var centi: [Int64]
    private var nextSeries = 0
    private var grid: Int64
    private let baseName: String

    init(seed: UInt64, baseName: String, startMilliseconds: Int64) {
        random = SeededRandom(seed: seed)
        centi = Self.series.map(\.start)
        grid = startMilliseconds
        self.baseName = baseName
    }

    /// The next 60 readings, and the time of the last.
    mutating func nextPack() -> (payload: [UInt8], last: Int64) {
        let base = grid
        var pack = PackEncoder(baseName: baseName, baseTimeMilliseconds: base)
        var last = base
        for _ in 0..<Self.recordsPerBatch {
            let jitter = Int64.random(in: -20...20, using: &random)
            centi[nextSeries] += Int64.random(in: -3...3, using: &random)
            let series = Self.series[nextSeries]
            let value = DecimalFraction(mantissa: centi[nextSeries], exponent: -2)
            last = max(last, grid + jitter)
            pack.append(
                name: series.name, unit: series.unit,
                value: .decimal((value ?? DecimalFraction(integer: 0)).normalised),
                timeOffsetMilliseconds: grid + jitter - base)
            advance()
        }
        return (pack.encode(), last)
    }

    private mutating func advance() {
        nextSeries += 1
        guard nextSeries == Self.series.count else { return }
        nextSeries = 0
        grid += Self.intervalMilliseconds
    }
}

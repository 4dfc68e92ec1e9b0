import RueTestSupport
import RueWire

/// One node's readings as GOALS has them: 9 series, each ±20 ms beside the grid, each a random walk
/// in two decimals.
struct Workload {
    static let recordsPerBatch = 60

    static let series: [(name: String, unit: String, start: Int64)] = [
        ("kitchen_temperature", "Cel", 2_100), ("kitchen_humidity", "%RH", 4_500),
        ("kitchen_pressure", "Pa", 10_132_500), ("cellar_temperature", "Cel", 1_400),
        ("cellar_humidity", "%RH", 6_500), ("cellar_pressure", "Pa", 10_140_000),
        ("garden_temperature", "Cel", 800), ("garden_humidity", "%RH", 8_000),
        ("garden_pressure", "Pa", 10_130_000),
    ]

    private var random: SeededRandom
    private var centi: [Int64]
    private var nextSeries = 0
    /// Of the next reading, in milliseconds since 1970.
    private(set) var moment: Int64
    private let grid: SampleGrid
    private let baseName: String

    init(seed: UInt64, baseName: String, grid: SampleGrid) {
        random = SeededRandom(seed: seed)
        centi = Self.series.map(\.start)
        moment = grid.start
        self.grid = grid
        self.baseName = baseName
    }

    /// Some readings, signed later.
    struct Pack {
        let payload: [UInt8]
        /// The time of the newest, in milliseconds since 1970.
        let last: Int64
        /// Since the first moment of the grid, in milliseconds.
        let uptime: Int64
        let count: Int
    }

    /// The next 60 readings, fewer at the grid's end; nil after it.
    mutating func nextPack() -> Pack? {
        guard moment < grid.end else { return nil }
        let base = moment
        var pack = PackEncoder(baseName: baseName, baseTimeMilliseconds: base)
        var last = base
        var count = 0
        while count < Self.recordsPerBatch, moment < grid.end {
            let time = moment + Int64.random(in: -20...20, using: &random)
            last = max(last, time)
            append(to: &pack, offset: time - base)
            count += 1
            advance()
        }
        return Pack(
            payload: pack.encode(), last: last, uptime: last - grid.start + 1_000, count: count)
    }

    private mutating func append(to pack: inout PackEncoder, offset: Int64) {
        centi[nextSeries] += Int64.random(in: -3...3, using: &random)
        let series = Self.series[nextSeries]
        let value = DecimalFraction(mantissa: centi[nextSeries], exponent: -2)
        pack.append(
            name: series.name, unit: series.unit,
            value: .decimal((value ?? DecimalFraction(integer: 0)).normalised),
            timeOffsetMilliseconds: offset)
    }

    private mutating func advance() {
        nextSeries += 1
        guard nextSeries == Self.series.count else { return }
        nextSeries = 0
        moment = grid.next(after: moment)
    }
}

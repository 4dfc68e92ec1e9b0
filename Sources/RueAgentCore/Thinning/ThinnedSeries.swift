internal import RueWire

/// One numeric series, in windows of time.
struct ThinnedSeries {
    /// What follows the name of a series where the window's smallest reading is told, its largest,
    /// and how many there were. Its mean goes by the name of the series itself.
    static let least = "-min"
    static let greatest = "-max"
    static let count = "-count"

    let name: String
    let unit: String?
    private(set) var windows: [ThinnedWindow] = []

    init(name: String, unit: String?) {
        self.name = name
        self.unit = unit
    }

    /// Adds numbers of one window to those of the same stretch of time.
    mutating func add(_ window: ThinnedWindow, width: Int64) {
        let stretch = Self.stretch(of: window, width)
        if let last = windows.indices.last, Self.stretch(of: windows[last], width) == stretch,
            windows[last].merge(window)
        {
            return
        }
        windows.append(window)
    }

    /// Puts the windows together that belong to one wider stretch.
    mutating func widen(to width: Int64) {
        let narrow = windows
        windows.removeAll(keepingCapacity: true)
        for window in narrow { add(window, width: width) }
    }

    private static func stretch(of window: ThinnedWindow, _ width: Int64) -> Int64 {
        ThinnedSpan.stretch(of: window.times.lowerBound, width)
    }

    var recordCount: Int { windows.reduce(0) { $0 + $1.recordCount } }

    /// No fewer bytes than a record of it takes.
    var largestRecord: Int { name.utf8.count + (unit?.utf8.count ?? 5) + 6 + 48 }

    /// The records that are left, window by window.
    var records: [KeptRecord] {
        var records: [KeptRecord] = []
        for window in windows {
            if !window.isSummary {
                for reading in window.readings {
                    records.append(record("", unit, reading.value, reading.time))
                }
                continue
            }
            let time = window.middle
            records.append(record("", unit, window.mean, time))
            records.append(record(Self.least, unit, window.least, time))
            records.append(record(Self.greatest, unit, window.greatest, time))
            records.append(
                record(Self.count, "count", DecimalFraction(integer: window.count), time))
        }
        return records
    }

    private func record(
        _ suffix: String, _ unit: String?, _ value: DecimalFraction, _ time: Int64
    ) -> KeptRecord {
        KeptRecord(name: name + suffix, unit: unit, value: .decimal(value), time: time)
    }
}

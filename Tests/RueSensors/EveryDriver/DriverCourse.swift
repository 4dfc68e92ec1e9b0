import RueSensors
import RueSensorsSimulation
import Testing

/// Some readings one after another, the truth another each time, and what came of them: the truth, in
/// its order, or an error.
struct DriverCourse {
    let driver: DriverCase
    let rig: DriverRig
    /// What was thrown so far.
    private(set) var failures: [SensorError] = []
    private var truths: [Environment] = []
    /// The youngest truth that was reported.
    private var seen = 0

    init(_ driver: DriverCase, _ rig: DriverRig) {
        self.driver = driver
        self.rig = rig
    }

    /// Three readings, and what leaves the device at rest.
    mutating func run() {
        for _ in 0..<3 { read() }
        do throws(SensorError) {
            try rig.stop()
        } catch {
            failures.append(error)
            #expect(throws: Never.self) { try rig.stop() }
        }
    }

    /// One reading, of 1.7 °C more than before.
    mutating func read() {
        rig.truth[.temperature] += 1700
        truths.append(rig.truth)
        do throws(SensorError) {
            judge(try rig.read())
        } catch {
            failures.append(error)
        }
    }

    /// One more, which must succeed.
    mutating func recover() {
        let count = failures.count
        read()
        #expect(failures.count == count, "\(failures)")
    }

    /// A device that shows a truth late shows it later by one for each reading that failed.
    private mutating func judge(_ readings: [Reading]) {
        #expect(readings.count == driver.ranges.count)
        #expect(Set(readings.map(\.quantity)) == Set(driver.ranges.keys))
        let oldest = max(seen, truths.count - driver.readingsUntilSettled - failures.count)
        let match = truths.indices.first { index in
            index >= oldest && readings.allSatisfy { driver.allows($0, truths[index]) }
        }
        if let match { seen = match } else { Issue.record("\(readings) instead of \(truths)") }
    }
}

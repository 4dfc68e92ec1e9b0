internal import RueSensors
internal import RueWire

/// Reads many sensors in turn from one thread: each in every slot of its own time grid once,
/// none waiting for another's conversion.
///
/// The grid is that of the clock (an interval of 10 s samples at :00, :10, :20 …), or of the
/// uptime while the clock is unknown. The first sample is taken at once.
public struct Sampler {
    /// A conversion that no driver gives up by itself is given up after this.
    static let patienceMilliseconds: UInt64 = 10_000

    /// How much earlier than its pause allows a driver bears to be started.
    private static let delayMilliseconds: UInt64 = 20

    private struct Channel {
        enum Phase {
            case idle(due: UInt64)
            case measuring(since: UInt64, collectAt: UInt64)
        }

        let source: SampledSensor
        var phase: Phase
        var lastSlot: UInt64?
        var lastStart: UInt64?
        var isFailing = false
        var isKnownSuspect = false

        var deadline: UInt64 {
            switch phase {
            case .idle(let due): due
            case .measuring(_, let collectAt): collectAt
            }
        }
    }

    private var channels: [Channel]
    private let log: any NodeLog

    /// What was counted so far.
    public private(set) var counters = SampleCounters()

    /// What drivers counted of their sensors' frames so far, of all together; nil where no sensor
    /// sends frames.
    public var frames: FrameCounters? {
        var total: FrameCounters?
        for channel in channels {
            guard let own = channel.source.frames?() else { continue }
            if total == nil { total = own } else { total?.add(own) }
        }
        return total
    }

    /// A sampler.
    /// - Parameters:
    ///   - sensors: what to read.
    ///   - start: the uptime from which to read.
    ///   - log: is told when a sensor begins to fail, when it works again, and when its first
    ///     suspect reading comes.
    public init(_ sensors: [SampledSensor], from start: UInt64, log: any NodeLog) {
        channels = sensors.map { Channel(source: $0, phase: .idle(due: start)) }
        self.log = log
    }

    /// The uptime at which `advance` has something to do; nil without sensors.
    public var deadline: UInt64? {
        var earliest: UInt64?
        for channel in channels { earliest = min(earliest ?? channel.deadline, channel.deadline) }
        return earliest
    }

    /// Whether a conversion that was started is not collected yet.
    public var isMeasuring: Bool {
        channels.contains { if case .measuring = $0.phase { true } else { false } }
    }

    /// Does what is due: starts conversions, collects those that are done. Blocks for bus
    /// transfers only.
    ///
    /// - Parameter time: now.
    /// - Returns: what was read, and a `_fault` record for each sample that failed.
    public mutating func advance(at time: NodeTime) -> [SampledRecord] {
        var records: [SampledRecord] = []
        for index in channels.indices where channels[index].deadline <= time.uptimeMilliseconds {
            switch channels[index].phase {
            case .idle(let due): begin(index, due: due, at: time, into: &records)
            case .measuring(let since, _): collect(index, since: since, at: time, into: &records)
            }
        }
        return records
    }

    /// Leaves every sensor at rest, with its lines and supplies let go of, for the end of the
    /// program. What was being measured is abandoned. Blocks for bus transfers only. A sensor that
    /// fails at it is told, and keeps no other from being stopped.
    public func stop() {
        for index in channels.indices {
            let source = channels[index].source
            do throws(SensorError) {
                try source.sensor.stop()
            } catch {
                log.note(.warning, "sensor \(source.id) was not left at rest: \(error.description)")
            }
        }
    }

    private mutating func begin(
        _ index: Int, due: UInt64, at time: NodeTime, into records: inout [SampledRecord]
    ) {
        let now = time.uptimeMilliseconds
        let interval = channels[index].source.intervalMilliseconds
        let slot = time.gridMilliseconds / interval
        if slot == channels[index].lastSlot {
            // The clock was slowed since this was planned; the slot has not begun yet.
            return rest(index, at: time)
        }
        counters.skipped += (now - due) / interval
        counters.attempts += 1
        channels[index].lastSlot = slot
        channels[index].lastStart = now
        do throws(SensorError) {
            let microseconds = try channels[index].source.sensor.start()
            let wait = max(1, (microseconds + 999) / 1000)
            channels[index].phase = .measuring(since: now, collectAt: now + wait)
        } catch {
            fail(index, error.description, since: now, at: time, into: &records)
        }
    }

    private mutating func collect(
        _ index: Int, since: UInt64, at time: NodeTime, into records: inout [SampledRecord]
    ) {
        do throws(SensorError) {
            switch try channels[index].source.sensor.collect() {
            case .readings(let readings):
                for reading in readings { add(reading, of: index, since: since, into: &records) }
                succeed(index, at: time)
            case .pending(let microseconds):
                wait(index, microseconds, since: since, at: time, into: &records)
            }
        } catch {
            fail(index, error.description, since: since, at: time, into: &records)
        }
    }

    private mutating func wait(
        _ index: Int, _ microseconds: UInt64, since: UInt64, at time: NodeTime,
        into records: inout [SampledRecord]
    ) {
        let now = time.uptimeMilliseconds
        if now - since >= Self.patienceMilliseconds {
            let text = "the measurement did not end within 10 s"
            return fail(index, text, since: since, at: time, into: &records)
        }
        let wait = max(1, (microseconds + 999) / 1000)
        channels[index].phase = .measuring(since: since, collectAt: now + wait)
    }

    private mutating func add(
        _ reading: Reading, of index: Int, since: UInt64, into records: inout [SampledRecord]
    ) {
        if reading.flags.contains(.recovered) { counters.recovered += 1 }
        if reading.flags.contains(.suspect) { suspect(index) }
        records.append(
            SampledRecord(
                .reading, name: channels[index].source.id + "_" + reading.quantity.name,
                unit: reading.quantity.unit, value: .decimal(DecimalFraction(milli: reading.milli)),
                uptimeMilliseconds: since))
    }

    /// Told once: a clone stays one.
    private mutating func suspect(_ index: Int) {
        counters.suspect += 1
        if channels[index].isKnownSuspect { return }
        channels[index].isKnownSuspect = true
        let source = channels[index].source
        log.note(
            .warning,
            "sensor \(source.id) looks like a clone or a failing part, not like a genuine "
                + "\(source.sensor.model); its readings are kept, and counted as suspect")
    }

    private mutating func succeed(_ index: Int, at time: NodeTime) {
        if channels[index].isFailing {
            channels[index].isFailing = false
            log.note(.info, "sensor \(channels[index].source.id) works again")
        }
        rest(index, at: time)
    }

    private mutating func fail(
        _ index: Int, _ text: String, since: UInt64, at time: NodeTime,
        into records: inout [SampledRecord]
    ) {
        let id = channels[index].source.id
        counters.faults += 1
        if !channels[index].isFailing {
            channels[index].isFailing = true
            log.note(.warning, "sensor \(id) failed: \(text)")
        } else {
            log.note(.debug, "sensor \(id) failed again: \(text)")
        }
        records.append(
            SampledRecord(
                .reading, name: id + "_fault", unit: nil, value: .text(shortened(text)),
                uptimeMilliseconds: since))
        rest(index, at: time)
    }

    /// Waits for the next slot of the grid, or for the one after it where the sensor would not bear
    /// so early a sample: after the first, which is not on the grid, and after a set clock. A start
    /// that was only held up for a moment costs no slot: drivers wait the rest of their pause out.
    private mutating func rest(_ index: Int, at time: NodeTime) {
        let source = channels[index].source
        let interval = source.intervalMilliseconds
        var due = time.uptimeMilliseconds + interval - time.gridMilliseconds % interval
        if let last = channels[index].lastStart,
            due + Self.delayMilliseconds < last + UInt64(source.sensor.minimumIntervalMilliseconds)
        {
            due += interval
        }
        channels[index].phase = .idle(due: due)
    }
}

/// A text that fits into a record (255 bytes; PROTOCOL, Limits), cut between characters.
func shortened(_ text: String) -> String {
    if text.utf8.count <= 240 { return text }
    var result = ""
    for character in text {
        if result.utf8.count + String(character).utf8.count > 237 { break }
        result.append(character)
    }
    return result + "..."
}

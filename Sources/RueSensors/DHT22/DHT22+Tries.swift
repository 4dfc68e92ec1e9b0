extension DHT22 {
    /// From when on a pulse may be sent.
    ///
    /// A caller on a grid of exactly the interval comes a few milliseconds early now and then, when
    /// the time before it was held up: that is waited for. After a retry, of which the caller does
    /// not know, the sample begins later. Anything else is the caller's mistake.
    func timeOfPulse(notBefore now: UInt64) throws(SensorError) -> UInt64 {
        guard let lastPulse else { return now }
        let due = lastPulse.time + interval
        guard now < due else { return now }
        if due - now <= DHT22.indulgenceMicroseconds {
            clock.sleep(microseconds: due - now)
        } else if !lastPulse.isRetry {
            throw .tooEarly(milliseconds: (due - now + 999) / 1000)
        }
        return due
    }

    /// How long it is until then, in microseconds; 0 once it has passed, as after the machine was
    /// asleep.
    func wait(until due: UInt64) -> UInt64 {
        let now = clock.monotonicMicroseconds
        return due > now ? due - now : 0
    }

    var interval: UInt64 { UInt64(configuration.minimumIntervalMilliseconds) * 1000 }

    /// Sends a start pulse and listens.
    func pulse(_ sample: Sample, isRetry: Bool) throws(SensorError) -> Answer {
        let now = clock.monotonicMicroseconds
        let isStale = sample.mayDrop && isStale(at: now)
        lastPulse = Pulse(time: now, isRetry: isRetry)
        counters.attempts += 1
        do throws(BusError) {
            let edges = try line.capture(
                holdingLow: configuration.model.startMicroseconds,
                maximumEdges: DHTFrame.edgesWorthRecording,
                windowMicroseconds: DHTFrame.windowMicroseconds)
            let answer = Answer(edges: edges, isStale: isStale)
            if answer.isFrame { lastAnswer = now }
            return answer
        } catch {
            throw failed(.bus(error))
        }
    }

    private func isStale(at now: UInt64) -> Bool {
        guard let limit = configuration.staleAfterMilliseconds else { return false }
        guard let lastAnswer else { return true }
        return now - lastAnswer > UInt64(limit) * 1000
    }

    /// The readings of an answer, or when the next is due.
    func progress(
        of sample: Sample, with answer: Answer
    ) throws(SensorError) -> SensorProgress {
        if answer.isStale, answer.isFrame { return another(after: sample) }
        do throws(SensorError) {
            let readings = try believed(answer.edges)
            failedSamples = 0
            counters.samples += 1
            return .readings(readings)
        } catch {
            return try again(sample, after: error)
        }
    }

    /// The frame was dropped for its age; it began a conversion, which the next one carries.
    private func another(after sample: Sample) -> SensorProgress {
        counters.stale += 1
        var next = sample
        next.mayDrop = false
        return wait(for: next)
    }

    private func again(
        _ sample: Sample, after error: SensorError
    ) throws(SensorError) -> SensorProgress {
        counters.count(error)
        var next = sample
        next.triesLeft -= 1
        let due = (lastPulse?.time ?? sample.began) + interval
        let isInTime = due <= sample.began + UInt64(configuration.patienceMilliseconds) * 1000
        guard next.triesLeft > 0, isInTime else {
            failedSamples += 1
            counters.failures += 1
            throw error
        }
        counters.retries += 1
        return wait(for: next)
    }

    private func wait(for sample: Sample) -> SensorProgress {
        let now = clock.monotonicMicroseconds
        var next = sample
        next.step = .pulse
        next.due = max(now, (lastPulse?.time ?? now) + interval)
        self.sample = next
        return .pending(microseconds: next.due - now)
    }

    /// A line that cannot be had is not the sensor's fault: it is neither tried again in the same
    /// sample nor a reason to interrupt the supply.
    func failed(_ error: SensorError) -> SensorError {
        counters.count(error)
        counters.failures += 1
        return error
    }

    private static let indulgenceMicroseconds: UInt64 = 20_000
}

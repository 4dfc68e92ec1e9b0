extension DHT22 {
    /// Switches the supply on if it is off, and off first if the sensor failed too often; the sample
    /// is then due later.
    func preparePower(for sample: inout Sample) throws(SensorError) {
        guard let power else { return }
        if failedSamples >= configuration.powerCycleAfterFailures {
            try switchPower(power, on: false)
            failedSamples = 0
            counters.powerCycles += 1
            sample.step = .powerUp
            sample.due = clock.monotonicMicroseconds + DHT22.dischargeMicroseconds
        } else if !power.isOn {
            try powerUp(&sample)
        }
    }

    /// Switches the supply on: the pulse comes when the sensor has woken.
    func powerUp(_ sample: inout Sample) throws(SensorError) {
        guard let power else { return }
        try switchPower(power, on: true)
        sample.step = .pulse
        sample.due = clock.monotonicMicroseconds + DHT22.wakingMicroseconds
    }

    func switchPower(_ power: any DigitalOutput, on isOn: Bool) throws(SensorError) {
        // Whatever becomes of it, the sensor may have lost what it measured.
        lastAnswer = nil
        do throws(BusError) { try power.set(isOn) } catch { throw failed(.bus(error)) }
    }

    /// How long the sensor is without power: its capacitor of 100 nF is empty long before.
    private static let dischargeMicroseconds: UInt64 = 1_000_000

    /// How long it is not to be asked after it got power: one to two seconds (AM2302 manual §7.1).
    private static let wakingMicroseconds: UInt64 = 2_000_000
}

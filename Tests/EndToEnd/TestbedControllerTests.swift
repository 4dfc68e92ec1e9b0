import Foundation
import RueTestSupport
import Testing

/// The node's program on an emulated Pi Zero W with the I²C controller that a real one has, and the
/// kernel's driver for it: QEMU 10 knows it, Debian 12's does not. `Deploy/testbed --real-i2c`.
@Suite(
    .serialized,
    .enabled(
        if: ProcessInfo.processInfo.environment["RUE_TESTBED_REAL_I2C"] != nil,
        "Deploy/testbed --real-i2c runs it, and fetches a newer QEMU"))
struct TestbedControllerTests {
    private let pi: TestbedVisit

    init() throws { pi = try TestbedVisit.controller.get() }

    @Test func probe_bme280OnTheHeader_isFoundAndEmptyAddressesAreSilent() throws {
        let probe = try pi.section("probe")
        #expect(probe.status == 0)
        #expect(probe.lines.contains("/dev/i2c-1 0x76: BME280"))
        // As the comments of these say.
        for name in ["kitchen.yaml", "bath.yaml", "laundry.yaml"] {
            let shown = try DeviceFile(name).probeLines
            #expect(!shown.isEmpty)
            #expect(Set(shown).isSubset(of: probe.lines), "\(name)")
        }
        #expect(!probe.lines.contains { $0.hasPrefix("/dev/i2c-1 0x77") }, "\(probe.lines)")
    }

    @Test func bme280_inCombinedTransfers_equalsWhatTheKernelsDriverSays() throws {
        try pi.expectAirAsTheKernelHasIt()
        #expect(try !pi.section("run").lines.contains { $0.contains("sensor air failed") })
    }

    @Test func bme280_absent_isAMissingAcknowledge() throws {
        let faults = try pi.values("roof_fault", as: String.self).map(\.value)
        #expect(!faults.isEmpty)
        #expect(faults.allSatisfy { $0.hasPrefix("nothing answers at this address") }, "\(faults)")
    }

    @Test func readings_atTheServerOutside_areSignedAndVerified() throws {
        #expect(try pi.section("run").status == 0)
        #expect(pi.verdict.hasPrefix("good: "), "\(pi.verdict)")
    }
}

import RueSensors
import Testing

@testable import RueAgentCore

/// BME280 and BMP280 in a description.
@Suite struct Bosch280DriverTests: SensorLines {
    @Test(arguments: [
        ("bme280", "", BME280.Mode.forced),
        ("bme280", "mode: forced, ", .forced),
        ("bme280", "mode: normal, ", .normal(standby: .milliseconds1000)),
        ("bme280", "mode: normal, standby: 1s, ", .normal(standby: .milliseconds1000)),
        ("bme280", "mode: normal, standby: 1000ms, ", .normal(standby: .milliseconds1000)),
        ("bme280", "mode: normal, standby: 0.5ms, ", .normal(standby: .microseconds500)),
        ("bme280", "mode: normal, standby: 62.5ms, ", .normal(standby: .microseconds62500)),
        ("bme280", "mode: normal, standby: 0.5s, ", .normal(standby: .milliseconds500)),
        ("bme280", "mode: normal, standby: 20ms, ", .normal(standby: .milliseconds20)),
        ("bmp280", "mode: normal, standby: 4s, ", .normal(standby: .milliseconds4000)),
    ])
    func bosch280_mode_isRead(driver: String, keys: String, mode: BME280.Mode) throws {
        let sensors = try sensors("id: air, driver: \(driver), bus: simulated, \(keys)interval: 5s")
        guard case .bosch280(let settings) = sensors[0].driver else {
            Issue.record("\(sensors[0].driver)")
            return
        }
        #expect(settings.mode == mode)
    }

    @Test(arguments: [
        (
            "driver: bme280, mode: normal, standby: 2s",
            "standby of a BME280 must be one of 0.5ms, 10ms, 20ms, 62.5ms, 125ms, 250ms, 500ms, 1s, "
                + "not '2s'; did you mean '1s'?"
        ),
        (
            "driver: bmp280, mode: normal, standby: 10ms",
            "standby of a BMP280 must be one of 0.5ms, 62.5ms, 125ms, 250ms, 500ms, 1s, 2s, 4s, "
                + "not '10ms'; did you mean '0.5ms'?"
        ),
        (
            "driver: bme280, mode: normal, standby: 60ms",
            "standby of a BME280 must be one of 0.5ms, 10ms, 20ms, 62.5ms, 125ms, 250ms, 500ms, 1s, "
                + "not '60ms'; did you mean '62.5ms'?"
        ),
        (
            "driver: bme280, mode: normal, standby: 62.55ms",
            "standby of a BME280 must be one of 0.5ms, 10ms, 20ms, 62.5ms, 125ms, 250ms, 500ms, 1s, "
                + "not '62.55ms'"
        ),
        (
            "driver: bme280, mode: normal, standby: 1",
            "standby of a BME280 must be one of 0.5ms, 10ms, 20ms, 62.5ms, 125ms, 250ms, 500ms, 1s, "
                + "not '1'"
        ),
        ("driver: bme280, standby: 1s", "standby is for 'mode: normal' alone"),
        ("driver: bme280, mode: forced, standby: 1s", "standby is for 'mode: normal' alone"),
    ])
    func bosch280_standbyThatTheChipHasNot_isToldWithTheNearest(keys: String, problem: String) {
        let problems = problems("id: air, \(keys), bus: simulated, interval: 5s")
        #expect(problems.count == 1)
        #expect(problems[0].hasSuffix("sensor air: " + problem), "\(problems)")
    }

    @Test func bosch280_misspeltMode_isOneMistake() {
        let problems = problems(
            "id: air, driver: bme280, mode: nromal, standby: 1s, bus: simulated, interval: 5s")
        #expect(problems.count == 1)
        #expect(problems[0].hasSuffix("; did you mean 'normal'?"), "\(problems)")
    }
}

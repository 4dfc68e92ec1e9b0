import Testing

@testable import RueAgentCore

/// Sensors of the kernel's drivers in a description.
@Suite struct KernelSensorTests: SensorLines {
    @Test func sensorsOfTheKernelsDrivers_areRead() throws {
        let sensors = try sensors(
            "id: a, driver: bme280, bus: iio, interval: 1s",
            "id: b, driver: bmp280, bus: iio, device: 'iio:device1', interval: 1s",
            "id: c, driver: dht22, bus: iio, device: dht11@4, interval: 3s",
            "id: d, driver: dht11, bus: iio, device: dht11@17, interval: 3s")
        #expect(
            sensors.map(\.driver) == [
                .iio(IIOSettings(chip: .bme280, device: nil)),
                .iio(IIOSettings(chip: .bmp280, device: "iio:device1")),
                .iio(IIOSettings(chip: .dht22, device: "dht11@4")),
                .iio(IIOSettings(chip: .dht11, device: "dht11@17")),
            ])
        #expect(sensors.allSatisfy { $0.bus == .kernelIIO && $0.bus.text == "iio" })
        #expect(sensors.map(\.driver.quantityCount) == [3, 2, 2, 2])
    }

    @Test func twoOfTheKernelsSensors_needNames_andDifferentOnes() {
        let keys = "driver: bme280, bus: iio, interval: 2s"
        #expect(
            problems("id: a, \(keys)", "id: b, \(keys)") == [
                "f:4:5: sensor b has the bus (iio) of the sensor in line 3; each needs a 'device'"
            ])
        #expect(
            problems("id: a, \(keys), device: bme280", "id: b, \(keys), device: bme280")
                == ["f:4:5: sensor b has the device (bme280) of the sensor in line 3"])
        let bath = "id: b, driver: dht22, bus: iio, interval: 3s"
        // The kernel does not tell a DHT11 from a DHT22.
        #expect(
            problems("id: a, driver: dht11, bus: iio, interval: 3s", bath) == [
                "f:4:5: sensor b has the bus (iio) of the sensor in line 3; each needs a 'device'"
            ])
        #expect(problems("id: a, \(keys)", bath).isEmpty)
    }
}

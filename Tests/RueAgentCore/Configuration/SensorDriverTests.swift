import Testing

@testable import RueAgentCore

/// What all sensors of a description have in common.
@Suite struct SensorDriverTests: SensorLines {
    @Test func sensor_sampledAtAnotherInterval_keepsTheRest() throws {
        let sensor = try sensors(
            "id: c, driver: ds18b20, bus: simulated, place: floor, interval: 1s")[0]
        let slower = sensor.sampled(every: 60_000)
        #expect(slower.intervalMilliseconds == 60_000)
        #expect(slower.sampled(every: 1000) == sensor)
    }

    @Test(arguments: [
        (
            "driver: dht22, bus: /dev/gpiochip0, line: 4, interval: 1s",
            "f:3:70: sensor air: interval must be at least 2s, not '1s': a DHT22 that is asked "
                + "sooner does not measure anew"
        ),
        (
            "driver: ds18b20, bus: w1, interval: 500ms",
            "f:3:51: sensor air: interval must be at least 1s, not '500ms': a DS18B20 converts for "
                + "750 ms"
        ),
        (
            "driver: dht22, bus: /dev/gpiochip0, interval: 2s",
            "f:3:5: sensor air lacks the key 'line'"
        ),
        (
            "driver: dht22, bus: /dev/gpiochip0, line: GPIO4, interval: 2s",
            "f:3:57: sensor air: line must be a GPIO's number, not a pin's, from 0 to 1023, not "
                + "'GPIO4'; did you mean '4'?"
        ),
        (
            "driver: dht22, bus: simulated, line: -1, interval: 2s",
            "f:3:52: sensor air: line must be a GPIO's number, not a pin's, from 0 to 1023, not '-1'"
        ),
        (
            "driver: dht22, bus: simulated, line: 4, tries: 9, interval: 2s",
            "f:3:62: sensor air: tries must be from 1 to 5, not 9"
        ),
        (
            "driver: dht22, bus: simulated, line: 4, power: {line: 4}, interval: 2s",
            "f:3:62: sensor air: power: the line that switches the supply is not that of the data"
        ),
        (
            "driver: dht22, bus: simulated, line: 4, power: {line: 5, active: hi}, interval: 2s",
            "f:3:80: unknown level 'hi'; known are low, high"
        ),
        (
            "driver: dht22, bus: /dev/i2c-1, line: 4, interval: 2s",
            "f:3:35: sensor air: bus must be a device (/dev/gpiochip0), 'iio' (the kernel's own "
                + "driver) or 'simulated', not '/dev/i2c-1'"
        ),
        (
            "driver: dht22, bus: gpiochip0, line: 4, interval: 2s",
            "f:3:35: sensor air: bus must be a device (/dev/gpiochip0), 'iio' (the kernel's own "
                + "driver) or 'simulated', not 'gpiochip0'; did you mean '/dev/gpiochip0'?"
        ),
        (
            "driver: bme280, bus: /dev/gpiochip0, interval: 2s",
            "f:3:36: sensor air: bus must be a device (/dev/i2c-1), 'iio' (the kernel's own "
                + "driver) or 'simulated', not '/dev/gpiochip0'"
        ),
        (
            "driver: bme280, bus: i2c-1, interval: 2s",
            "f:3:36: sensor air: bus must be a device (/dev/i2c-1), 'iio' (the kernel's own "
                + "driver) or 'simulated', not 'i2c-1'; did you mean '/dev/i2c-1'?"
        ),
        (
            "driver: ds18b20, bus: 1-Wire, interval: 2s",
            "f:3:37: sensor air: bus must be 'w1' (the kernel's 1-Wire), a device (/dev/i2c-1) with "
                + "a 'bridge', a GPIO chip (/dev/gpiochip0) with a 'line', or 'simulated', not '1-Wire'; did you mean 'w1'?"
        ),
        (
            "driver: ds18b20, bus: i2c-1, bridge: ds2482, interval: 2s",
            "f:3:37: sensor air: bus must be 'w1' (the kernel's 1-Wire), a device (/dev/i2c-1) with "
                + "a 'bridge', a GPIO chip (/dev/gpiochip0) with a 'line', or 'simulated', not 'i2c-1'; did you mean '/dev/i2c-1'?"
        ),
        (
            "driver: ds18b20, bus: /dev/i2c-1, interval: 2s",
            "f:3:5: sensor air: a DS18B20 on /dev/i2c-1 needs 'bridge: ds2482', the chip between I2C "
                + "and 1-Wire"
        ),
        (
            "driver: ds18b20, bus: w1, bridge: ds2482, interval: 2s",
            "f:3:49: sensor air: bridge is for a bus like /dev/i2c-1; on 'w1' the kernel drives the "
                + "wire"
        ),
        (
            "driver: ds18b20, bus: w1, address: 0x18, interval: 2s",
            "f:3:50: sensor air: address is that of a bridge ('bridge: ds2482'); a probe has a "
                + "'device'"
        ),
        (
            "driver: ds18b20, bus: simulated, bridge: ds2842, interval: 2s",
            "f:3:56: unknown bridge 'ds2842'; known are ds2482; did you mean 'ds2482'?"
        ),
        (
            "driver: ds18b20, bus: simulated, bridge: ds2482, address: 18, interval: 2s",
            "f:3:73: sensor air: address must be from 0x18 to 0x1b, not '18'; did you mean '0x18'?"
        ),
        (
            "driver: ds18b20, bus: simulated, bridge: ds2482, address: 1A, interval: 2s",
            "f:3:73: sensor air: address must be from 0x18 to 0x1b, not '1A'; did you mean '0x1a'?"
        ),
        (
            "driver: ds18b20, bus: simulated, bridge: ds2482, address: 0x1C, interval: 2s",
            "f:3:73: sensor air: address must be from 0x18 to 0x1b, not '0x1C'"
        ),
        (
            "driver: ds18b20, bus: w1, device: 28139BBB0B00001F, interval: 2s",
            "f:3:49: sensor air: device must be a name as in /sys/bus/w1/devices "
                + "(28-0316a2795dff), not '28139BBB0B00001F'; did you mean '28-00000bbb9b13'?"
        ),
        (
            "driver: ds18b20, bus: w1, device: 28-00000BBB9B13, interval: 2s",
            "f:3:49: sensor air: device must be a name as in /sys/bus/w1/devices "
                + "(28-0316a2795dff), not '28-00000BBB9B13'; did you mean '28-00000bbb9b13'?"
        ),
        (
            "driver: ds18b20, bus: w1, device: 10-00000bbb9b13, interval: 2s",
            "f:3:49: sensor air: device must be a name as in /sys/bus/w1/devices "
                + "(28-0316a2795dff), not '10-00000bbb9b13'"
        ),
        (
            "driver: ds18b20, bus: w1, place: floor, interval: 2s",
            "f:3:48: sensor air: place is for simulated sensors; of a real one let the id tell it"
        ),
        (
            "driver: ds18b20, bus: simulated, place: flor, interval: 2s",
            "f:3:55: unknown place in cellar: 'flor'; known are air, floor; did you mean 'floor'?"
        ),
        (
            "driver: bme280, bus: IIO, interval: 2s",
            "f:3:36: sensor air: bus must be a device (/dev/i2c-1), 'iio' (the kernel's own "
                + "driver) or 'simulated', not 'IIO'; did you mean 'iio'?"
        ),
        (
            "driver: dht22, bus: 'iio:device0', line: 4, interval: 3s",
            "f:3:35: sensor air: bus must be a device (/dev/gpiochip0), 'iio' (the kernel's own "
                + "driver) or 'simulated', not 'iio:device0'; did you mean 'iio'?"
        ),
        (
            "driver: ds18b20, bus: iio, interval: 2s",
            "f:3:37: sensor air: bus must be 'w1' (the kernel's 1-Wire), a device (/dev/i2c-1) with "
                + "a 'bridge', a GPIO chip (/dev/gpiochip0) with a 'line', or 'simulated', not 'iio'"
        ),
        (
            "driver: dht22, bus: iio, interval: 2s",
            "f:3:50: sensor air: interval must be at least 3s, not '2s': the kernel repeats what it "
                + "has of a DHT for 2 s"
        ),
        (
            "driver: dht22, bus: iio, line: 4, interval: 3s",
            "f:3:46: sensor air: line is not for the bus 'iio', where the kernel's driver decides it"
        ),
        (
            "driver: bme280, bus: iio, filter: 2, interval: 2s",
            "f:3:49: sensor air: filter is not for the bus 'iio', where the kernel's driver decides it"
        ),
        (
            "driver: bme280, bus: iio, address: 76, interval: 2s",
            "f:3:50: sensor air: address must be 0x76 or 0x77, not '76'; did you mean '0x76'?"
        ),
        (
            "driver: dht22, bus: iio, gpio: GPIO17, interval: 3s",
            "f:3:46: sensor air: gpio must be a GPIO's number, not a pin's, from 0 to 1023, not "
                + "'GPIO17'; did you mean '17'?"
        ),
        (
            "driver: dht22, bus: /dev/gpiochip0, line: 4, gpio: 4, interval: 3s",
            "f:3:66: sensor air: gpio is for the bus 'iio', where the kernel has the line; here it is "
                + "'line'"
        ),
        (
            "driver: ds18b20, bus: /dev/gpiochip0, line: 4, gpio: 4, interval: 3s",
            "f:3:68: sensor air: gpio is for the bus 'w1', where the kernel has the line"
        ),
        (
            "driver: bme280, bus: /dev/i2c-1, device: bme280, interval: 2s",
            "f:3:56: sensor air: device is for the bus 'iio', where the kernel names it"
        ),
        (
            "driver: bme280, bus: iio, device: '/sys/bus/iio/devices/iio:device0', interval: 2s",
            "f:3:49: sensor air: device must be a name as in /sys/bus/iio/devices (bme280, or "
                + "iio:device0), not '/sys/bus/iio/devices/iio:device0'; did you mean 'iio:device0'?"
        ),
        (
            "driver: bme280, bus: iio, place: air, interval: 2s",
            "f:3:48: sensor air: place is for simulated sensors; of a real one let the id tell it"
        ),
        (
            "driver: ds18b2, bus: w1, interval: 2s",
            "f:3:23: unknown driver 'ds18b2'; known are bme280, bmp280, dht22, dht11, ds18b20; did "
                + "you mean 'ds18b20'?"
        ),
    ])
    func mistake_isToldWithPlaceReasonAndRemedy(keys: String, problem: String) {
        #expect(problems("id: air, \(keys)") == [problem])
    }

    @Test func whereTheKernelHasASensor_isRead() throws {
        let sensors = try sensors(
            "id: a, driver: bme280, bus: iio, address: 0x77, interval: 1s",
            "id: b, driver: dht22, bus: iio, gpio: 17, interval: 3s",
            "id: c, driver: ds18b20, bus: w1, gpio: 22, interval: 3s")
        guard case .iio(let bosch) = sensors[0].driver, case .iio(let dht) = sensors[1].driver,
            case .ds18b20(let probe) = sensors[2].driver
        else {
            Issue.record("\(sensors)")
            return
        }
        #expect(bosch.address == 0x77 && bosch.gpio == nil)
        #expect(dht.gpio == 17 && dht.address == nil)
        #expect(probe.gpio == 22 && probe.line == nil)
    }
}

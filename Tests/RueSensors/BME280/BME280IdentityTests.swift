import RueSensors
import RueSensorsSimulation
import Testing

@Suite struct BME280IdentityTests {
    @Test(arguments: [
        (UInt8(0x60), "BME280", true), (0x58, "BMP280", false),
        (0x56, "BMP280 (engineering sample)", false), (0x57, "BMP280 (engineering sample)", false),
    ])
    func identify_memberOfTheFamily_isAccepted(identity: UInt8, name: String, humidity: Bool)
        throws
    {
        let rig = Rig(identity: identity)
        let chip = try BME280.identify(bus: rig.bus, address: 0x76)
        #expect(chip.rawValue == identity)
        #expect(chip.description == name)
        #expect(chip.hasHumidity == humidity)
        #expect(rig.bus.transactionCount == 1)
    }

    @Test(arguments: [
        (UInt8(0x55), "BMP180"), (0x61, "BME680"), (0x00, "check the wiring"),
        (0xFF, "check the wiring"), (0x42, "0x42"),
    ])
    func identify_anotherChip_isRefusedByName(identity: UInt8, name: String) {
        let rig = Rig(identity: identity)
        let error = #expect(throws: SensorError.self) {
            try BME280.identify(bus: rig.bus, address: 0x76)
        }
        #expect(error?.description.contains(name) == true)
        if let error { #expect(throws: error) { try rig.read() } }
    }

    /// fivdi/bme280 #3: the chip is at the other address.
    @Test func identify_wrongAddress_saysThatNobodyAnswers() {
        let rig = Rig()
        #expect(throws: SensorError.bus(.noAcknowledge)) {
            try BME280.identify(bus: rig.bus, address: 0x77)
        }
        #expect(BME280.addresses == [0x76, 0x77])
    }

    @Test func model_afterTheChipWasFound_isItsName() throws {
        let rig = Rig(identity: 0x58)
        #expect(rig.sensor.model == "BME280")
        #expect(rig.sensor.quantities == [.temperature, .relativeHumidity, .pressure])
        _ = try rig.read()
        #expect(rig.sensor.model == "BMP280")
        #expect(rig.sensor.chip == .bmp280)
        #expect(rig.sensor.quantities == [.temperature, .pressure])
    }
}

import Foundation
import Testing

@testable import RueAgentCore

private func needs(_ sensor: String) throws -> HardwareNeeds {
    let text = "node: {name: n}\nsensors:\n  - {id: air, interval: 10s, \(sensor)}"
    return HardwareNeeds(try NodeConfiguration.read(Array(text.utf8), rooms: []))
}

@Suite struct HardwareFormatTests {
    @Test func linesAlone_areWhatTheFilesTake() throws {
        let needs = try needs("driver: bme280, bus: /dev/i2c-1")
        #expect(HardwareFormat.configuration.lines(needs) == ["dtparam=i2c_arm=on"])
        #expect(HardwareFormat.modules.lines(needs) == ["i2c-dev"])
    }

    @Test func text_saysWhereEachLineBelongs() throws {
        #expect(
            HardwareFormat.text.lines(try needs("driver: bme280, bus: /dev/i2c-1")) == [
                "in /boot/firmware/config.txt, below [all]:", "  dtparam=i2c_arm=on",
                "modules of the kernel:", "  i2c-dev", "groups of the program's user:", "  i2c",
            ])
    }

    @Test func nothingReal_needsNothing_andTextSaysSo() throws {
        let needs = try needs("driver: bme280, bus: simulated")
        #expect(HardwareFormat.text.lines(needs) == ["nothing: no sensor is real"])
        #expect(HardwareFormat.configuration.lines(needs).isEmpty)
        #expect(HardwareFormat.modules.lines(needs).isEmpty)
    }

    @Test func json_isReadByAnotherParser_whateverAPathHolds() throws {
        let needs = try needs(#"driver: bme280, bus: "/dev/i2c-\"\\\t9""#)
        let line = try #require(HardwareFormat.json.lines(needs).first)
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: [String]]
        #expect(object?["modules"] == ["i2c-dev"])
        #expect(object?["groups"] == ["i2c"])
        #expect(object?["config"] == [])
        #expect(object?["conflicts"] == [])
        #expect(object?["notes"]?.first?.hasPrefix("/dev/i2c-\"\\\t9 is a bus") == true)
    }
}

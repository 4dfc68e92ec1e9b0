import Foundation
import RueSensors
import RueTestSupport
import Testing

@testable import RueSensorsLinux

/// What there is to be found in the kernel's folder.
@Suite struct KernelIIODeviceTests {
    private let folder: FakeIIOFolder

    init() throws { folder = try FakeIIOFolder() }

    @Test func devices_ofSeveralKinds_areToldWithWhatTheyAre() throws {
        let names = ["bme280", "dht11@4", "bmp280", "ads1015", "humidity_sensor"]
        for (number, name) in names.enumerated() { try folder.add(name, number: number) }
        let devices = try KernelIIOSensor.devices(in: folder.path)
        #expect(devices.map(\.entry) == (0..<5).map { "iio:device\($0)" })
        #expect(devices.map(\.name) == names)
        #expect(devices.map(\.chip) == [.bme280, .dht22, .bmp280, nil, .dht22])
    }

    /// The sensor of whatever was found reads that device.
    @Test func devices_eachByEitherOfItsNames_areWhatASensorFinds() throws {
        try folder.add("bme280", number: 0)
        try folder.add("dht11@4", number: 1)
        for device in try KernelIIOSensor.devices(in: folder.path) {
            let chip = try #require(device.chip)
            for name in [nil, device.name, device.entry] {
                #expect(
                    try IIOFolder(path: folder.path).device(named: name, for: chip) == device)
            }
        }
    }

    @Test func devices_inAFolderThatIsMissingOrNone_areNone() throws {
        #expect(try KernelIIOSensor.devices(in: folder.path).isEmpty)
        #expect(try KernelIIOSensor.devices(in: folder.path + "/nowhere").isEmpty)
        #expect(try KernelIIOSensor.devices(in: "/etc/passwd").isEmpty)
    }

    @Test func devices_inAFolderThatCannotBeRead_isAnError() throws {
        let loop = try ScratchFolder()
        try FileManager.default.createSymbolicLink(
            atPath: loop.file("loop"), withDestinationPath: loop.file("loop"))
        #expect(throws: BusError.os(errno: 40)) {
            try KernelIIOSensor.devices(in: loop.file("loop"))
        }
    }

    /// One that is going away has no name any more.
    @Test func devices_withoutAName_areLeftOut() throws {
        try folder.write("", "name", of: 0)
        try folder.write("1\n", "in_temp_input", of: 1)
        try folder.add("bmp280", number: 2)
        #expect(try KernelIIOSensor.devices(in: folder.path).map(\.entry) == ["iio:device2"])
    }
}

import Foundation
import RueSensors
import Testing

@testable import RueSensorsLinux

/// What a machine without GPIO can say: every way in which a line cannot be had.
@Suite struct GPIOLineTests {
    private func capture(_ line: GPIOLine) throws(BusError) -> [UInt64] {
        try line.capture(holdingLow: 1000, maximumEdges: 64, windowMicroseconds: 8000)
    }

    @Test func init_missingChip_opensNothing() {
        #expect(GPIOLine(chip: "/nowhere/gpiochip0", offset: 4).offset == 4)
    }

    @Test func capture_missingChip_saysSo() {
        let line = GPIOLine(chip: "/nowhere/gpiochip0", offset: 4)
        let error = #expect(throws: BusError.self) { try capture(line) }
        #expect(error == .cannotOpenChip(path: "/nowhere/gpiochip0", errno: 2))
        #expect(error?.description.contains("gpiodetect") == true)
    }

    @Test(arguments: ["/dev/null", "/etc/passwd", "/tmp"])
    func capture_notAChip_saysSo(path: String) {
        let error = #expect(throws: BusError.self) { try capture(GPIOLine(chip: path, offset: 4)) }
        #expect(error?.description == "cannot open \(path): this file is not a GPIO chip")
    }

    @Test func library_version_isOneOfThoseThatAreKnown() {
        let version = GPIOLine.libraryVersion
        print("libgpiod \(version)")
        // Deploy/check-libgpiod says which one it has compiled this with.
        if let generation = ProcessInfo.processInfo.environment["RUE_LIBGPIOD"] {
            #expect(version.hasPrefix(generation + "."))
        } else {
            #expect(version.hasPrefix("1.6") || version.hasPrefix("2."))
        }
    }

    private static let dht11 = [UInt8]("dht11@4".utf8) + [0, 0x41]

    /// The shim's steps: 1 opening, 2 finding the line, 3 requesting it, 4 listening.
    @Test(arguments: [
        (
            Int32(13), Int32(1), [UInt8](),
            BusError.cannotOpenChip(path: "/dev/gpiochip9", errno: 13)
        ),
        (22, 2, [], .noSuchLine(chip: "/dev/gpiochip9", line: 54)),
        (16, 3, dht11, .lineBusy(chip: "/dev/gpiochip9", line: 54, holder: "dht11@4")),
        (16, 3, [0], .lineBusy(chip: "/dev/gpiochip9", line: 54, holder: "")),
        (6, 3, [], .noEdgeEvents(chip: "/dev/gpiochip9", line: 54)),
        (19, 3, [], .noEdgeEvents(chip: "/dev/gpiochip9", line: 54)),
        (5, 4, [], .os(errno: 5)),
        (1, 3, [], .os(errno: 1)),
    ])
    func error_errnoAndStep_isWhatItMeans(
        errno: Int32, step: Int32, holder: [UInt8], expected: BusError
    ) {
        let line = GPIOLine(chip: "/dev/gpiochip9", offset: 54)
        #expect(line.error(errno, at: step, holder: holder) == expected)
    }
}

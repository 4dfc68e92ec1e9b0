import RueSensors
import RueSensorsLinux
import Testing

/// What a machine without GPIO can say; the rest is said against stand-ins for libgpiod, in
/// Tests/CGPIOD.
@Suite struct GPIOOutputTests {
    @Test func init_missingChip_opensNothing() throws {
        let output = GPIOOutput(chip: "/nowhere/gpiochip0", offset: 17)
        #expect(!output.isOn)
        try output.close()
    }

    @Test func open_missingChip_saysSoAndMayBeTriedAgain() {
        let output = GPIOOutput(chip: "/nowhere/gpiochip0", offset: 17, initialState: true)
        let missing = BusError.cannotOpenChip(path: "/nowhere/gpiochip0", errno: 2)
        for _ in 0..<2 {
            #expect(throws: missing) { try output.open() }
            #expect(throws: missing) { try output.set(true) }
            #expect(!output.isOn)
        }
    }

    @Test(arguments: ["/dev/null", "/etc/passwd", "/tmp"])
    func set_notAChip_saysSo(path: String) {
        let output = GPIOOutput(chip: path, offset: 17)
        let error = #expect(throws: BusError.self) { try output.set(true) }
        #expect(error?.description == "cannot open \(path): this file is not a GPIO chip")
    }

    /// A chip that cannot be used is asked for again and again, for months.
    @Test func everything_aboutAChipThatIsNone_leavesNoDescriptorOpen() throws {
        let file = try WatchedFile()
        let output = GPIOOutput(chip: file.path, offset: 17)
        let line = GPIOLine(chip: file.path, offset: 4)
        for _ in 0..<3 {
            #expect(throws: BusError.self) { try output.set(true) }
            #expect(throws: BusError.self) { try output.open() }
            #expect(throws: BusError.self) { try GPIOChip(lookingAt: output.chip) }
            #expect(throws: BusError.self) {
                try line.capture(holdingLow: 1000, maximumEdges: 64, windowMicroseconds: 8000)
            }
        }
        #expect(try file.descriptorCount == 0)
    }

    @Test func set_closed_isRefused() throws {
        let output = GPIOOutput(chip: "/nowhere/gpiochip0", offset: 17)
        try output.close()
        try output.close()
        #expect(throws: BusError.closed) { try output.set(true) }
        #expect(throws: BusError.closed) { try output.open() }
    }

    /// A capture that fails leaves the thread as it was, whether or not priority was to be had.
    @Test func capture_missingChip_hadNoPriority() {
        let line = GPIOLine(chip: "/nowhere/gpiochip0", offset: 4)
        #expect(throws: BusError.self) {
            try line.capture(holdingLow: 1000, maximumEdges: 64, windowMicroseconds: 8000)
        }
        #expect(!line.hadPriority)
    }
}

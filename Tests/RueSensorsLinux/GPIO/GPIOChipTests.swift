import RueSensors
import RueSensorsLinux
import Testing

/// What a machine without GPIO can say; what a chip has is shown by the shim's own tests and by the
/// emulated Pi's.
@Suite struct GPIOChipTests {
    @Test func look_missingChip_saysSo() {
        #expect(throws: BusError.cannotOpenChip(path: "/nowhere/gpiochip0", errno: 2)) {
            try GPIOChip(lookingAt: "/nowhere/gpiochip0")
        }
    }

    @Test(arguments: ["/dev/null", "/etc/passwd", "/tmp"])
    func look_notAChip_saysSo(path: String) {
        let error = #expect(throws: BusError.self) { try GPIOChip(lookingAt: path) }
        #expect(error?.description == "cannot open \(path): this file is not a GPIO chip")
    }
}

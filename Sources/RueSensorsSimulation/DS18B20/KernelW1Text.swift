internal import RueSensors

/// What the kernel's w1_therm writes into the file `w1_slave` of a sensor.
public enum KernelW1Text {
    /// Two lines: what was just read, with the checksum that the kernel computed and its verdict;
    /// then the last scratchpad whose checksum was right, with a temperature in m°C computed from
    /// what was just read, right or wrong. Some kernels write this after a wrong checksum too,
    /// today's leave the file empty.
    ///
    /// - Parameters:
    ///   - scratchpad: the 9 bytes as read.
    ///   - lastGood: the 9 bytes of the second line; what was just read, unless given.
    /// - Returns: the file's text.
    public static func w1Slave(scratchpad: [UInt8], lastGood: [UInt8]? = nil) -> String {
        let crc = OneWireCRC.of(scratchpad.prefix(8))
        let verdict = scratchpad.count == 9 && crc == scratchpad[8] ? "YES" : "NO"
        return line(scratchpad) + ": crc=" + hexadecimal(crc) + " " + verdict + "\n"
            + line(lastGood ?? scratchpad) + "t=" + String(kernelMilliCelsius(scratchpad)) + "\n"
    }

    private static func line(_ bytes: [UInt8]) -> String {
        var text = ""
        for byte in bytes { text += hexadecimal(byte) + " " }
        return text
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    /// The kernel cuts towards zero.
    private static func kernelMilliCelsius(_ bytes: [UInt8]) -> Int {
        guard bytes.count >= 2 else { return 0 }
        return Int(Int16(bitPattern: UInt16(bytes[1]) << 8 | UInt16(bytes[0]))) * 1000 / 16
    }
}

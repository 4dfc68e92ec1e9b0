extension BME280 {
    /// The factory trimming of one chip (§4.2.2, table 16).
    struct Calibration: Equatable {
        var t1: UInt16
        var t2: Int16
        var t3: Int16
        var p1: UInt16
        var p2: Int16
        var p3: Int16
        var p4: Int16
        var p5: Int16
        var p6: Int16
        var p7: Int16
        var p8: Int16
        var p9: Int16
        var humidity: HumidityCalibration?

        /// Decodes the 26 bytes from 0x88 and, for a BME280, the 7 from 0xE1.
        init(_ bytes: [UInt8], humidity more: [UInt8]?) throws(SensorError) {
            guard bytes.count == Register.calibrationCount, !Calibration.isBlank(bytes) else {
                throw .invalidCalibration
            }
            let word = { (index: Int) in UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8 }
            let signed = { (index: Int) in Int16(bitPattern: word(index)) }
            t1 = word(0)
            t2 = signed(2)
            t3 = signed(4)
            p1 = word(6)
            p2 = signed(8)
            p3 = signed(10)
            p4 = signed(12)
            p5 = signed(14)
            p6 = signed(16)
            p7 = signed(18)
            p8 = signed(20)
            p9 = signed(22)
            // With either of these at zero the formulas have no meaning.
            guard t1 != 0, p1 != 0 else { throw .invalidCalibration }
            guard let more else { return }
            humidity = try HumidityCalibration(h1: bytes[25], more)
        }

        static func isBlank(_ bytes: [UInt8]) -> Bool {
            bytes.allSatisfy { $0 == 0 } || bytes.allSatisfy { $0 == 0xFF }
        }
    }

    /// The humidity part of the trimming. H4 and H5 are **signed** 12-bit numbers that share a
    /// byte; drivers that lose the sign report 0 %RH on some chips.
    struct HumidityCalibration: Equatable {
        var h1: UInt8
        var h2: Int16
        var h3: UInt8
        var h4: Int16
        var h5: Int16
        var h6: Int8

        init(h1: UInt8, _ bytes: [UInt8]) throws(SensorError) {
            guard bytes.count == Register.humidityCalibrationCount, !Calibration.isBlank(bytes)
            else { throw .invalidCalibration }
            self.h1 = h1
            h2 = Int16(bitPattern: UInt16(bytes[0]) | UInt16(bytes[1]) << 8)
            h3 = bytes[2]
            h4 = Int16(Int8(bitPattern: bytes[3])) << 4 | Int16(bytes[4] & 0x0F)
            h5 = Int16(Int8(bitPattern: bytes[5])) << 4 | Int16(bytes[4] >> 4)
            h6 = Int8(bitPattern: bytes[6])
        }
    }
}

internal import CI2C

extension LinuxI2CBus {
    /// An address that a driver of the kernel keeps for itself.
    public struct Claim: Equatable, Sendable {
        /// The 7-bit address.
        public let address: UInt8
        /// The driver's name, such as `bmp280`.
        public let driver: String
    }

    /// The addresses of a bus that drivers of the kernel have, for looking around. Nothing is sent.
    ///
    /// - Parameters:
    ///   - number: the bus number.
    ///   - folder: where the kernel lists its I²C devices.
    /// - Returns: the claims by address; none where the kernel does not list any.
    public static func claims(
        onBus number: Int, in folder: String = "/sys/bus/i2c/devices"
    ) -> [Claim] {
        (UInt8(0x03)...0x77).compactMap { address in
            let driver = I2CDeviceFile.holder(of: address, bus: Int32(number), in: folder)
            return driver.isEmpty ? nil : Claim(address: address, driver: driver)
        }
    }
}

internal import RueSensorsLinux

/// What drivers of the kernel have on an I2C bus, and how they let go of it.
extension ProbeCommand {
    static func tell(_ claim: LinuxI2CBus.Claim, onBus number: Int) {
        let place = place(LinuxI2CBus.path(of: number), claim.address)
        Console.printError(
            "\(place): held by the kernel's driver \(claim.driver)" + advice(claim, onBus: number))
    }

    private static func advice(_ claim: LinuxI2CBus.Claim, onBus number: Int) -> String {
        let device = "\(number)-00\(hex(claim.address))"
        let shown = names(in: "/sys/bus/i2c/devices/\(device)")
        if let sensor = shown.first(where: { $0.hasPrefix("iio:device") }) {
            return ", which shows it as \(sensor)"
        }
        if claim.driver == "ds2482" {
            return ", which shows what is behind it in \(oneWireFolder)"
        }
        if !addresses.contains(claim.address) { return "; Rue reads no chip that has this address" }
        return module(ofDriver: claim.driver)
            + "; to read it with Rue, let go of it with 'echo \(device) | sudo tee "
            + "/sys/bus/i2c/drivers/\(claim.driver)/unbind', or for good by removing its dtoverlay "
            + "from /boot/firmware/config.txt"
    }

    private static func module(ofDriver driver: String) -> String {
        let module = names(in: "/sys/module").first {
            SystemFile.exists("/sys/module/\($0)/drivers/i2c:\(driver)")
        }
        return module.map { " (module \($0))" } ?? ""
    }
}

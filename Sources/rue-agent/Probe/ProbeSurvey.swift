/// What a probe found, and what kept it from finding more.
struct ProbeSurvey {
    var found: [ProbeFinding] = []
    /// How many I2C buses there are.
    var busCount = 0
    /// How many of them could not be opened; why has been said.
    var unopenedCount = 0
    /// Those on which no transfer ends.
    var deadBuses: [String] = []
    /// Whether a driver of the kernel has an address at which Rue looks; which one has been said.
    var hasHeldAddress = false
    /// Whether the kernel drives a 1-Wire bus.
    var hasOneWire = false

    /// What to do when nothing was found.
    var advice: String { i2cAdvice + ".\n" + oneWireAdvice + "." }

    private var i2cAdvice: String {
        if busCount == 0 {
            return "there is no I2C bus (/dev/i2c-N). On a Raspberry Pi switch it on with "
                + "'sudo raspi-config nonint do_i2c 0' and restart; elsewhere load the module "
                + "i2c-dev"
        }
        if unopenedCount == busCount {
            return "no I2C bus could be opened; what to do is said above"
        }
        if hasHeldAddress {
            return "where a sensor could be on an I2C bus, a driver of the kernel has the address; "
                + "how it lets go is said above"
        }
        if let bus = deadBuses.first {
            return
                "on \(bus) no transfer ends: look for a line that is held low, a missing pull-up, "
                + "or a chip without power"
        }
        return "no BME280 or BMP280 answers at 0x76 or 0x77, and no DS18B20 behind a DS2482 at "
            + "0x18 to 0x1b; check the wiring and the power"
    }

    private var oneWireAdvice: String {
        hasOneWire
            ? "no DS18B20 is on the 1-Wire bus; check its wiring, its power and the 4.7 kilohm "
                + "pull-up from data to 3.3 V"
            : "no DS18B20 is in \(ProbeCommand.oneWireFolder); for one, put 'dtoverlay=w1-gpio' into "
                + "/boot/firmware/config.txt and restart"
    }
}

/// Where a chip is connected.
public enum BusName: Equatable, Sendable {
    /// A device of the system, such as `/dev/i2c-1` or `/dev/gpiochip0`.
    case device(path: String)

    /// The kernel's 1-Wire buses, written `w1`.
    case kernelOneWire

    /// The sensors that drivers of the kernel read (industrial I/O), written `iio`.
    case kernelIIO

    /// A simulated bus of the sensor's own.
    case simulated

    /// The bus as a configuration writes it.
    public var text: String {
        switch self {
        case .device(let path): path
        case .kernelOneWire: "w1"
        case .kernelIIO: "iio"
        case .simulated: "simulated"
        }
    }
}

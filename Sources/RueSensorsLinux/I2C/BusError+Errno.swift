internal import CI2C
internal import RueSensors

extension BusError {
    /// What an errno of i2c-dev means (Linux `Documentation/i2c/fault-codes.rst`). Adapters differ
    /// in the number that they use for a missing acknowledge.
    init(errno: Int32) {
        switch errno {
        case EREMOTEIO, ENXIO, ENODEV: self = .noAcknowledge
        case ETIMEDOUT: self = .timedOut
        case EAGAIN: self = .arbitrationLost
        case EBUSY: self = .busy
        case EOPNOTSUPP: self = .unsupported
        default: self = .os(errno: errno)
        }
    }
}

import Glibc

/// The clock on the server's wall: how its household writes a moment.
///
/// By the C library rather than Foundation: it knows the zone that the machine is set to, and
/// nothing else is needed.
struct ServerZone: Sendable {
    /// Seconds east of UTC and the zone's short name at a moment (seconds since 1970).
    let offset: @Sendable (_ seconds: Int64) -> (seconds: Int, name: String)

    /// The machine's own zone.
    static let machine = ServerZone { seconds in
        var time = time_t(seconds)
        var fields = tm()
        guard localtime_r(&time, &fields) != nil, let name = fields.tm_zone else {
            return (0, "UTC")
        }
        return (Int(fields.tm_gmtoff), String(cString: name))
    }

    /// Always so many seconds east of UTC.
    static func fixed(seconds: Int, name: String) -> ServerZone {
        ServerZone { _ in (seconds, name) }
    }

    /// A moment taken apart.
    ///
    /// - Parameter milliseconds: since 1970.
    /// - Returns: date and time of day here.
    func local(milliseconds: Int64) -> LocalTime {
        let seconds = floor(milliseconds, 1_000)
        let here = offset(seconds)
        return LocalTime(secondsSince1970: seconds + Int64(here.seconds), zone: here.name)
    }

    /// The moment at which a local day or hour began.
    ///
    /// - Parameters:
    ///   - localSeconds: seconds since 1970 on the wall clock.
    ///   - guess: a moment near it, in seconds since 1970, for the offset.
    /// - Returns: milliseconds since 1970.
    func moment(localSeconds: Int64, near guess: Int64) -> Int64 {
        let first = localSeconds - Int64(offset(guess).seconds)
        // The offset may have changed between the guess and the moment itself.
        return (localSeconds - Int64(offset(first).seconds)) * 1_000
    }

    private func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        (value >= 0 ? value : value - divisor + 1) / divisor
    }
}

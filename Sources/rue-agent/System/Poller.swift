internal import CRueSystem

/// What the program waits for.
enum Poller {
    /// Waits until a descriptor is ready or the time is over.
    static func wait(_ interests: [Interest], milliseconds: UInt64) {
        var entries = interests.map {
            rue_poll_entry(descriptor: $0.descriptor, wanted: $0.wanted, ready: 0)
        }
        let timeout = Int32(min(milliseconds, 60_000))
        // Whatever came, the loop asks everyone; an error shows there too.
        _ = entries.withUnsafeMutableBufferPointer {
            rue_poll($0.baseAddress, $0.count, timeout)
        }
    }

    /// Whether a descriptor is ready now.
    static func isReady(_ interest: Interest) -> Bool {
        var entry = rue_poll_entry(
            descriptor: interest.descriptor, wanted: interest.wanted, ready: 0)
        return rue_poll(&entry, 1, 0) != 0
    }
}

/// A descriptor and what of it is of interest; a negative descriptor is passed over.
struct Interest: Equatable {
    var descriptor: Int32
    var wanted: Int16

    static let none = Interest(descriptor: -1, wanted: 0)

    static func reading(_ descriptor: Int32) -> Interest {
        Interest(descriptor: descriptor, wanted: Int16(RUE_POLL_READ))
    }

    static func writing(_ descriptor: Int32) -> Interest {
        Interest(descriptor: descriptor, wanted: Int16(RUE_POLL_WRITE))
    }

    static func both(_ descriptor: Int32) -> Interest {
        Interest(descriptor: descriptor, wanted: Int16(RUE_POLL_READ | RUE_POLL_WRITE))
    }
}

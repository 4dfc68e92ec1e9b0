/// Whether the boot and uptime of an item can be those of one device.
public enum BootVerdict: Sendable, CustomStringConvertible {
    /// The same boot, not earlier than before; or a key's first item.
    case inOrder
    /// A boot that this key has not had.
    case newBoot
    /// The item holds re-packed readings, which keep the boot and uptime they had.
    case passedOver
    /// The uptime is less than before in the same boot: a broken rule of time, status 1.
    case uptimeFell
    /// A boot that was followed by another is back: two devices share the key. Keep the item, and
    /// alert.
    case bootReturned

    /// Whether the item is remembered as the key's latest.
    public var remembers: Bool {
        switch self {
        case .inOrder, .newBoot, .bootReturned: true
        case .passedOver, .uptimeFell: false
        }
    }

    /// The verdict, for a person.
    public var description: String {
        switch self {
        case .inOrder: "in order"
        case .newBoot: "a new boot"
        case .passedOver: "re-packed"
        case .uptimeFell: "the uptime fell within a boot"
        case .bootReturned: "a boot id returned after another one"
        }
    }
}

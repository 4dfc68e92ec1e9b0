internal import RueCrypto
internal import RueWire

/// Boots that never were, told apart from a kernel's.
enum SimulatedBoot {
    /// A random id as no kernel makes one: a UUID of version 8 (RFC 9562, section 5.8).
    static func random() throws(AgentFailure) -> BootID {
        var bytes = try orFail(.system, { $0.description }) {
            () throws(CryptoError) in try RandomBytes.generate(16)
        }
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        return BootID(bytes) ?? .zero
    }

    /// Whether an id is of the kind that a kernel makes: a UUID of version 4.
    static func isKernels(_ boot: BootID) -> Bool {
        let bytes = boot.bytes
        return bytes[6] & 0xF0 == 0x40 && bytes[8] & 0xC0 == 0x80
    }
}

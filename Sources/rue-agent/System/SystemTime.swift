internal import CRueSystem
internal import RueAgentCore
internal import RueWire

/// The machine's clocks.
enum SystemTime {
    /// Milliseconds since boot.
    static var uptime: UInt64 { rue_boottime_ms() }

    /// Milliseconds since 1970 as the system believes; 0 before 1970.
    static var utc: UInt64 { UInt64(max(0, rue_realtime_ms())) }

    /// Whether NTP keeps the system's clock.
    static var isSynchronised: Bool { rue_realtime_is_synchronised() == 1 }

    /// The kernel's id of this boot.
    static func bootID() throws(AgentFailure) -> BootID {
        var bytes = [UInt8](repeating: 0, count: 16)
        let result = rue_boot_id(&bytes)
        guard result == 0, let id = BootID(bytes) else {
            let text = SystemError(code: -result).text
            throw AgentFailure(.system, "cannot read the kernel's boot id: \(text)")
        }
        return id
    }
}

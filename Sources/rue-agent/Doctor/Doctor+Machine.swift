internal import CRueSystem
internal import RueAgentCore
internal import RueCommandLine

/// The machine: its clock, supply and wireless network, and the service.
extension Doctor {
    /// 2025-01-01: no node was made before.
    private static let earliest: UInt64 = 1_735_689_600_000

    mutating func lookAtClock() {
        let time = Timestamp.text(milliseconds: SystemTime.utc)
        if SystemTime.isSynchronised, SystemTime.utc >= Self.earliest {
            return tell(Finding(ok: "clock", "the clock is kept by NTP: \(time)"))
        }
        tell(
            Finding(
                warning: "clock", "nobody keeps the clock: \(time)",
                remedy: "The node takes the server's time until it is set; for good:\n"
                    + "  sudo timedatectl set-ntp true"))
    }

    // MARK: Supply

    mutating func lookAtPower() {
        guard let isLow = isVoltageLow() else { return }
        let remedy =
            "Use the Raspberry Pi's own supply and a short, thick cable: what is read and "
            + "written is not to be relied on below 4.65 V"
        if isLow.now {
            tell(Finding(problem: "power", "the supply's voltage is too low now", remedy: remedy))
        } else if isLow.before {
            tell(
                Finding(
                    warning: "power", "the supply's voltage was too low since the start",
                    remedy: remedy))
        } else {
            tell(Finding(ok: "power", "the supply's voltage was never too low since the start"))
        }
    }

    /// What the firmware saw (bits 0 and 16 of get_throttled), or the kernel's driver of it; nil on
    /// other machines.
    private func isVoltageLow() -> (now: Bool, before: Bool)? {
        if let text = text("/sys/devices/platform/soc/soc:firmware/get_throttled"),
            let line = text.split(separator: "\n").first, let bits = UInt64(String(line), radix: 16)
        {
            return (bits & 1 != 0, bits & 0x1_0000 != 0)
        }
        let folder = "/sys/class/hwmon"
        for name in names(in: folder) where text("\(folder)/\(name)/name") == "rpi_volt\n" {
            return (text("\(folder)/\(name)/in0_lcrit_alarm") == "1\n", false)
        }
        return nil
    }

    // MARK: Wireless

    mutating func lookAtWireless() {
        let folder = "/sys/class/net"
        for name in names(in: folder)
        where SystemFile.exists("\(folder)/\(name)/phy80211")
            || SystemFile.exists("\(folder)/\(name)/wireless")
        {
            lookAtWireless(name)
        }
    }

    private mutating func lookAtWireless(_ name: String) {
        let signal = signal(of: name).map { ", signal \($0) dBm" } ?? ""
        switch rue_wireless_saves_power(name) {
        case 0: tell(Finding(ok: "wireless", "\(name) does not save power\(signal)"))
        case 1:
            tell(
                Finding(
                    warning: "wireless",
                    "\(name) saves power\(signal): an answer may take seconds, and names in .local may "
                        + "not be found",
                    remedy:
                        "Write into /etc/NetworkManager/conf.d/rue-powersave.conf, and restart:\n"
                        + "  [connection]\n  wifi.powersave=2"))
        default:
            tell(
                Finding(
                    ok: "wireless",
                    "\(name)\(signal); whether it saves power its driver does not tell ('iw dev "
                        + "\(name) get power_save' may)"))
        }
    }

    /// The strength of what is received, from the kernel's table.
    private func signal(of name: String) -> String? {
        let lines = text("/proc/net/wireless")?.split(separator: "\n") ?? []
        for line in lines {
            let words = line.split(separator: " ")
            guard words.count > 3, words[0] == name + ":" else { continue }
            return String(words[3].split(separator: ".").first ?? words[3])
        }
        return nil
    }

    // MARK: The service

    mutating func lookAtUnit(_ holder: StateHolder) {
        guard SystemFile.exists("/run/systemd/system") else { return }
        let isRunning =
            if case .service(let process) = holder { ", and runs (process \(process))" } else { "" }
        if SystemFile.exists("/etc/systemd/system/multi-user.target.wants/rue-agent.service") {
            return tell(
                isRunning.isEmpty
                    ? Finding(
                        warning: "service",
                        "rue-agent.service starts with the machine, and does not "
                            + "run now",
                        remedy: "  sudo systemctl restart rue-agent; systemctl status rue-agent")
                    : Finding(
                        ok: "service", "rue-agent.service starts with the machine\(isRunning)"))
        }
        tell(
            Finding(
                warning: "service",
                "rue-agent.service does not start with the machine" + isRunning,
                remedy: "  sudo systemctl enable --now rue-agent"))
    }
}

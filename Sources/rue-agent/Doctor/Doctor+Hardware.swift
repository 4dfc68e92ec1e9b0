internal import CRueSystem
internal import RueAgentCore
internal import RueCommandLine
internal import RueSensors
internal import RueSensorsLinux

/// What the sensors need of the machine.
extension Doctor {
    mutating func lookAtHardware(_ configuration: NodeConfiguration) {
        let needs = HardwareNeeds(configuration)
        let places = ["/boot/firmware/config.txt", "/boot/config.txt"]
        guard !needs.configLines.isEmpty, let path = places.first(where: { SystemFile.exists($0) }),
            let text = text(path)
        else { return }
        let missing = FirmwareConfiguration(text).missing(needs)
        if missing.isEmpty {
            return tell(Finding(ok: "hardware", "\(path) has the lines that the sensors need"))
        }
        tell(
            Finding(
                problem: "hardware", "\(path) lacks what the sensors need",
                remedy: "Add below [all], and restart the machine:\n"
                    + missing.map { "  " + $0 }.joined(separator: "\n")))
    }

    mutating func lookAtBuses(_ configuration: NodeConfiguration) {
        var seen: [String] = []
        for sensor in configuration.sensors where !seen.contains(sensor.bus.text) {
            seen.append(sensor.bus.text)
            switch sensor.bus {
            case .device(let path): lookAtDevice(path)
            case .kernelOneWire:
                lookAtFolder("/sys/bus/w1/devices", prefix: "w1_bus_master", "1-Wire bus")
            case .kernelIIO:
                lookAtFolder(
                    KernelIIOSensor.usualFolder, prefix: "iio:device", "sensor of the kernel's")
            case .simulated: tell(Finding(ok: "bus", "the bus 'simulated' needs no hardware"))
            }
        }
    }

    private mutating func lookAtDevice(_ path: String) {
        do throws(BusError) {
            if path.hasPrefix("/dev/gpiochip") {
                let chip = try GPIOChip(lookingAt: path)
                return tell(Finding(ok: "bus", "\(path) can be opened (\(chip.label))"))
            }
            try LinuxI2CBus(path: path).close()
            tell(Finding(ok: "bus", "\(path) can be opened"))
        } catch {
            tell(Finding(problem: "bus", error.description, remedy: remedy(for: path)))
        }
    }

    private func remedy(for path: String) -> String {
        var (user, group): (UInt32, UInt32) = (0, 0)
        if rue_owner(path, &user, &group) != 0 {
            return
                "'rue-agent hardware \(configurationPath)' prints what config.txt and the kernel "
                + "need for it"
        }
        if group == 0 {
            return
                "Only root may use it: the rule for udev is missing, which gives it to a group. It "
                + "comes with rue-agent (40-rue-agent.rules); then restart the machine"
        }
        let name = accounts.name(ofUser: rue_user_id())
        return "\(name) is not in the group \(accounts.name(ofGroup: group)):\n"
            + "  sudo usermod -aG \(accounts.name(ofGroup: group)) \(name) && "
            + "sudo systemctl restart rue-agent"
    }

    private mutating func lookAtFolder(_ folder: String, prefix: String, _ what: String) {
        let found = names(in: folder).filter { $0.hasPrefix(prefix) }
        if !found.isEmpty {
            return tell(
                Finding(ok: "bus", "\(folder) has " + found.joined(separator: ", ")))
        }
        tell(
            Finding(
                problem: "bus", "there is no \(what) in \(folder)",
                remedy:
                    "'rue-agent hardware \(configurationPath)' prints the line of config.txt that "
                    + "loads its driver; restart the machine after it is there"))
    }

    // MARK: Sensors

    /// Each sensor once, unless a running service has them: two that use a chip spoil each other's
    /// conversions. Then what the service has read last is told.
    mutating func lookAtSensors(_ configuration: NodeConfiguration, _ holder: StateHolder) {
        switch holder {
        case .service: return tellLastReadings(configuration)
        case .unknown: return
        case .nobody, .doctor: break
        }
        let factory = SensorFactory(configuration, clock: SystemClock()) { Int64(SystemTime.utc) }
        for source in factory.sensors(configuration.sensors) {
            do throws(SensorError) {
                let readings = try source.sensor.read(sleepingOn: SystemClock())
                let text = readings.map { $0.description }.joined(separator: ", ")
                tell(Finding(ok: "sensor", "\(source.id): \(text)"))
                try source.sensor.stop()
            } catch {
                tell(
                    Finding(
                        problem: "sensor",
                        "\(source.id) (\(source.sensor.model)): \(error.description)",
                        remedy: "'rue-agent probe' tells what answers, and where"))
            }
        }
    }
}

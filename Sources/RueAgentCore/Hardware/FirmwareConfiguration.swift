/// The config.txt of a Raspberry Pi's firmware, as far as it matters for sensors.
///
/// Lines under a filter (`[pi4]`) count: which model this is, the file does not say.
public struct FirmwareConfiguration: Equatable, Sendable {
    /// A line that switches something on: `dtparam=i2c_arm=on`, `dtoverlay=w1-gpio,gpiopin=4`.
    private struct Setting: Equatable {
        let key: String
        /// The overlay's name; empty for parameters.
        let overlay: String
        let parameters: [String]

        init?(_ line: Substring) {
            guard let sign = line.firstIndex(of: "=") else { return nil }
            key = String(line[..<sign])
            var words = line[line.index(after: sign)...].split(separator: ",").map { String($0) }
            guard key == "dtparam" || key == "dtoverlay", !words.isEmpty else { return nil }
            overlay = key == "dtoverlay" ? words.removeFirst() : ""
            parameters = words.map { Self.canonical($0) }
        }

        /// The firmware has short names for some parameters.
        private static func canonical(_ parameter: String) -> String {
            switch parameter {
            case "i2c", "i2c=on", "i2c_arm": "i2c_arm=on"
            case "i2c=off": "i2c_arm=off"
            case "i2c_vc": "i2c_vc=on"
            case "addr=0x76": ""
            case "gpiopin=4": ""
            default: parameter
            }
        }

        /// Whether it does what another line asks for, and perhaps more.
        func does(_ wanted: Setting) -> Bool {
            speaksOf(wanted) && place == wanted.place
                && wanted.parameters.allSatisfy { $0.isEmpty || parameters.contains($0) }
        }

        /// Where the overlay's device is: its GPIO or address; empty for the usual one.
        private var place: String {
            parameters.first { $0.hasPrefix("gpiopin=") || $0.hasPrefix("addr=") } ?? ""
        }

        /// Whether it is of the same overlay, or says anything of the same parameters.
        func speaksOf(_ wanted: Setting) -> Bool {
            let names = parameters.map { Self.name(of: $0) }
            return key == wanted.key && overlay == wanted.overlay
                && (!overlay.isEmpty
                    || wanted.parameters.contains { names.contains(Self.name(of: $0)) })
        }

        private static func name(of parameter: String) -> Substring {
            parameter.prefix { $0 != "=" }
        }
    }

    private let settings: [Setting]

    /// Reads the file.
    /// - Parameter text: its contents.
    public init(_ text: String) {
        var settings: [Setting] = []
        for line in text.split(whereSeparator: { $0.isNewline }) {
            let bare = line.filter { $0 != " " && $0 != "\t" }
            if let setting = Setting(bare[...]) { settings.append(setting) }
        }
        self.settings = settings
    }

    /// The lines that the file lacks.
    /// - Parameter needs: what a node needs.
    /// - Returns: lines to add, in their order; none when all is there.
    public func missing(_ needs: HardwareNeeds) -> [String] {
        needs.configLines.filter { line in
            guard let wanted = Setting(line[...]) else { return false }
            return !does(wanted)
        }
    }

    /// Of the lines that speak of a parameter the last holds; overlays stand beside each other.
    private func does(_ wanted: Setting) -> Bool {
        let lines = settings.filter { $0.speaksOf(wanted) }
        return (wanted.overlay.isEmpty ? lines.suffix(1) : lines[...]).contains { $0.does(wanted) }
    }
}

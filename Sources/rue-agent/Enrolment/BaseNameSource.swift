internal import CRueSystem
internal import RueAgentCore
internal import RueCommandLine
internal import RueWire

/// What a node's name is made from: a device's hardware address, or a simulated node's key.
enum BaseNameSource {
    case hardwareAddress
    case key
    /// A device, because nothing says what it is.
    case hardwareAddressForWantOfADescription

    /// A node whose configuration has only simulated sensors is no device. Without a
    /// configuration at the usual place, and none named, it is taken for a device.
    init(_ arguments: ParsedArguments) throws(AgentFailure) {
        let path = arguments.value("config") ?? AgentCommands.standardConfiguration
        if arguments.value("config") == nil, !SystemFile.exists(path) {
            self = .hardwareAddressForWantOfADescription
        } else {
            self.init(try ConfigurationFile.read(path))
        }
    }

    init(_ configuration: NodeConfiguration) {
        self = configuration.isSimulated ? .key : .hardwareAddress
    }

    /// Why it is what it is, where a person may not know.
    var reason: String? {
        guard case .hardwareAddressForWantOfADescription = self else { return nil }
        return
            "there is no description \(AgentCommands.standardConfiguration), so this is taken for a "
            + "device, which is named by its network card; a simulated node wants its description, "
            + "with --config FILE"
    }

    /// The name to ask for. A simulated node that was enrolled `before` keeps its name with a new
    /// key.
    func baseName(for keyID: KeyID, before: String?) throws(AgentFailure) -> String {
        switch self {
        case .key: return before ?? BaseName.simulated(keyID)
        case .hardwareAddress, .hardwareAddressForWantOfADescription:
            var address = [UInt8](repeating: 0, count: 6)
            var name = [CChar](repeating: 0, count: Int(RUE_INTERFACE_NAME_SIZE))
            guard rue_hardware_address(&address, &name) == 0, let text = BaseName.mac(address)
            else {
                throw AgentFailure(
                    .system,
                    "this machine has no network card with an address of its own to be named by; "
                        + "for a simulated node name its description with --config FILE")
            }
            return text
        }
    }
}

internal import RueAgentCore
internal import RueCrypto
internal import RueWire

extension StateFolder {
    var rotationsPath: String { path + "/rotations" }

    func path(of name: KeyName) -> String {
        switch name {
        case .node: keyPath
        case .next: path + "/next-node.key"
        case .old: path + "/old-node.key"
        }
    }

    /// Changes the key of this folder.
    var keyChange: KeyChange {
        KeyChange(folder: StateKeyFolder(self), spoolPath: spoolPath)
    }

    /// Ends a change of the key that a loss of power cut short.
    func finishKeyChange() throws(AgentFailure) {
        try changingKey { () throws(KeyChangeError) in
            try keyChange.finish(hasSpool: SystemFile.exists(spoolPath))
        }
    }

    /// Deletes the old key once the server has taken the change, and says so.
    func retireOldKey(_ spool: Spool, log: any NodeLog) throws(AgentFailure) {
        let isGone = try changingKey { () throws(KeyChangeError) in
            try keyChange.retireOldKey(spool)
        }
        if isGone { log.note(.info, "the server has taken the new key; the old one is deleted") }
    }

    /// The keys from a grant's to the node's own.
    func history(from enrolled: PublicKey, to current: PublicKey) throws(AgentFailure) -> KeyHistory
    {
        let messages = try changingKey { () throws(KeyChangeError) in
            try KeyChange.split(try StateKeyFolder(self).rotations())
        }
        return try orFail(.data, { self.text($0) }) { () throws(KeyHistoryError) in
            try KeyHistory(from: enrolled, to: current, by: messages)
        }
    }

    private func text(_ error: KeyHistoryError) -> String {
        switch error {
        case .damaged: "\(rotationsPath) is not good: \(error.description); enrol this node again"
        case .incomplete:
            "\(keyPath) is not the key that \(grantPath) was given to, nor one that it was changed "
                + "to since; restore it from a backup, or enrol this node again"
        }
    }

    func changingKey<T>(_ body: () throws(KeyChangeError) -> T) throws(AgentFailure) -> T {
        do throws(KeyChangeError) {
            return try body()
        } catch {
            switch error {
            case .folder(let text): throw AgentFailure(.inputOutput, text)
            case .spool(let error): throw AgentFailure(.data, "\(spoolPath): \(error.description)")
            case .crypto(let error): throw AgentFailure(.software, error.description)
            case .unfinished: throw AgentFailure(.temporary, error.description)
            case .damaged: throw AgentFailure(.data, "\(rotationsPath): \(error.description)")
            }
        }
    }
}

/// The keys of a state folder.
final class StateKeyFolder: KeyFolder {
    private let state: StateFolder

    init(_ state: StateFolder) { self.state = state }

    func key(_ name: KeyName) throws(KeyChangeError) -> SigningKey? {
        let path = state.path(of: name)
        if !SystemFile.exists(path) { return nil }
        return try wrapped { () throws(AgentFailure) in try state.key(at: path) }
    }

    func create(_ key: SigningKey, as name: KeyName) throws(KeyChangeError) {
        do throws(KeyFileError) {
            try KeyFile.create(path: state.path(of: name), key: key)
        } catch {
            throw .folder(error.description)
        }
    }

    func move(_ name: KeyName, to other: KeyName) throws(KeyChangeError) {
        let (path, place) = (state.path(of: name), state.path(of: other))
        do throws(SystemError) {
            try SystemFile.rename(path, to: place)
        } catch {
            throw .folder("cannot move \(path) to \(place): \(error.text)")
        }
    }

    func remove(_ name: KeyName) throws(KeyChangeError) {
        try wrapped { () throws(AgentFailure) in try state.remove(state.path(of: name)) }
    }

    func rotations() throws(KeyChangeError) -> [UInt8] {
        if !SystemFile.exists(state.rotationsPath) { return [] }
        return try wrapped { () throws(AgentFailure) in try state.read(state.rotationsPath) }
    }

    func keep(rotations: [UInt8]) throws(KeyChangeError) {
        try wrapped { () throws(AgentFailure) in
            try state.write(state.rotationsPath, rotations)
        }
    }

    private func wrapped<T>(_ body: () throws(AgentFailure) -> T) throws(KeyChangeError) -> T {
        do throws(AgentFailure) {
            return try body()
        } catch {
            throw .folder(error.message)
        }
    }
}

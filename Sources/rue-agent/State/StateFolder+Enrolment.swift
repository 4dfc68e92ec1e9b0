internal import RueAgentCore
internal import RueCrypto
internal import RueWire

extension StateFolder {
    /// The new key, from before its enrolment until it takes the old one's place.
    private var newKeyPath: String { path + "/new-node.key" }

    /// The key to enrol with; a new one if the one that is there, if any, is to be replaced. It is
    /// kept from the first attempt on, so that a repeated one asks for the same again.
    func enrolmentKey(isNew: Bool) throws(AgentFailure) -> SigningKey {
        if isNew, SystemFile.exists(keyPath) || SystemFile.exists(spoolPath) {
            return try keyOrNew(at: newKeyPath)
        }
        try checkSpoolFits()
        return try keyOrNew(at: keyPath)
    }

    /// Found before the link is spent, and not at the next start.
    private func checkSpoolFits() throws(AgentFailure) {
        guard SystemFile.exists(spoolPath) else { return }
        let owner = try orFail(.data, { "\(spoolPath): \($0.description)" }) {
            () throws(SpoolError) in try Spool.owner(path: spoolPath)
        }
        guard let owner else { return }
        let hasKey = SystemFile.exists(keyPath)
        if hasKey, try key(at: keyPath).publicKey.keyID == owner { return }
        let words = Proquint.keyWords(of: owner)
        throw AgentFailure(
            .data,
            """
            the spool in \(path) belongs to the key \(words), \
            \(hasKey ? "which is not the one in node.key" : "and there is no node.key"). The link \
            was not used.
            Bring that key back, or add --new-key: it makes a new key and sets the old files aside.
            """)
    }

    /// The base name of the enrolment that is here, good or not; nil without one.
    var enrolledBaseName: String? {
        guard SystemFile.exists(grantPath) else { return nil }
        do throws(AgentFailure) {
            let message = try read(grantPath)
            return try orFail(.data, { $0.description }) { () throws(WireError) in
                try GrantPayload(decoding: try Envelope.decode(message).payload).baseName
            }
        } catch {
            return nil
        }
    }

    /// Puts a key that was enrolled into its place, and what there was of the old one into a
    /// folder, which is told; nil when the key is in its place already. Another new key, which an
    /// attempt that failed left behind, is left alone.
    func install(_ keyID: KeyID) throws(AgentFailure) -> String? {
        guard SystemFile.exists(newKeyPath),
            try key(at: newKeyPath).publicKey.keyID == keyID
        else { return nil }
        let folder = try makeFolderForOld()
        // The key last: without it the folder is that of a node not enrolled yet.
        let names = [
            "grant.cose", "server", "spool.sqlite-wal", "spool.sqlite-shm", "spool.sqlite",
            "node.key",
        ]
        for name in names where SystemFile.exists("\(path)/\(name)") {
            try rename("\(path)/\(name)", to: "\(folder)/\(name)")
        }
        try rename(newKeyPath, to: keyPath)
        return folder
    }

    private func makeFolderForOld() throws(AgentFailure) -> String {
        let base = "\(path)/before-\(oldKeyDigits)"
        var folder = base
        var number = 1
        while SystemFile.exists(folder) {
            number += 1
            folder = "\(base)-\(number)"
        }
        try orFail(.inputOutput, { "cannot make \(folder): \($0.text)" }) {
            () throws(SystemError) in try SystemFile.makeFolder(folder)
        }
        return folder
    }

    /// The first eight digits of the id of the key that is replaced; it may be gone or unreadable.
    private var oldKeyDigits: String {
        do throws(AgentFailure) {
            return String(try key(at: keyPath).publicKey.keyID.hex.prefix(8))
        } catch {
            return spoolOwnerDigits
        }
    }

    private var spoolOwnerDigits: String {
        do throws(SpoolError) {
            let owner = SystemFile.exists(spoolPath) ? try Spool.owner(path: spoolPath) : nil
            return owner.map { String($0.hex.prefix(8)) } ?? "unknown"
        } catch {
            return "unknown"
        }
    }

    private func rename(_ path: String, to other: String) throws(AgentFailure) {
        try orFail(.inputOutput, { "cannot move \(path) to \(other): \($0.text)" }) {
            () throws(SystemError) in try SystemFile.rename(path, to: other)
        }
    }

    /// Signs anew what the old key, whose files are in `folder`, had not delivered. Tells what
    /// became of it, for a person; nil when nothing waited there.
    func takeOver(
        from folder: String, for identity: NodeIdentity
    ) throws(AgentFailure) -> String? {
        let old = folder + "/spool.sqlite"
        guard SystemFile.exists(old) else { return nil }
        do throws(SpoolError) {
            let spool = try Spool(
                path: spoolPath, keyID: identity.keyID, grantID: identity.grant.id,
                limitBytes: Int64.max)
            let (taken, unreadable) = try spool.takeOver(
                path: old,
                by: BatchRepacker(
                    key: identity.key, baseName: identity.grant.payload.baseName, reason: "grant"))
            return Self.account(taken: taken, unreadable: unreadable)
        } catch {
            // The node is enrolled whatever its past is worth.
            return "What had not been sent stays there: \(error.description)."
        }
    }

    private static func account(taken: Int, unreadable: Int) -> String? {
        if taken == 0, unreadable == 0 { return nil }
        var text = ""
        if taken > 0 {
            text =
                "What had not been sent was signed with the new key: "
                + counted(taken, "batch", "batches") + "."
        }
        if unreadable > 0 {
            text +=
                (text.isEmpty ? "" : " ")
                + "What cannot be signed anew (damaged, or another device's) stays there: "
                + counted(unreadable, "batch", "batches") + "."
        }
        return text
    }
}

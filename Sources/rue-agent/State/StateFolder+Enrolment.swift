internal import RueAgentCore
internal import RueCrypto
internal import RueWire

extension StateFolder {
    /// The new key, from before its enrolment until it takes the old one's place.
    private var newKeyPath: String { path + "/new-node.key" }

    /// Names the folder of the old key from before the first file is moved there until what was
    /// left unsent has been signed anew: after a loss of power, that is gone on with.
    private var changePath: String { path + "/changing-key" }

    /// The key to enrol with; a new one if the one that is there, if any, is to be replaced. It is
    /// kept from the first attempt on, so that a repeated one asks for the same again.
    func enrolmentKey(isNew: Bool) throws(AgentFailure) -> SigningKey {
        // A change that was cut short is gone on with, whatever is asked for.
        if SystemFile.exists(changePath) {
            if SystemFile.exists(newKeyPath) { return try key(at: newKeyPath) }
            let isEnrolled = SystemFile.exists(grantPath)
            if !isEnrolled, SystemFile.exists(keyPath) { return try key(at: keyPath) }
        }
        if isNew, SystemFile.exists(keyPath) || SystemFile.exists(spoolPath) {
            return try keyOrNew(at: newKeyPath)
        }
        try checkSpoolFits()
        return try keyOrNew(at: keyPath)
    }

    /// Found before the link is spent, and not at the next start.
    private func checkSpoolFits() throws(AgentFailure) {
        guard SystemFile.exists(spoolPath) else { return }
        let owner = try orFail(
            .data,
            {
                "\(spoolPath): \($0.description)"
                    + ($0.isDamage ? "; 'rue-agent run' mends that of an enrolled node" : "")
            }
        ) {
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
        do throws(AgentFailure) {
            // A change of keys that was cut short has moved it already.
            let moved = try folderOfChange().map { $0 + "/grant.cose" }
            let path = SystemFile.exists(grantPath) ? grantPath : moved ?? grantPath
            guard SystemFile.exists(path) else { return nil }
            let message = try read(path)
            return try orFail(.data, { $0.description }) { () throws(WireError) in
                try GrantPayload(decoding: try Envelope.decode(message).payload).baseName
            }
        } catch {
            return nil
        }
    }

    /// Puts a key that was enrolled into its place, and what there was of the old one into a
    /// folder. Does nothing when the key is in its place already. Another new key, which an attempt
    /// that failed left behind, is left alone.
    func install(_ keyID: KeyID) throws(AgentFailure) {
        guard SystemFile.exists(newKeyPath),
            try key(at: newKeyPath).publicKey.keyID == keyID
        else { return }
        let folder = if let begun = try folderOfChange() { begun } else { try beginChange() }
        // The key last: without it the folder is that of a node not enrolled yet.
        let names = [
            "pins.cose", "command", "grant.cose", "server", "rotations", "old-node.key",
            "next-node.key",
            "spool.sqlite-wal", "spool.sqlite-shm", "spool.sqlite",
            "node.key",
        ]
        for name in names where SystemFile.exists("\(path)/\(name)") {
            try rename("\(path)/\(name)", to: free("\(folder)/\(name)"))
        }
        try rename(newKeyPath, to: keyPath)
    }

    /// A key that was installed and never enrolled finds that of its predecessor there.
    private func free(_ path: String) -> String {
        var free = path
        var number = 1
        while SystemFile.exists(free) {
            number += 1
            free = "\(path)-\(number)"
        }
        return free
    }

    private func beginChange() throws(AgentFailure) -> String {
        let folder = try makeFolderForOld()
        try write(changePath, Array((folder.split(separator: "/").last ?? "").utf8))
        return folder
    }

    /// The folder of the old key while a change of keys is under way.
    private func folderOfChange() throws(AgentFailure) -> String? {
        guard SystemFile.exists(changePath) else { return nil }
        let name = String(decoding: try read(changePath), as: UTF8.self)
        guard name.utf8.starts(with: "before-".utf8), !name.utf8.contains(UInt8(ascii: "/")),
            SystemFile.exists("\(path)/\(name)")
        else {
            throw AgentFailure(
                .data,
                "\(changePath) names no folder that is here; remove it, and set aside yourself what "
                    + "belongs to the old key")
        }
        return "\(path)/\(name)"
    }

    private func makeFolderForOld() throws(AgentFailure) -> String {
        let folder = free("\(path)/before-\(oldKeyDigits)")
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

    /// Finishes a change of keys: signs anew what the old key had not delivered.
    ///
    /// Nothing is signed with the new key before this is done, so that a chain with something in it
    /// tells that it was done, however it was interrupted: nothing is taken over twice.
    ///
    /// - Returns: what became of it, a line each, for a person; none when no change is under way.
    func finishChange(to identity: NodeIdentity) throws(AgentFailure) -> [String] {
        guard let folder = try folderOfChange() else { return [] }
        // Cut short before anything was moved: the key in use is the old one still.
        if SystemFile.exists(newKeyPath) { return [] }
        var lines = ["The old key and what was signed with it are in \(folder)."]
        do throws(SpoolError) {
            if let account = try takeOver(from: folder, for: identity) { lines.append(account) }
        } catch {
            // The node is enrolled whatever its past is worth; but room can be made.
            if error.isDiskFull {
                throw AgentFailure(
                    .inputOutput,
                    "what the old key had not sent cannot be signed with the new one: "
                        + "\(error.description)")
            }
            lines.append("What had not been sent stays there: \(error.description).")
        }
        try remove(changePath)
        return lines
    }

    private func takeOver(
        from folder: String, for identity: NodeIdentity
    ) throws(SpoolError) -> String? {
        let old = folder + "/spool.sqlite"
        guard SystemFile.exists(old) else { return nil }
        let spool = try Spool.open(
            path: spoolPath, keyID: identity.keyID, grantID: identity.grant.id,
            limitBytes: Int64.max, by: SpoolFolder()
        ).spool
        guard spool.head.sequence == 0 else { return nil }
        let (taken, unreadable) = try spool.takeOver(
            path: old,
            by: BatchRepacker(
                key: identity.key, baseName: identity.grant.payload.baseName, reason: "grant"))
        return Self.account(taken: taken, unreadable: unreadable)
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

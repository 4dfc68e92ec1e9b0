/// Something that is kept on a disk whose power goes again and again.
public protocol PoweredLife: AnyObject {
    /// The disk.
    var disk: UnreliableDisk { get }

    /// Lives until the power goes at some operation, and then switches it on again.
    /// - Throws: what is not the power's fault.
    func liveUntilThePowerGoes() throws

    /// What is not as it must be after the power came back.
    /// - Returns: what is wrong; nil when all is well.
    func problem() -> String?
}

/// Lives on disks whose power goes.
public enum PowerCuts {
    /// Lives through losses of power, some in each life, until there were enough or something is
    /// wrong.
    ///
    /// - Parameters:
    ///   - cuts: how many losses of power there must be at least.
    ///   - cutsPerLife: after how many of them a new life is begun.
    ///   - begin: begins a life.
    ///   - end: is shown each life that all went well with.
    /// - Returns: how many losses of power there were, and what was wrong after the last, if
    ///   anything was.
    /// - Throws: what `begin` and the lives throw.
    public static func survive<Life: PoweredLife>(
        _ cuts: Int, perLife cutsPerLife: Int, begin: () throws -> Life, end: (Life) -> Void
    ) throws -> (cuts: Int, problem: String?) {
        var done = 0
        while done < cuts {
            let life = try begin()
            for _ in 0..<cutsPerLife {
                try life.liveUntilThePowerGoes()
                done += 1
                if let problem = life.problem() { return (done, problem) }
            }
            end(life)
        }
        return (done, nil)
    }

    /// Counts the lives that lose something on a disk that does not keep what it was told to, of
    /// which the same test must be able to tell.
    ///
    /// - Parameters:
    ///   - lives: how many to begin.
    ///   - isLying: whether the disk says that it has kept what it has not; else the life itself
    ///     does not wait for it.
    ///   - begin: begins a life.
    /// - Returns: how many lost something within five losses of power.
    /// - Throws: what `begin` and the lives throw.
    public static func losers<Life: PoweredLife>(
        of lives: Int, onALyingDisk isLying: Bool, begin: () throws -> Life
    ) throws -> Int {
        try (0..<lives).count { _ in
            let life = try begin()
            life.disk.ignoreSyncs(isLying)
            for _ in 0..<5 {
                try life.liveUntilThePowerGoes()
                if life.problem() != nil { return true }
            }
            return false
        }
    }
}

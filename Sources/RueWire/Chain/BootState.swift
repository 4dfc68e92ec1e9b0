/// What the rules about boots and uptimes have to remember of a key: its latest boot, and how far
/// that had come.
public struct BootState: Hashable, Sendable {
    /// The boot of the last item that counted.
    public var boot: BootID
    /// The uptime of that item, in milliseconds.
    public var uptimeMilliseconds: UInt64

    /// Remembers an item.
    ///
    /// - Parameters:
    ///   - boot: its boot.
    ///   - uptimeMilliseconds: its uptime, in milliseconds.
    public init(boot: BootID, uptimeMilliseconds: UInt64) {
        self.boot = boot
        self.uptimeMilliseconds = uptimeMilliseconds
    }

    /// Remembers an item.
    ///
    /// - Parameter link: its chain header.
    public init(_ link: ChainLink) {
        self.init(boot: link.boot, uptimeMilliseconds: link.uptimeMilliseconds)
    }

    /// Judges the boot and uptime of an item that follows the head.
    ///
    /// - Parameters:
    ///   - link: the item's chain header.
    ///   - isRepacked: whether its pack begins with `node_repacked`.
    ///   - state: what is remembered of the key; nil before its first item.
    ///   - isEarlierBoot: asked whether a boot other than the remembered one was seen before under
    ///     this key, in an item that was not re-packed.
    /// - Returns: the verdict; see ``BootVerdict/remembers`` for what to remember after it.
    /// - Throws: what `isEarlierBoot` throws.
    public static func verdict<Failure: Error>(
        on link: ChainLink, isRepacked: Bool, after state: BootState?,
        isEarlierBoot: (_ boot: BootID) throws(Failure) -> Bool
    ) throws(Failure) -> BootVerdict {
        guard !isRepacked else { return .passedOver }
        guard let state, state.boot != link.boot else {
            let least = state?.uptimeMilliseconds ?? 0
            return link.uptimeMilliseconds < least ? .uptimeFell : .inOrder
        }
        return try isEarlierBoot(link.boot) ? .bootReturned : .newBoot
    }
}

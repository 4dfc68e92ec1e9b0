extension EnrolmentLink {
    private static let scheme = "rue://"

    /// Reads a link. White space around it is passed over.
    ///
    /// - Parameter text: the link; without a port, 8443 is meant.
    /// - Throws: ``LinkError``, naming the part that is wrong.
    public init(parsing text: String) throws(LinkError) {
        let link = EnrolmentLink.trimmed(Array(text.utf8))
        let scheme = Array(EnrolmentLink.scheme.utf8)
        guard link.starts(with: scheme) else { throw .scheme }
        let rest = link.dropFirst(scheme.count)
        guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { throw .path }
        let (host, port) = try EnrolmentLink.authority(rest[..<slash])
        let path = rest[slash...]
        let lead = Array("/e#".utf8)
        guard path.starts(with: lead) else { throw .path }
        let parts = path.dropFirst(lead.count)
            .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.first?.elementsEqual("1".utf8) == true else { throw .version }
        guard parts.count == 5 else { throw .parts }
        guard let tokenID = EnrolmentLink.decode(parts[1], count: 8) else { throw .tokenID }
        guard let secret = EnrolmentLink.decode(parts[2], count: 16) else { throw .secret }
        guard let live = EnrolmentLink.decode(parts[3], count: 32),
            let recovery = EnrolmentLink.decode(parts[4], count: 32)
        else { throw .pin }
        self.init(
            host: host, port: port, tokenID: tokenID, secret: secret,
            livePin: Pin(copying: live, at: 0), recoveryPin: Pin(copying: recovery, at: 0))
    }

    private static func trimmed(_ text: [UInt8]) -> ArraySlice<UInt8> {
        guard let first = text.firstIndex(where: { $0 > 0x20 }),
            let last = text.lastIndex(where: { $0 > 0x20 })
        else { return [] }
        return text[first...last]
    }

    private static func decode(_ part: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
        let bytes = Base64URL.decode(String(decoding: part, as: UTF8.self))
        return bytes?.count == count ? bytes : nil
    }

    private static func authority(
        _ authority: ArraySlice<UInt8>
    ) throws(LinkError) -> (host: String, port: UInt16) {
        do throws(AddressError) {
            let address = try ServerAddress(parsing: authority)
            return (address.host, address.port ?? defaultPort)
        } catch {
            throw error == .port ? .port : .host
        }
    }
}

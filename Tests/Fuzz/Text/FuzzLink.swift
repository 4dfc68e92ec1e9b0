import RueWire

/// Enrolment links and server addresses, as people paste them.
enum FuzzLink: FuzzTarget {
    static var seeds: [[UInt8]] {
        ["house.local", "192.0.2.1", "2001:db8::1", "fe80::1%eth0"].map { host in
            let link = EnrolmentLink(
                host: host, port: 8443, tokenID: Array(Sample.bytes32(1).bytes.prefix(8)),
                secret: Sample.bytes16(2).bytes, livePin: Sample.bytes32(3),
                recoveryPin: Sample.bytes32(4))
            return Array(link.text.utf8)
        } + ["house.local", "[2001:db8::1]:8443", "192.0.2.1:80"].map { Array($0.utf8) }
    }

    static func check(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        checkLink(text)
        checkAddress(text)
    }

    private static func checkLink(_ text: String) {
        do throws(LinkError) {
            let link = try EnrolmentLink(parsing: text)
            require(link.tokenID.count == 8 && link.secret.count == 16, "parts have their lengths")
            require(link.port > 0 && ServerAddress.isHost(link.host), "there is a host and a port")
            require(
                secrets(link.text) == secrets(text), "a part has one form in which it is written")
            require(again(link.text) == link, "a link survives")
        } catch {
            require(!error.description.isEmpty, "an error says what is wrong")
        }
    }

    private static func again(_ text: String) -> EnrolmentLink? {
        do throws(LinkError) { return try EnrolmentLink(parsing: text) } catch { return nil }
    }

    /// What follows the `#`, without the white space that may stand around a link.
    private static func secrets(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard let mark = bytes.firstIndex(of: UInt8(ascii: "#")) else { return [] }
        return Array(bytes[mark...].reversed().drop { $0 <= 0x20 })
    }

    private static func checkAddress(_ text: String) {
        do throws(AddressError) {
            let address = try ServerAddress(parsing: text)
            require(ServerAddress.isHost(address.host), "there is a host")
            require(address.port != 0, "and a port that can be")
        } catch {
            require(!error.description.isEmpty, "an error says what is wrong")
        }
    }
}

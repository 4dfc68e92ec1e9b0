extension HTTPHeaders {
    /// The declared length of the body, or nil without one; refuses whatever could be understood
    /// in two ways (RFC 9112 §6.1, §6.3).
    func declaredLength() throws(HTTPError) -> Int? {
        if self["Transfer-Encoding"] != nil { throw .transferEncoding }
        var declared: String?
        for field in fields where HTTPHeaders.isSame(field.name, "Content-Length") {
            if declared != nil { throw .contentLengthRepeated }
            declared = field.value
        }
        guard let declared else { return nil }
        return try HTTPHeaders.length(declared)
    }

    /// Whether `Connection` lists an option, case ignored (RFC 9110 §7.6.1).
    func hasConnectionOption(_ option: String) -> Bool {
        for value in values("Connection") {
            for part in value.split(separator: ",") {
                let bytes = Array(part.utf8).filter { !ByteClass.isBlank($0) }
                if HTTPHeaders.isSame(String(decoding: bytes, as: UTF8.self), option) {
                    return true
                }
            }
        }
        return false
    }

    /// Digits only. A leading zero is refused with the signs and lists: no program of good will
    /// sends one, and some read it as octal.
    private static func length(_ text: String) throws(HTTPError) -> Int {
        let digits = text.utf8
        guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1 else {
            throw .contentLengthInvalid
        }
        var length = 0
        for byte in digits {
            guard ByteClass.isDigit(byte) else { throw .contentLengthInvalid }
            let (tenfold, overflows) = length.multipliedReportingOverflow(by: 10)
            let (sum, carries) = tenfold.addingReportingOverflow(Int(byte - 0x30))
            guard !overflows, !carries else { throw .contentLengthInvalid }
            length = sum
        }
        return length
    }
}

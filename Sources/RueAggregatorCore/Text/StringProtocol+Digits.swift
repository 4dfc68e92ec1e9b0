extension StringProtocol {
    /// Whether it has nothing but decimal digits of ASCII; true of an empty text.
    ///
    /// What `Int.init` takes besides, a sign, is no part of a port or a count.
    package var isDigits: Bool { utf8.allSatisfy { (0x30...0x39).contains($0) } }
}

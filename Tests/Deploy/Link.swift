/// Links of the right form, for a server that nobody has.
enum Link {
    static let good = make(secret: "AAAAAAAAAAAAAAAAAAAAAA")
    static let other = make(secret: "BBBBBBBBBBBBBBBBBBBBBA")

    private static func make(secret: String) -> String {
        let pin = String(repeating: "A", count: 43)
        return "rue://192.0.2.7:8443/e#1.AAAAAAAAAAA.\(secret).\(pin).\(pin)"
    }
}

/// One decoder with the rules that hold for whatever it is given.
///
/// Many targets in one program: one build, one link, and each is a link to it with its own name.
protocol FuzzTarget: SendableMetatype {
    /// Good inputs to begin with, beside those of `vectors.txt`.
    static var seeds: [[UInt8]] { get }
    /// Ends the program when a rule does not hold for an input.
    static func check(_ input: [UInt8])
}

extension FuzzTarget {
    static var seeds: [[UInt8]] { [] }
}

/// The targets by their names.
let targets: [(name: String, target: any FuzzTarget.Type)] = [
    ("FuzzArchive", FuzzArchive.self),
    ("FuzzBME280", FuzzBME280.self),
    ("FuzzCBOR", FuzzCBOR.self),
    ("FuzzConfiguration", FuzzConfiguration.self),
    ("FuzzDHTFrame", FuzzDHTFrame.self),
    ("FuzzEnvelope", FuzzEnvelope.self),
    ("FuzzLink", FuzzLink.self),
    ("FuzzMulticastDNS", FuzzMulticastDNS.self),
    ("FuzzPack", FuzzPack.self),
    ("FuzzPayload", FuzzPayload.self),
    ("FuzzRequest", FuzzRequest.self),
    ("FuzzResponse", FuzzResponse.self),
    ("FuzzScratchpad", FuzzScratchpad.self),
]
